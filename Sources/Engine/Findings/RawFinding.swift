/// A finding as an agent wrote it: parsed, bounded in size, not yet believed.
package struct RawFinding: Sendable, Hashable {
  package var severity: Severity
  /// What the agent called its section; empty where it named none.
  package var category: String
  /// The rule that it comes from, for the `rules` runtime and compliance.
  package var rule: String?
  /// The path as written by the agent.
  package var file: String
  /// The agent's own line number; only ever breaks ties (system.md, section 3).
  package var line: Int?
  package var confidence: Double?
  package var title: String
  package var evidence: String
  package var body: String
  package var suggestion: String?
  /// True where the answer ended before the closing tag.
  package var isTruncated: Bool

  package init(
    severity: Severity, category: String, rule: String? = nil, file: String, line: Int? = nil,
    confidence: Double? = nil, title: String, evidence: String, body: String = "", suggestion: String? = nil,
    isTruncated: Bool = false
  ) {
    self.severity = severity
    self.category = category
    self.rule = rule
    self.file = file
    self.line = line
    self.confidence = confidence
    self.title = title
    self.evidence = evidence
    self.body = body
    self.suggestion = suggestion
    self.isTruncated = isTruncated
  }
}
