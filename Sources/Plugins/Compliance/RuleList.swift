internal import Engine

/// An organisation's rules as reviewers read them; without the list the compliance reviewer has nothing to go by.
enum RuleList {
  /// Who judges by them.
  static let readers: [SpecialistID] = [.compliance, .generalist]
  static let name = "The organisation's rules"
  private static let most = 300
  /// Bytes of the whole list; a prompt takes no more of one paragraph.
  private static let longest = 56 << 10

  /// Markdown, one item a rule; nil where there are none.
  static func text(_ rules: [OrganisationRule]) -> String? {
    guard !rules.isEmpty else { return nil }
    var text = "These and no others, each to be named in `rule` as it stands here:\n\n"
    var shown = 0
    for rule in rules.prefix(most) {
      let item = item(rule)
      guard text.utf8.count + item.utf8.count <= longest else { break }
      text += item
      shown += 1
    }
    return shown < rules.count ? text + "\n\(rules.count - shown) more are left out.\n" : text
  }

  private static func item(_ rule: OrganisationRule) -> String {
    let instead = rule.suggestion.map { " Instead: \(PromptText.line($0, limit: 600))" } ?? ""
    let examples =
      rule.bad.map { "  Breaks it: `\(PromptText.line($0, limit: 400))`\n" }
      + rule.good.map { "  Keeps it: `\(PromptText.line($0, limit: 400))`\n" }
    return "- `\(PromptText.line(rule.id))` (\(rule.severity.rawValue)): \(PromptText.line(rule.title))."
      + " \(PromptText.line(rule.body, limit: 1200))\(instead)\n" + examples.joined()
  }
}
