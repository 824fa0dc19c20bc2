/// What every rule says about itself, whatever way it looks at a change.
package struct RuleCard: Sendable, Hashable {
  /// `specialist/name`, such as `security/sql-string-built`.
  package var id: String
  package var severity: Severity
  /// From 0 to 1: how often a hit is right, as far as a pattern can know.
  package var confidence: Double
  package var title: String
  /// Why it matters here, in the reader's terms.
  package var body: String
  /// What to write instead.
  package var suggestion: String?
  /// One sentence.
  package var reports: String
  /// One sentence: what looks alike and is left alone on purpose.
  package var doesNotReport: String

  package init(
    _ id: String, _ severity: Severity, confidence: Double, title: String, body: String, suggestion: String? = nil,
    reports: String, doesNotReport: String
  ) {
    self.id = id
    self.severity = severity
    self.confidence = confidence
    self.title = title
    self.body = body
    self.suggestion = suggestion
    self.reports = reports
    self.doesNotReport = doesNotReport
  }

  /// The reviewer that the rule belongs to.
  package var specialist: SpecialistID {
    SpecialistID(rawValue: String(id.prefix { $0 != "/" }))
  }

  /// The one reviewer of a trivial change takes only the rules that are hardly ever wrong.
  package var isForGeneralist: Bool { confidence >= 0.85 }
}
