import Engine
import EngineTestKit

/// A review of two changed lines, with agents and a clock that do what a test wants.
struct Stage {
  let time: ManualTime
  let log: EventLog
  let control = ReviewControl()
  let runtime: FakeRuntime
  let session: ReviewSession

  init(
    _ parts: [SpecialistID: [FakeRuntime.Part]], chain: ModelChain? = nil, byModel: [String: FakeRuntime.Part] = [:],
    random: Double = 0.5, hasVitals: Bool = false, prices: [String: ModelPrices] = [:],
    rules: RequiredRules = .none, forecasts: [SpecialistID: UsageForecast] = [:],
    limits change: (inout Limits) -> Void = { _ in },
    time: ManualTime = ManualTime(),
    prepare: @escaping @Sendable (AgentRequest) throws(ReviewFailure) -> Void = { _ in }
  ) {
    self.time = time
    runtime = FakeRuntime(parts, chain: chain, byModel: byModel, hasVitals: hasVitals)
    log = EventLog(time: time)
    var limits = Limits()
    change(&limits)
    let plans = SpecialistID.reviewers.filter { parts[$0] != nil }.map { SpecialistPlan(id: $0) }
    let file = smallDiff("src/a.swift", " struct A {\n+let answer = 41\n+let question = 6 * 9\n }")
    var plan = ReviewSession.Plan(
      run: "test", engineVersion: "0", change: Change(source: "test", title: "test", repository: "r", files: [file]),
      tier: TierExplanation(tier: .full, rule: "test"), specialists: plans, notices: [],
      files: RunFiles(directory: "/nowhere"), limits: limits, suppressions: .none, failOn: .critical)
    plan.prices = prices
    plan.rules = rules
    plan.forecasts = forecasts
    session = ReviewSession(
      plan, runtime: runtime, time: time, random: { random }, log: log, control: control,
      prepareJudge: { candidates, request throws(ReviewFailure) in try prepare(request) },
      prepare: prepare)
  }

  /// Returns when an event has happened for which `matches` holds.
  func wait(for matches: (ReviewEvent.Kind) -> Bool) async {
    var index = 0
    while let batch = await log.batch(from: index) {
      if batch.contains(where: { matches($0.kind) }) { return }
      index = (batch.last?.sequence ?? index) + 1
    }
  }

  /// Returns when agents have said `count` more things.
  func spoken(_ count: Int = 1) async {
    for _ in 0..<count { _ = await runtime.heard.next() }
  }

  func ended(_ specialist: SpecialistID) async {
    await wait { if case .specialist(specialist, .ended) = $0 { true } else { false } }
  }

  func retries(_ specialist: SpecialistID) async {
    await wait { if case .specialist(specialist, .retrying) = $0 { true } else { false } }
  }

  func started(_ specialist: SpecialistID, attempt: Int = 1) async {
    await wait { if case .specialist(specialist, .started(attempt, _)) = $0 { true } else { false } }
  }

  /// Lets time pass once so many wait for it.
  func pass(_ duration: Duration, sleepers: Int = 1) async {
    await time.sleepers(sleepers)
    time.advance(by: duration)
  }

  /// How a specialist ended at last.
  func end(of specialist: SpecialistID) -> SpecialistEnd? {
    log.snapshot(from: 0).compactMap { event in
      if case .specialist(specialist, .ended(let end)) = event.kind { end } else { nil }
    }.last
  }

  /// Titles of what was reported, in order.
  var findings: [String] {
    log.snapshot(from: 0).compactMap { if case .finding(let finding) = $0.kind { finding.title } else { nil } }
  }

  /// What was said of one specialist, without its agent's events.
  func story(of specialist: SpecialistID) -> [String] {
    log.snapshot(from: 0).compactMap { event in
      guard case .specialist(specialist, let what) = event.kind else { return nil }
      return switch what {
      case .started(let attempt, _): "started \(attempt)"
      case .agent: nil
      case .heartbeat(let seconds): "silent \(seconds)"
      case .retrying(let next, let of, let delay, _): "attempt \(next) of \(of) in \(delay) ms"
      case .failedBack(let from, let to, _): "\(from) to \(to)"
      case .note: nil
      case .ended(let end): end.state.rawValue
      }
    }
  }
}
