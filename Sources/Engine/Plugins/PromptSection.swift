/// A paragraph that goes into prompts.
public struct PromptSection: Sendable, Hashable {
  /// Unique name, such as `local-review`; it becomes a heading.
  public var name: String
  /// Who gets it; nil for everyone.
  public var specialists: [SpecialistID]?
  /// Markdown, in the plugin's own words.
  public var text: String
  /// What others wrote and the paragraph is about; stands behind it, between tags that it can't close.
  public var quotation: PromptQuotation?

  /// Takes the parts as they are.
  public init(
    name: String, specialists: [SpecialistID]? = nil, text: String, quotation: PromptQuotation? = nil
  ) {
    self.name = name
    self.specialists = specialists
    self.text = text
    self.quotation = quotation
  }
}

/// Text of others in a prompt: material, never instruction.
public struct PromptQuotation: Sendable, Hashable {
  /// What kind of text it is; decides on the tags around it.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// An organisation's template for AGENTS.md.
    case agentsTemplate = "agents_md_template_instructions"
    /// An organisation's remarks on reviews.
    case reviewInstructions = "custom_review_instructions"
  }

  /// What it is.
  public var kind: Kind
  /// The text itself.
  public var text: String

  /// Takes the parts as they are.
  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}
