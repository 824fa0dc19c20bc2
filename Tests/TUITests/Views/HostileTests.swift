import Engine
import TUI
import Testing

/// Every view at every size, with the worst text: nothing traps, and nothing but printable cells is drawn.
@Suite struct HostileTests {
  static let payload =
    "\u{1B}[2J\u{1B}]0;x\u{7}\r\n\u{9B}31m\u{202E}evil\u{200B}\u{E0041}\t\u{8}\u{0}日本語🙂a\u{301}\u{302}\u{303}\u{FE0F}"
    + String(repeating: "W", count: 700)

  static var events: [ReviewEvent] {
    var change = SampleReview.change
    change.title = payload
    change.repository = payload
    change.notices = [payload]
    var finding = SampleReview.token
    finding.title = payload
    finding.body = payload
    finding.evidence = payload
    finding.suggestion = payload
    finding.file = RepoPath(bytes: Array(payload.utf8) + [0xFF, 0x0A, 0x5C])
    finding.rule = payload
    finding.line = Int.max
    finding.endLine = Int.min
    finding.confidence = .nan
    finding.context = [ContextLine(number: .max, kind: .removed, text: payload)]
    finding.reportedBy = [.security, SpecialistID(rawValue: payload)]
    let huge = Usage(tokens: TokenUsage(input: .max, output: .max, cacheRead: .max), costUSD: .infinity)
    let agent: [AgentEvent] = [
      .textDelta(part: payload, text: payload), .reasoning(part: payload, text: payload),
      .tool(ToolCall(name: payload, subject: payload, isError: true, message: payload, milliseconds: .min)),
      .stepFinished(reason: payload, usage: huge), .stepFinished(reason: payload, usage: huge),
      .error(AgentError(name: payload, message: payload, status: .min)), .malformed(reason: payload),
      .retry(attempt: .max, message: payload, delayMilliseconds: .max),
    ]
    let kinds: [ReviewEvent.Kind] =
      [
        .started(
          ReviewStart(
            run: payload, engine: payload, runtime: payload, wallMilliseconds: .min, overallLimitSeconds: .max)),
        .changeRead(ChangeSummary(change)),
        .planned(
          TierExplanation(tier: .full, rule: payload, path: finding.file),
          [
            SpecialistPlan(id: .security, model: payload), SpecialistPlan(id: .performance),
            SpecialistPlan(id: SpecialistID(rawValue: payload), skipped: payload),
            SpecialistPlan(id: .coordinator, model: payload),
          ]), .specialist(.security, .started(attempt: .max, model: payload)),
      ] + agent.map { .specialist(.security, .agent($0)) } + agent.map { .specialist(.coordinator, .agent($0)) } + [
        .specialist(.security, .heartbeat(silenceSeconds: .max)), .finding(finding),
        .specialist(.performance, .retrying(next: .max, of: .min, delayMilliseconds: .max, reason: payload)),
        .notice(Notice(.error, payload)), .judging,
        .judged(
          Judgement(
            findings: [finding], all: [finding],
            ledger: [
              LedgerEntry(finding: finding.id, outcome: .moved, into: payload, by: .coordinator, reason: payload)
            ],
            decision: .significantConcerns, decisionReason: payload)),
        .specialist(
          .security,
          .ended(SpecialistEnd(state: .failed, reason: payload, attempts: .max, milliseconds: .max, findings: .min))),
        .finished(
          ReviewEnd(
            decision: .approved, complete: false, missing: [MissingReviewer(id: .security, reason: payload)],
            milliseconds: .max, exitStatus: 3)),
      ]
    return kinds.enumerated().map { ReviewEvent(sequence: $0, at: .seconds($0), kind: $1) }
  }

  static let sizes = [
    (1, 1), (2, 2), (3, 3), (7, 1), (1, 50), (19, 5), (20, 8), (36, 9), (40, 12), (61, 20), (80, 24), (120, 40),
    (230, 70),
  ]
  .map { Size(width: $0, height: $1) }

  static let scripts = [
    "d", "d z", "", "j j <enter> G", "p", "p G", "l", "? G", "s", "s 'x <tab> 'y <enter>", "/ '日本", "p t",
  ]

  @Test(arguments: sizes) func drawsOnlyPrintableCells(_ size: Size) {
    for script in Self.scripts {
      var robot = Robot(Self.events, size: size, setup: ScreenSetup(target: Self.payload))
      robot.press(script)
      for cell in robot.canvas.cells {
        for scalar in cell.text.unicodeScalars {
          #expect(
            scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && !(0x202A...0x202E).contains(scalar.value)
              && scalar.value != 0x200B && !(0xE0000...0xE0FFF).contains(scalar.value),
            "\(script) at \(size)")
        }
      }
      robot.send(.effectFinished(.failed(Self.payload)))
      robot.send(.resize(Size(width: 0, height: 0)))
      _ = robot.frame
    }
  }

  @Test func everyMomentOfARunCanBeDrawnAtEverySize() {
    for size in Self.sizes {
      var robot = Robot(size: size)
      robot.send(
        .replay(
          ReplayStatus(
            position: .seconds(Int.max), length: .zero, speed: .nan,
            marks: [ReplayMark(at: .seconds(-5), kind: .retry)], damage: Self.payload)))
      for event in Self.events {
        robot.send(.review(event))
        _ = robot.frame
      }
    }
  }

  @Test func hiddenCharactersAreCounted() {
    var finding = SampleReview.token
    finding.title = "a\u{200B}b\u{200D}c"
    finding.evidence = "x\u{E0041}"
    let judgement = Judgement(findings: [finding], all: [finding], ledger: [], decision: .approved, decisionReason: "")
    var robot = Robot(
      SampleReview.midRun + [ReviewEvent(sequence: 1, at: .seconds(170), kind: .judged(judgement))])
    robot.press("f")
    #expect(robot.frame.contains("3 hidden characters"))
  }
}
