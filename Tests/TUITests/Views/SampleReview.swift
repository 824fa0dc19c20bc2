import Engine
import TUI

/// A review of a refund feature, told by hand: what frames and key tests are made of.
enum SampleReview {
  static func at(_ seconds: Double, _ kind: ReviewEvent.Kind) -> (Double, ReviewEvent.Kind) { (seconds, kind) }

  static func specialist(_ seconds: Double, _ id: SpecialistID, _ event: SpecialistEvent) -> (Double, ReviewEvent.Kind)
  {
    (seconds, .specialist(id, event))
  }

  static func agent(_ seconds: Double, _ id: SpecialistID, _ event: AgentEvent) -> (Double, ReviewEvent.Kind) {
    (seconds, .specialist(id, .agent(event)))
  }

  static func step(_ input: Int, _ output: Int, read: Int, cost: Double?) -> AgentEvent {
    .stepFinished(
      reason: "stop", usage: Usage(tokens: TokenUsage(input: input, output: output, cacheRead: read), costUSD: cost))
  }

  static let change = Change(
    base: "a1", head: "b2", source: "feature/refunds against origin/main", title: "Add refunds",
    repository: "payments-api", totalFiles: 9, totalAdded: 214, totalRemoved: 31)

  static func beginning(runtime: String = "direct", skipped: Bool = true) -> [(Double, ReviewEvent.Kind)] {
    [
      at(
        0,
        .started(
          ReviewStart(
            run: "20261125-142233-7f3a", engine: "1", runtime: runtime, wallMilliseconds: 1_795_616_553_000,
            overallLimitSeconds: 1500))),
      at(0.1, .changeRead(ChangeSummary(change))),
      at(
        0.2,
        .planned(
          TierExplanation(tier: .full, rule: "sensitive path", path: RepoPath("src/auth/session.go")),
          [
            plan(.security, "sonnet-4-6", 0.19), plan(.performance, "sonnet-4-6", 0.14),
            plan(.codeQuality, "sonnet-4-6", 0.14), plan(.documentation, "kimi-k2.5", 0.05),
            plan(.release, "kimi-k2.5", 0.05, skipped: skipped ? "no release files" : nil),
            plan(.compliance, "sonnet-4-6", 0.14), plan(.agentsMD, "kimi-k2.5", 0.05),
          ])),
    ]
  }

  private static func plan(
    _ id: SpecialistID, _ model: String, _ cost: Double, skipped: String? = nil
  ) -> SpecialistPlan {
    SpecialistPlan(
      id: id, skipped: skipped, model: model,
      forecast: UsageForecast(tokens: TokenUsage(input: 8_400, output: 400, cacheRead: 5_200), costUSD: cost))
  }

  /// Six at work: streaming, silent, waiting for a retry, finished, at a tool, finished with nothing.
  static let middle: [(Double, ReviewEvent.Kind)] =
    [SpecialistID.security, .performance, .codeQuality, .documentation, .compliance, .agentsMD].map {
      specialist(1, $0, .started(attempt: 1, model: nil))
    } + security + others

  private static let security: [(Double, ReviewEvent.Kind)] = [
    agent(2, .security, .textDelta(part: "1", text: "Following the token from the request to verify(). ")),
    agent(
      3, .security,
      .textDelta(part: "1", text: "The handler compares it with == on line 41, so the comparison ends at ")),
    agent(4, .security, .textDelta(part: "1", text: "the first different byte.\n\n<finding severity=\"critical\"><ti")),
    agent(5, .security, .textDelta(part: "1", text: "tle>Session token</title></finding>\n")),
    at(5, .finding(token)),
    agent(6, .security, .tool(ToolCall(name: "read", subject: "src/auth/session.go", milliseconds: 300))),
    agent(
      7, .security,
      .tool(ToolCall(name: "grep", subject: "\"subtle.\"", isError: true, message: "no match", milliseconds: 100))),
    agent(8, .security, step(9_100, 1_900, read: 22_300, cost: 0.21)),
    at(60, .finding(amount)),
    agent(
      160, .security,
      .textDelta(part: "2", text: "Checking whether the admin route reaches the same path without the rate limit…")),
  ]

  private static let others: [(Double, ReviewEvent.Kind)] = [
    agent(
      20, .performance,
      .textDelta(
        part: "1",
        text: "The new loop loads one account a row. Looking at how the pool is shared before calling it slower.\n")),
    agent(21, .performance, .tool(ToolCall(name: "read", subject: "src/db/pool.go", milliseconds: 400))),
    agent(119, .performance, step(1_800, 400, read: 7_200, cost: 0.09)),
    specialist(149, .performance, .heartbeat(silenceSeconds: 30)),
    specialist(31, .codeQuality, .retrying(next: 2, of: 3, delayMilliseconds: 1_000, reason: "503 overloaded")),
    specialist(33, .codeQuality, .started(attempt: 2, model: "sonnet-4-5")),
    agent(150, .codeQuality, step(10_100, 200, read: 0, cost: 0.07)),
    specialist(
      153, .codeQuality,
      .retrying(next: 3, of: 3, delayMilliseconds: 16_000, reason: "answer cut at its token limit")),
    agent(153.1, .codeQuality, .textDelta(part: "1", text: "The error from Close")),
    at(50, .finding(limit)),
    agent(
      60, .documentation,
      .text(
        part: "1",
        text:
          "The public route is documented; the new error code is missing from the table, which is "
          + "the one thing a caller would look for.\n<done findings=\"1\"/>"
      )),
    agent(70, .documentation, step(2_950, 600, read: 5_250, cost: nil)),
    specialist(73, .documentation, .ended(SpecialistEnd(state: .done, attempts: 1, milliseconds: 72_000, findings: 1))),
    agent(
      100, .compliance, .textDelta(part: "1", text: "RFC-031 asks for a reversible migration. Reading the down step.\n")
    ),
    agent(158, .compliance, .tool(ToolCall(name: "read", subject: "src/db/migrate/014.sql", milliseconds: 200))),
    agent(45, .agentsMD, .text(part: "1", text: "Nothing here changes how an agent should work.\n")),
    specialist(49, .agentsMD, .ended(SpecialistEnd(state: .done, attempts: 1, milliseconds: 48_000, findings: 0))),
  ]

  /// The judge has decided and the review is over.
  static let ending: [(Double, ReviewEvent.Kind)] = [
    at(170, .finding(pool)), at(171, .finding(close)), at(172, .finding(migration)), at(173, .finding(twin)),
    specialist(180, .security, .ended(SpecialistEnd(state: .done, attempts: 1, milliseconds: 179_000, findings: 2))),
    specialist(181, .performance, .ended(SpecialistEnd(state: .done, attempts: 1, milliseconds: 180_000, findings: 1))),
    specialist(182, .codeQuality, .ended(SpecialistEnd(state: .done, attempts: 3, milliseconds: 181_000, findings: 2))),
    specialist(183, .compliance, .ended(SpecialistEnd(state: .done, attempts: 1, milliseconds: 182_000, findings: 1))),
    at(184, .judging), at(185, .judged(judgement)),
    at(
      185,
      .finished(
        ReviewEnd(
          decision: .significantConcerns, complete: true, missing: [], milliseconds: 185_000, exitStatus: 1))),
  ]

  /// No model, nothing found, everybody finished.
  static let rules: [ReviewEvent] = events(
    beginning(runtime: "rules")
      + [SpecialistID.security, .performance, .codeQuality, .documentation, .compliance, .agentsMD].flatMap {
        [
          specialist(1, $0, .started(attempt: 1, model: nil)),
          specialist(1.2, $0, .ended(SpecialistEnd(state: .done, attempts: 1, milliseconds: 200, findings: 0))),
        ]
      } + [
        at(
          1.3,
          .judged(Judgement(findings: [], all: [], ledger: [], decision: .approved, decisionReason: "nothing found"))),
        at(
          1.3,
          .finished(ReviewEnd(decision: .approved, complete: true, missing: [], milliseconds: 1_300, exitStatus: 0))),
      ])

  /// Nothing found, but one reviewer is missing.
  static let incomplete: [ReviewEvent] = events(
    beginning() + [
      at(
        9, .judged(Judgement(findings: [], all: [], ledger: [], decision: .approved, decisionReason: "nothing found"))),
      at(
        9,
        .finished(
          ReviewEnd(
            decision: .approved, complete: false,
            missing: [MissingReviewer(id: .performance, reason: "timed out after 5:00")], milliseconds: 9_000,
            exitStatus: 3))),
    ])

  /// A coordinator, and all seven specialists.
  static let sevenAtWork: [ReviewEvent] =
    events(
      beginning(runtime: "rehearsal:demo", skipped: false) + middle + [
        at(160, .specialist(.coordinator, .started(attempt: 1, model: "opus-4-7")))
      ])

  /// A coordinator at work on what they found, after a retry of its own.
  static let judging: [ReviewEvent] =
    events(
      beginning(runtime: "rehearsal:judge", skipped: false) + middle + [
        at(160, .judging), at(160.1, .specialist(.coordinator, .started(attempt: 1, model: "opus-4-7"))),
        at(160.2, .specialist(.coordinator, .agent(.textDelta(part: "1", text: "Reading the places first.\n")))),
        at(
          160.3,
          .specialist(
            .coordinator,
            .agent(
              .textDelta(
                part: "1",
                text: """
                  <verdict candidate="1" action="keep"><reason>verify() compares with ==.</reason></verdict>
                  <verdict candidate="2" action="drop"><reason>The caller rejects it in line 40.</reason></verdict>
                  <verdict candidate="3" action="move" section="performance"><reason>A query
                  """)))),
        at(160.4, .specialist(.coordinator, .agent(.tool(ToolCall(name: "read", subject: "src/refunds.py"))))),
      ])

  /// The same coordinator, ended by a signal: the deterministic result stands.
  static var judgedWithout: [ReviewEvent] {
    let reason = "the agent was ended by signal 11"
    let statement = JudgeStatement(by: .deterministic, reason: reason)
    let end = SpecialistEnd(state: .failed, reason: reason, attempts: 1, milliseconds: 900, findings: 0)
    let judged = Judgement(
      findings: [], all: [], ledger: [], decision: .approved, decisionReason: "no findings", judge: statement)
    return judging + [
      ReviewEvent(
        sequence: judging.count, at: .seconds(161), kind: .specialist(.coordinator, .ended(end))),
      ReviewEvent(sequence: judging.count + 1, at: .seconds(161), kind: .judged(judged)),
    ]
  }

  static func events(_ parts: [(Double, ReviewEvent.Kind)]) -> [ReviewEvent] {
    // Sorted without disturbing those of one moment.
    let parts = parts.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map(\.element)
    return parts.enumerated().map { ReviewEvent(sequence: $0, at: .milliseconds(Int($1.0 * 1000)), kind: $1.1) }
  }

  static var wholeRun: [ReviewEvent] { events(beginning() + middle + ending) }
  static var midRun: [ReviewEvent] { events(beginning() + middle) }
}
