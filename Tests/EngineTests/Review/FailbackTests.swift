import Engine
import EngineTestKit
import Testing

/// Breaker, failback, budget and refused credentials through whole reviews with a clock that a test moves.
@Suite(.timeLimit(.minutes(10))) struct FailbackTests {
  private static let chain = ModelChain(tier: "top", models: ["opus-new", "opus-old"])
  private static let overloaded = AgentError(name: "APIError", message: "overloaded", status: 503, isRetryable: true)

  private static func fails(_ error: AgentError) -> FakeRuntime.Part {
    FakeRuntime.ends(with: .exited(1), saying: [.stepStarted, .error(error)])
  }

  private func health(_ stage: Stage) -> [String] {
    stage.log.snapshot(from: 0).compactMap { event in
      guard case .health(let change) = event.kind else { return nil }
      return "\(change.model) \(change.state.rawValue)"
    }
  }

  private func models(_ stage: Stage, of specialist: SpecialistID) -> [String] {
    stage.runtime.requests.filter { $0.specialist == specialist }.compactMap(\.model)
  }

  @Test func `TB-05: three failures of three agents open the breaker for all, and all fail back`() async {
    let who: [SpecialistID] = [.security, .performance, .codeQuality, .documentation]
    let parts = Dictionary(uniqueKeysWithValues: who.map { ($0, [FakeRuntime.finishes()]) })
    let stage = Stage(parts, chain: Self.chain, byModel: ["opus-new": Self.fails(Self.overloaded)], random: 0)
    #expect(await stage.session.run().complete)
    #expect(health(stage) == ["opus-new open"])
    for specialist in who {
      // One that failed before the breaker opened may have asked again at once.
      #expect(models(stage, of: specialist).last == "opus-old")
      #expect(models(stage, of: specialist).dropLast().allSatisfy { $0 == "opus-new" })
      #expect(stage.story(of: specialist).contains("opus-new to opus-old"))
    }
    let report = Report.build(events: stage.log.snapshot(from: 0), triage: [])
    #expect(report.notices.contains { $0.text.hasPrefix("opus-new (top) is not asked for 120 s") })
    #expect(report.notices.count { $0.text.contains("asks opus-old instead of opus-new: APIError 503") } == 4)
    #expect(report.specialists.allSatisfy { $0.model == "opus-old" })
  }

  @Test func `TB-09: when no model may be asked it ends at once and says when each may be tried`() async {
    let stage = Stage(
      [.security: [Self.fails(Self.overloaded)]], chain: ModelChain(tier: "top", models: ["opus-new"]))
    async let running = stage.session.run()
    for attempt in 2...3 {
      await stage.wait { kind in
        if case .specialist(_, .retrying(attempt, _, _, _)) = kind { true } else { false }
      }
      await stage.time.sleepers(1)
      stage.time.advance(by: .seconds(2))
    }
    let end = await running
    #expect(models(stage, of: .security).count == 3)
    #expect(
      end.missing == [
        MissingReviewer(
          id: .security,
          reason: "no model for top may be asked now: opus-new again in 126 s; after: APIError 503: overloaded")
      ])
    #expect(stage.end(of: .security)?.state == .failed)
    #expect(stage.end(of: .security)?.attempts == 3)
  }

  @Test(arguments: [
    AgentError(name: "APIError", message: "bad request", status: 400),
    AgentError(name: "APIError", message: "forbidden", status: 403),
    AgentError(name: "ContextOverflowError", message: "too long"),
  ])
  func `TB-10: an error of ours is not tried again and does not open the breaker`(error: AgentError) async {
    let who: [SpecialistID] = [.security, .performance, .codeQuality, .documentation]
    let stage = Stage(Dictionary(uniqueKeysWithValues: who.map { ($0, [Self.fails(error)]) }), chain: Self.chain)
    let end = await stage.session.run()
    #expect(end.missing.count == 4)
    #expect(health(stage) == [])
    #expect(stage.runtime.requests.count == 4)
  }

  @Test func `TB-10: refused credentials stop the run: nobody else pays for the same answer`() async {
    let unauthorised = AgentError(name: "ProviderAuthError", message: "invalid key", status: 401)
    let stage = Stage(
      [
        .security: [Self.fails(unauthorised)], .performance: [FakeRuntime.hangs(after: [.stepStarted])],
        .codeQuality: [FakeRuntime.finishes()],
      ],
      limits: { $0.concurrentAgents = 2 })
    let end = await stage.session.run()
    #expect(!end.complete)
    #expect(stage.end(of: .security)?.reason == "ProviderAuthError 401: invalid key")
    for other in [SpecialistID.performance, .codeQuality] {
      #expect(
        stage.end(of: other)?.reason
          == "stopped, since the provider refuses the credentials that all share (security: ProviderAuthError 401: invalid key)"
      )
    }
    #expect(!stage.runtime.requests.contains { $0.specialist == .codeQuality })
  }

  @Test func `TB-15: a used-up budget stops all, keeps what was found and says so`() async {
    let step = AgentEvent.stepFinished(reason: "tool-calls", usage: Usage(tokens: TokenUsage(input: 600)))
    let found = AgentEvent.text(part: "1", text: FakeRuntime.finding("Wrong answer"))
    let stage = Stage(
      [
        .security: [FakeRuntime.hangs(after: [.stepStarted, found, step])],
        .performance: [FakeRuntime.hangs(after: [.stepStarted, step])],
      ], limits: { $0.budgetTokens = 1000 })
    let end = await stage.session.run()
    #expect(!end.complete)
    #expect(stage.findings == ["Wrong answer"])
    for specialist in [SpecialistID.security, .performance] {
      #expect(stage.end(of: specialist)?.state == .incomplete)
      #expect(
        stage.end(of: specialist)?.reason
          == "the budget is used up: 1200 of 1000 tokens are used, and 10% are the judge's")
    }
  }

  @Test(arguments: [
    // Seconds asked for, the models asked in the end.
    (7, ["opus-new", "opus-new"]), (3600, ["opus-new", "opus-old"]),
  ])
  func `TB-04: a wait that the provider asks for is kept where there is time, else the next model is asked`(
    seconds: Int, expected: [String]
  ) async {
    var error = Self.overloaded
    error.status = 429
    error.retryAfterMilliseconds = seconds * 1000
    let stage = Stage([.security: [Self.fails(error), FakeRuntime.finishes()]], chain: Self.chain)
    async let running = stage.session.run()
    if expected[1] == "opus-new" {
      await stage.retries(.security)
      await stage.time.sleepers(1)
      stage.time.advance(by: .milliseconds(6999))
      #expect(stage.runtime.requests.count == 1)
      stage.time.advance(by: .milliseconds(1))
    }
    #expect(await running.complete)
    #expect(models(stage, of: .security) == expected)
    #expect(health(stage) == [])
  }

  @Test func `TB-08: a probe that hangs gives its lease back, and the next one closes the breaker`() {
    var health = ModelHealth()
    for _ in 0..<3 {
      guard case .admitted(let ticket) = health.admit(["m"], at: .zero, lease: .seconds(60)).admission else { return }
      _ = health.report(.failure, of: ticket, at: .zero, random: 0)
    }
    let (first, changes) = health.admit(["m"], at: .seconds(120), lease: .seconds(180))
    #expect(changes == [ModelHealth.Change(model: "m", state: .halfOpen, until: .seconds(180))])
    guard case .admitted(let hung) = first else {
      Issue.record("no probe")
      return
    }
    #expect(hung.isProbe)
    #expect(health.refuses("m", at: .seconds(179)))
    #expect(health.refuses("m", at: .seconds(419)))
    guard case .admitted(let second) = health.admit(["m"], at: .seconds(420), lease: .seconds(480)).admission else {
      Issue.record("stuck half-open")
      return
    }
    let late = health.report(.success, of: hung, at: .seconds(421), random: 0)
    #expect(late == [])
    let closed = health.report(.success, of: second, at: .seconds(422), random: 0)
    #expect(closed == [ModelHealth.Change(model: "m", state: .closed, until: nil)])
  }

  @Test func `TB-12: a stop during the pause before a retry ends it at once, with the stop's reason`() async {
    let stage = Stage([.security: [Self.fails(Self.overloaded)]])
    async let running = stage.session.run()
    await stage.retries(.security)
    stage.control.send(.judgeNow)
    #expect(await running.missing.map(\.reason) == ["stopped by the user: judged without it"])
    #expect(stage.time.now() == .zero)
  }

  @Test func `TB-13: who has not begun when the time is over is named; time is left for judging and posting`() async {
    let stage = Stage(
      [.security: [FakeRuntime.hangs(after: [.stepStarted])], .performance: [FakeRuntime.finishes()]],
      limits: { limits in
        limits.concurrentAgents = 1
        limits.task = .seconds(5000)
        limits.silence = .seconds(5000)
        limits.heartbeat = .seconds(5000)
      })
    async let running = stage.session.run()
    await stage.spoken()
    await stage.pass(.seconds(60))
    await stage.pass(.seconds(1410))
    let end = await running
    #expect(stage.time.now() == .seconds(1470))
    #expect(
      end.missing.map(\.reason) == [
        "the review's 1500 s are over, but for judging and posting",
        "never started: the review's time was over before its turn",
      ])
  }

  @Test func `TB-02, TB-11: who works in silence is left alone, whatever the wall clock does`() async {
    let stage = Stage(
      [.security: [FakeRuntime.hangs(after: [.stepStarted])]], hasVitals: true,
      limits: { limits in
        limits.task = .seconds(900)
        limits.retries = 0
      })
    async let running = stage.session.run()
    await stage.spoken()
    for minute in 1...8 {
      await stage.time.sleepers(1)
      stage.runtime.vitals.send(Vitals(processorTime: .seconds(20 * minute)))
      _ = await stage.runtime.seen.next()
      stage.time.jump(.seconds(minute % 2 == 0 ? 3600 : -3600))
      for _ in 0..<2 { await stage.pass(.seconds(30)) }
    }
    #expect(stage.end(of: .security) == nil)
    stage.runtime.vitals.send(Vitals(processorTime: .seconds(160)))
    _ = await stage.runtime.seen.next()
    for _ in 0..<8 { await stage.pass(.seconds(30)) }
    #expect(await running.missing.map(\.reason) == ["no sign of life for 300 s"])
    let jumps = stage.log.snapshot(from: 0).compactMap { event in
      if case .clockJump(let milliseconds) = event.kind { milliseconds } else { nil }
    }
    #expect(jumps.count == 8)
    #expect(jumps.allSatisfy { abs($0) == 3_600_000 })
  }
}
