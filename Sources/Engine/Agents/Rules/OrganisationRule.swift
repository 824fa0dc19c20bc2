/// A rule of an organisation, as reviewers read it.
public struct OrganisationRule: Sendable, Hashable {
  /// By which findings name it: letters, digits and hyphens.
  public var id: String
  /// What breaking it means.
  public var severity: Severity
  /// One line.
  public var title: String
  /// What it demands.
  public var body: String
  /// What to write instead; nil where the rule does not say.
  public var suggestion: String?
  /// Code that keeps it.
  public var good: [String]
  /// Code that breaks it.
  public var bad: [String]

  /// Takes the parts as they are.
  public init(
    id: String, severity: Severity = .warning, title: String, body: String, suggestion: String? = nil,
    good: [String] = [], bad: [String] = []
  ) {
    self.id = id
    self.severity = severity
    self.title = title
    self.body = body
    self.suggestion = suggestion
    self.good = good
    self.bad = bad
  }

  /// The same for models of a rule with a pattern.
  package init(_ card: RuleCard) {
    // The offline agent calls it `compliance/ENG-31` and says its name in the body.
    let id = card.id.split(separator: "/").last.map(String.init) ?? card.id
    let body = card.body.hasSuffix(" (rule \(id))") ? String(card.body.dropLast(id.count + 8)) : card.body
    self.init(id: id, severity: card.severity, title: card.title, body: body, suggestion: card.suggestion)
  }
}
