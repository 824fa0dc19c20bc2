import Engine

extension SampleReview {
  static func finding(
    _ number: Int, _ severity: Severity, _ category: SpecialistID, _ file: String, _ line: Int, _ title: String,
    evidence: String = "evidence", body: String = "Why it matters.", suggestion: String? = nil,
    reportedBy: [SpecialistID]? = nil, context: [ContextLine] = []
  ) -> Finding {
    Finding(
      id: FindingID(number), fingerprint: "00000000000000\(number)\(number)", severity: severity, category: category,
      file: RepoPath(file), line: line, title: title, body: body, suggestion: suggestion, evidence: evidence,
      confidence: 0.9, reportedBy: reportedBy ?? [category], isAnchored: true, context: context)
  }

  static let token = finding(
    1, .critical, .security, "src/auth/session.go", 41, "Session token compared in variable time",
    evidence: "\treturn tok == s.token",
    body:
      "The comparison stops at the first byte that differs, so the time it takes tells a caller how much of a token is "
      + "right. Verify() is reached from the public refund route without a rate limit.",
    suggestion: "\treturn subtle.ConstantTimeCompare([]byte(tok), []byte(s.token)) == 1",
    context: [
      ContextLine(number: 38, kind: .context, text: "func (s *Session) Verify(tok string) bool {"),
      ContextLine(number: 39, kind: .added, text: "\tif tok == \"\" {"),
      ContextLine(number: 40, kind: .added, text: "\t\treturn false"),
      ContextLine(number: 41, kind: .added, text: "\treturn tok == s.token"),
      ContextLine(number: 42, kind: .context, text: "}"),
    ])
  static let amount = finding(
    2, .warning, .security, "src/refund.go", 58, "Refund amount not checked against the charge")
  static let limit = finding(
    3, .suggestion, .documentation, "docs/refunds.md", 3, "Guide states a limit that the code does not have")
  static let pool = finding(4, .warning, .performance, "src/db/pool.go", 118, "One query for each row of the batch")
  static let close = finding(5, .warning, .codeQuality, "src/refund.go", 77, "Error from Close is dropped")
  static let migration = finding(
    6, .suggestion, .compliance, "src/db/migrate/014.sql", 1, "RFC-031: migration has no down step")
  static let twin = finding(
    7, .suggestion, .codeQuality, "src/auth/session.go", 41, "Compare tokens with subtle.ConstantTimeCompare")

  static let judgement = Judgement(
    findings: [judgedToken, amount, pool, close, limit, migration],
    all: [judgedToken, amount, limit, pool, close, migration, twin],
    ledger: [
      LedgerEntry(
        finding: FindingID(1), outcome: .kept, by: .deterministic, reason: "reachable without authentication"),
      LedgerEntry(finding: FindingID(2), outcome: .kept, by: .deterministic, reason: ""),
      LedgerEntry(finding: FindingID(3), outcome: .kept, by: .deterministic, reason: ""),
      LedgerEntry(finding: FindingID(4), outcome: .kept, by: .deterministic, reason: ""),
      LedgerEntry(finding: FindingID(5), outcome: .kept, by: .deterministic, reason: ""),
      LedgerEntry(finding: FindingID(6), outcome: .kept, by: .deterministic, reason: ""),
      LedgerEntry(
        finding: FindingID(7), outcome: .merged, into: "f1", by: .deterministic, reason: "same line, same cause"),
    ], decision: .significantConcerns, decisionReason: "1 critical")

  private static let judgedToken: Finding = {
    var finding = token
    finding.reportedBy = [.security, .codeQuality]
    return finding
  }()
}
