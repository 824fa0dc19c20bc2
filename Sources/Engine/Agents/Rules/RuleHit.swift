/// A place where a rule holds.
package struct RuleHit: Sendable, Hashable {
  package var file: RepoPath
  /// On the new side, or on the old side for removed code.
  package var line: Int?
  /// The exact lines of the changed file, joined by line feeds.
  package var evidence: [UInt8]
  /// Instead of the rule's own, where the place has more to say.
  package var title: String?
  package var body: String?
  package var suggestion: String?

  package init(
    file: RepoPath, line: Int?, evidence: [UInt8], title: String? = nil, body: String? = nil,
    suggestion: String? = nil
  ) {
    self.file = file
    self.line = line
    self.evidence = evidence
    self.title = title
    self.body = body
    self.suggestion = suggestion
  }
}

/// A hit with its rule: what becomes a finding.
package struct RuleFinding: Sendable, Hashable {
  package var card: RuleCard
  package var hit: RuleHit

  package var title: String { hit.title ?? card.title }
  package var body: String { hit.body ?? card.body }
  package var suggestion: String? { hit.suggestion ?? card.suggestion }

  /// The finding as an agent reports it.
  var raw: RawFinding {
    RawFinding(
      severity: card.severity, category: card.specialist.rawValue, rule: card.id, file: hit.file.description,
      line: hit.line, confidence: card.confidence, title: title, evidence: hit.evidence.text, body: body,
      suggestion: suggestion)
  }
}
