/// An organisation's rules as reviewers read them; without the list the compliance reviewer has nothing to go by.
package enum RuleList {
  /// Who judges by them.
  package static let readers: [SpecialistID] = [.compliance, .generalist]
  package static let name = "The organisation's rules"
  private static let most = 300

  /// Markdown, one item a rule; nil where there are none.
  package static func text(_ cards: [RuleCard]) -> String? {
    guard !cards.isEmpty else { return nil }
    let items = cards.prefix(most).map { card in
      // The offline agent calls it `compliance/ENG-31` and says its name in the body.
      let id = card.id.split(separator: "/").last.map(String.init) ?? card.id
      let body = card.body.hasSuffix(" (rule \(id))") ? String(card.body.dropLast(id.count + 8)) : card.body
      let instead = card.suggestion.map { " Instead: \(PromptFence.line($0, limit: 600))" } ?? ""
      return "- `\(PromptFence.line(id))` (\(card.severity.rawValue)): \(PromptFence.line(card.title))."
        + " \(PromptFence.line(body, limit: 1200))\(instead)\n"
    }
    let rest = cards.count > most ? "\n\(cards.count - most) more are left out.\n" : ""
    return "These and no others, each to be named in `rule` as it stands here:\n\n" + items.joined() + rest
  }
}
