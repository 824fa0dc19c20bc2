@testable import Engine

/// A review made by hand: three specialists, of which one retries, one fails and one is skipped.
enum SampleReview {
  static let diff = smallDiff(
    "src/db.py", " import db\n-old = 1\n+cur.execute(\"SELECT \" + uid)\n+time.sleep(5)\n+# ends here")

  static var findings: [Finding] {
    var index = AnchorIndex([diff])
    func raw(_ severity: Severity, _ title: String, _ evidence: String) -> RawFinding {
      RawFinding(
        severity: severity, category: "", file: "src/db.py", confidence: 0.75, title: title, evidence: evidence,
        body: "It matters\nfor readers.", suggestion: severity == .critical ? "cur.execute(q, (uid,))" : nil)
    }
    return [
      index.anchor(
        raw(.critical, "SQL built by string concatenation", "cur.execute(\"SELECT \" + uid)"), id: FindingID(1),
        reportedBy: .security),
      index.anchor(
        raw(.warning, "SQL injection", "cur.execute(\"SELECT \" + uid)"), id: FindingID(2), reportedBy: .codeQuality),
      index.anchor(raw(.warning, "Blocking sleep", "time.sleep(5)"), id: FindingID(3), reportedBy: .codeQuality),
      index.anchor(raw(.suggestion, "Comment says nothing", "# ends here"), id: FindingID(4), reportedBy: .codeQuality),
      index.anchor(raw(.critical, "Invented", "rm_rf()"), id: FindingID(5), reportedBy: .security),
    ]
  }

  static func events(runtime: String = "rules", complete: Bool = false) -> [ReviewEvent] {
    let usage = Usage(tokens: TokenUsage(input: 100, output: 20, reasoning: 3, cacheRead: 50), costUSD: 0.25)
    var change = Change(base: "b00", head: "4ead", source: "s", title: "t", repository: "r", files: [diff])
    (change.totalFiles, change.totalAdded, change.totalRemoved) = (3, 30, 1)
    change.excluded = [
      ExcludedFile(path: RepoPath("package-lock.json"), reason: "lock file"),
      ExcludedFile(path: RepoPath(bytes: [0x61, 0xFF, 0x5C]), reason: "binary"),
    ]
    change.notices = ["the suppressions file is part of this change"]
    let missing = complete ? [] : [MissingReviewer(id: .performance, reason: "it failed: overloaded")]
    let kinds: [ReviewEvent.Kind] =
      [
        .started(
          ReviewStart(
            run: "20260430-1", engine: "0.1.0", runtime: runtime, wallMilliseconds: 0, overallLimitSeconds: 1500)),
        .changeRead(ChangeSummary(change)),
        .planned(
          TierExplanation(tier: .full, rule: "sensitive path", path: RepoPath("src/auth/a.py")),
          [
            SpecialistPlan(
              id: .security, model: "m-1",
              forecast: UsageForecast(tokens: TokenUsage(input: 240, output: 40), costUSD: 0.625)),
            SpecialistPlan(
              id: .performance, forecast: UsageForecast(tokens: TokenUsage(input: 60, output: 40, cacheRead: 180))),
            SpecialistPlan(id: .codeQuality), SpecialistPlan(id: .release, skipped: "no release-related change"),
          ]),
        .specialist(.security, .started(attempt: 1, model: "m-1")),
        .specialist(.security, .agent(.stepFinished(reason: "length", usage: usage))),
        .specialist(.security, .retrying(next: 2, of: 3, delayMilliseconds: 10, reason: "cut off")),
        .specialist(.security, .started(attempt: 2, model: "m-2")),
        .specialist(.security, .agent(.stepFinished(reason: "stop", usage: usage))),
        .specialist(.performance, .started(attempt: 1, model: nil)),
        .specialist(.codeQuality, .started(attempt: 1, model: nil)),
      ] + findings.map { .finding($0) } + [
        .specialist(.security, .ended(SpecialistEnd(state: .done, attempts: 2, milliseconds: 1500, findings: 2))),
        .specialist(
          .performance,
          .ended(
            SpecialistEnd(
              state: complete ? .done : .failed, reason: complete ? nil : "it failed: overloaded", attempts: 1,
              milliseconds: 900, findings: 0))),
        .specialist(.codeQuality, .ended(SpecialistEnd(state: .done, attempts: 1, milliseconds: 700, findings: 3))),
        .judging, .judged(Judge.judge(findings)), .notice(Notice(.note, "recorded")),
        .finished(
          ReviewEnd(
            decision: .significantConcerns, complete: complete, missing: missing, milliseconds: 2345,
            exitStatus: complete ? 1 : 3)),
      ]
    return kinds.enumerated().map { ReviewEvent(sequence: $0, at: .milliseconds($0 * 10), kind: $1) }
  }
}
