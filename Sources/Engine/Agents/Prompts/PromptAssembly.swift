/// A paragraph that a plugin injected.
package struct PromptParagraph: Sendable, Hashable {
  package var name: String
  /// Markdown.
  package var text: String
  /// Words of others that it is about.
  package var quotation: PromptContext.Text?

  package init(name: String, text: String, quotation: PromptContext.Text? = nil) {
    self.name = name
    self.text = text
    self.quotation = quotation
  }
}

/// Puts a prompt together: what all reviewers of all reviews share, what all reviewers of this one share, and last what is
/// one agent's own. Providers cache prompts from their first byte on (system.md, section 2).
package struct PromptAssembly: Sendable {
  private let book: PromptBook
  private let fence: PromptFence
  /// What is the same for everyone in this review.
  package let common: String

  /// `paragraphs` are those that everyone gets.
  package init(
    _ book: PromptBook, context: PromptContext, fence: PromptFence, paragraphs: [PromptParagraph] = []
  ) {
    self.book = book
    self.fence = fence
    common =
      PromptAssembly.section(book.shared) + PromptAssembly.section(context.text(fence))
      + paragraphs.map { PromptAssembly.text($0, fence) }.joined()
  }

  /// The whole prompt of one agent. `paragraphs` are its own, `material` is what it works on beside the change, and `task`
  /// is for agents that are programs: it comes last, behind everything that others wrote.
  package func prompt(
    for agent: SpecialistID, paragraphs: [PromptParagraph] = [], material: String = "", task: TaskBlock? = nil
  ) -> [UInt8] {
    var text = common + PromptAssembly.section(book.part(of: agent))
    text += paragraphs.map { PromptAssembly.text($0, fence) }.joined() + PromptAssembly.section(material)
    if let task { text += task.text }
    return Array(text.utf8)
  }

  private static func text(_ paragraph: PromptParagraph, _ fence: PromptFence) -> String {
    let quoted = paragraph.quotation.map { "\n\n" + fence.wrap($0.words, in: $0.tag) } ?? ""
    return section("## \(PromptFence.line(paragraph.name))\n\n\(PromptFence.clean(paragraph.text))\(quoted)")
  }

  private static func section(_ text: String) -> String {
    text.isEmpty ? "" : text + (text.hasSuffix("\n") ? "\n" : "\n\n")
  }
}
