/// What is known of a running attempt, folded from its events while they arrive.
struct AttemptFold: Sendable {
  /// What an event means for others.
  struct News: Sendable {
    var findings: [RawFinding] = []
    var verdicts: [RawVerdict] = []
    /// Why the agent has to be stopped, in words.
    var runaway: String?
    /// The first event that only a model that answers can have caused.
    var showsLife = false
  }

  private(set) var record = AttemptRecord()
  private(set) var hasEnded = false
  private var hasShownLife = false
  private var hasWarnedOfMemory = false
  private var usage = Usage()
  private var unknownTypes: [String] = []
  /// Kept, so that the outcome does not depend on whether the agent was stopped in time or had just ended by itself.
  private var runaway: String?
  private var answer = AnswerText()
  private var parser: FindingStreamParser
  /// For a coordinator.
  private var verdicts: VerdictStreamParser?
  private var detector: RunawayDetector

  /// Whether a model is asked at all.
  private let asksModel: Bool

  init(limits: Limits, asksModel: Bool, judges: Bool = false) {
    self.asksModel = asksModel
    parser = FindingStreamParser(limit: limits.findingsPerAgent)
    if judges { verdicts = VerdictStreamParser(limit: AttemptFold.mostVerdicts) }
    detector = RunawayDetector(stepLimit: limits.steps)
  }

  mutating func apply(_ event: AgentEvent) -> News {
    record.apply(event)
    if case .sessionEnd = event { hasEnded = true }
    if case .stepFinished(_, let spent) = event { usage += spent }
    if case .unknown(let type) = event, type != AgentStreamWriter.keepAlive, unknownTypes.count < 3,
      !unknownTypes.contains(type)
    {
      unknownTypes.append(type)
    }
    var news = News(runaway: detector.apply(event))
    runaway = runaway ?? news.runaway
    news.showsLife = !hasShownLife && AttemptFold.isAnswer(event)
    hasShownLife = hasShownLife || news.showsLife
    let text = answer.apply(event)
    if !text.isEmpty {
      news.findings = AttemptFold.findings(parser.consume(text))
      news.verdicts = verdicts?.consume(text) ?? []
    }
    return news
  }

  /// Verdicts that are taken from one answer; there are fewer candidates.
  private static let mostVerdicts = 2000

  /// What a reader should know of it beside its outcome.
  var remarks: [String] {
    var remarks: [String] = []
    if record.ownRetries > 0 { remarks.append("it asked its model again by itself, \(record.ownRetries) times") }
    if asksModel, record.finishedSteps > 0, usage.tokens == nil {
      remarks.append("it did not say how many tokens it used: the totals are a lower bound")
    }
    if parser.dropped > 0 {
      remarks.append("it reported more than \(parser.limit) findings: \(parser.dropped) were counted and not taken")
    }
    if !unknownTypes.isEmpty {
      remarks.append(
        "it printed events that this version does not know, kept but not used: \(unknownTypes.joined(separator: ", "))")
    }
    return remarks
  }

  /// True once.
  mutating func isFirstMemoryWarning() -> Bool {
    defer { hasWarnedOfMemory = true }
    return !hasWarnedOfMemory
  }

  private static func isAnswer(_ event: AgentEvent) -> Bool {
    switch event {
    case .textDelta, .text, .reasoningDelta, .reasoning, .tool: true
    default: false
    }
  }

  /// The answer is over: returns what was cut off and how the attempt ended.
  mutating func finish(exit: AgentExit) -> (findings: [RawFinding], outcome: AttemptOutcome) {
    let last = AttemptFold.findings(parser.finish())
    if verdicts != nil { return (last, judgedOutcome(exit)) }
    let proof = parser.answerProof
    let done = proof.isStale ? nil : proof.claimed
    let parsed = proof.isProved ? proof.claimed ?? 0 : proof.parsed
    let outcome = record.outcome(exit: exit, done: done, parsed: parsed, runaway: runaway)
    return (last, outcome.blaming(exit.diskFailure))
  }

  /// A coordinator's answer is proved by the number of its verdicts. The last of them are cut off and none.
  private mutating func judgedOutcome(_ exit: AgentExit) -> AttemptOutcome {
    _ = verdicts?.finish()
    let proof = verdicts?.proof ?? VerdictProof()
    let done = proof.isStale ? nil : proof.claimed
    let outcome = record.outcome(exit: exit, done: done, parsed: proof.written, runaway: runaway)
    if case .incomplete(.countMismatch(let said, let read)) = outcome {
      return .incomplete(.verdictMismatch(said: said, read: read))
    }
    return outcome.blaming(exit.diskFailure)
  }

  private static func findings(_ events: [FindingStreamEvent]) -> [RawFinding] {
    events.compactMap { if case .finding(let raw) = $0 { raw } else { nil } }
  }
}
