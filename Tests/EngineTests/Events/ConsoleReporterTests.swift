import Testing

@testable import Engine

@Suite struct ConsoleReporterTests {
  private func lines(_ kinds: [ReviewEvent.Kind], secondsApart: Int = 1) -> [String] {
    var reporter = ConsoleReporter()
    return kinds.enumerated().flatMap { number, kind in
      reporter.lines(for: ReviewEvent(sequence: number, at: .seconds(number * secondsApart), kind: kind))
    }
  }

  private let finding = Finding(
    id: FindingID(1), fingerprint: "0", severity: .critical, category: .security, file: RepoPath("src/a.py"), line: 12,
    title: "Token in the log", body: "", evidence: "x", reportedBy: [.security], isAnchored: true)

  @Test func aReviewReadsLikeThis() {
    let change = Change(
      source: "feature against main", title: "t", repository: "shop",
      excluded: [ExcludedFile(path: RepoPath("yarn.lock"), reason: "lock file")], totalFiles: 3, totalAdded: 40,
      totalRemoved: 2, notices: ["suppressions are edited"])
    let told = lines([
      .started(
        ReviewStart(run: "r1", engine: "1", runtime: "rules", wallMilliseconds: 0, overallLimitSeconds: 1500)),
      .changeRead(ChangeSummary(change)),
      .planned(
        TierExplanation(tier: .full, rule: "sensitive path", path: RepoPath("auth/a.py")),
        [SpecialistPlan(id: .security), SpecialistPlan(id: .documentation, skipped: "no documentation")]),
      .specialist(.security, .started(attempt: 1, model: nil)),
      .specialist(.security, .agent(.textDelta(part: "p", text: "not told"))),
      .specialist(.security, .heartbeat(silenceSeconds: 30)),
      .specialist(.security, .agent(.error(AgentError(name: "APIError", message: "overloaded")))),
      .specialist(.security, .retrying(next: 2, of: 3, delayMilliseconds: 4210, reason: "answer was cut off")),
      .specialist(.security, .started(attempt: 2, model: "m-1")),
      .finding(finding),
      .specialist(
        .security, .ended(SpecialistEnd(state: .done, attempts: 2, milliseconds: 62_345, findings: 1))),
      .specialist(
        .release,
        .ended(
          SpecialistEnd(state: .timedOut, reason: "no output for 60 s", attempts: 1, milliseconds: 60_000, findings: 0))
      ),
      .judging,
      .judged(
        Judgement(
          findings: [finding], all: [finding, finding], ledger: [], decision: .significantConcerns,
          decisionReason: "1 critical")),
      .notice(Notice(.warning, "recording stopped")),
      .finished(
        ReviewEnd(
          decision: .significantConcerns, complete: false,
          missing: [MissingReviewer(id: .release, reason: "timed out")], milliseconds: 90_010, exitStatus: 3)),
    ])
    #expect(
      told == [
        "[00:00] review         run r1, runtime rules, at most 25m",
        "[00:01] change         shop: feature against main: 3 files, +40 -2; 1 file not reviewed",
        "[00:01] note           suppressions are edited",
        "[00:02] tier           full: sensitive path (auth/a.py)",
        "[00:02] documentation  skipped: no documentation",
        "[00:03] security       started",
        "[00:05] security       Model is thinking... (30s since last output)",
        "[00:06] security       error: APIError: overloaded",
        "[00:07] security       attempt 2 of 3 in 4.2 s: answer was cut off",
        "[00:08] security       started, attempt 2, model m-1",
        "[00:09] security       critical: src/a.py:12: Token in the log",
        "[00:10] security       done (1 finding, 62.3 s, 2 attempts)",
        "[00:11] release        timed out: no output for 60 s (0 findings, 60.0 s)",
        "[00:12] judge          weighs 1 finding",
        "[00:13] judge          1 of 2 findings kept; significant concerns: 1 critical",
        "[00:14] warning        recording stopped",
        "[00:15] release        not reviewed: timed out",
        "[00:15] decision       significant concerns, incomplete (90.0 s, exit status 3)",
      ])
  }

  @Test func theClockGoesOnPastAnHour() {
    #expect(lines([.judging, .judging], secondsApart: 7503).last == "[125:03] judge          weighs 0 findings")
  }

  @Test(arguments: 0..<Generator.kinds)
  func hostileTextIsInertAndStaysOnItsLine(kind: Int) {
    var generator = Generator(seed: UInt64(100 + kind))
    for _ in 0..<100 {
      for line in lines([generator.kind(kind)]) {
        let isClean = !line.unicodeScalars.contains(where: PlainText.isHidden)
        #expect(isClean)
        #expect(line.hasPrefix("[00:00] "))
        #expect(!line.contains("##["))
        #expect(!line.contains("##vso["))
      }
    }
  }

  @Test(arguments: [
    "::error::x", "##[error]x", "##vso[task.complete]", "section_start:1:x", "\r\n::stop-commands::x",
    "\u{85}::add-mask::x",
  ])
  func commandsOfCISystemsAreDefused(text: String) {
    var nasty = finding
    nasty.title = text
    nasty.file = RepoPath(text)
    nasty.reportedBy = [SpecialistID(rawValue: text)]
    let told = lines([
      .notice(Notice(.note, text)), .finding(nasty),
      .specialist(SpecialistID(rawValue: text), .heartbeat(silenceSeconds: 1)),
    ])
    #expect(told.count == 3)
    for line in told {
      #expect(line.hasPrefix("[00:0"))
      #expect(!line.contains("##[") && !line.contains("##vso["))
      #expect(!line.contains("\n") && !line.contains("\r") && !line.contains("\u{85}"))
    }
  }

  @Test func longTextsAreCut() {
    let line = lines([.notice(Notice(.note, String(repeating: "x", count: 1 << 20)))])[0]
    #expect(line.utf8.count < 1100)
  }
}
