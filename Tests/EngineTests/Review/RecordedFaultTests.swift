import Engine
import EngineTestKit
import Testing

/// What the real program did to a review, second by second, under a clock that only these tests move.
@Suite(.timeLimit(.minutes(10))) struct RecordedFaultTests {
  /// Moves the clock from line to line, each time once agent and watch wait for it.
  private func advance(_ stage: Stage, through times: some Sequence<Duration>) async {
    for time in times where time > stage.time.now() { await stage.pass(time - stage.time.now(), sleepers: 2) }
  }

  @Test(arguments: [
    ("unknown-finish-loop", "unknown"), ("stream-without-end-loop", "unknown"), ("connection-reset-loop", "unknown"),
    ("length-inside-tool-call-loop", "length"),
  ])
  func `CP-24: a recorded runaway is stopped at its third step, and not tried again`(name: String, last: String)
    async throws
  {
    let agent = try RecordedAgent(name)
    let third = try #require(agent.end(ofStep: 3))
    let time = ManualTime()
    let stage = Stage([.security: [agent.part(by: time)]], time: time)
    async let end = stage.session.run()
    await advance(stage, through: agent.times.prefix { $0 <= third })
    // The clock stands still from here on: only the detector can end it.
    await stage.ended(.security)
    #expect(!(await end).complete)
    let security = stage.end(of: .security)
    #expect(security?.state == .incomplete)
    #expect(security?.reason == "runaway: 3 steps in a row brought nothing (last: \(last))")
    #expect(security?.attempts == 1)
    #expect(time.now() == third)
    FaultNote.say("CP-24", "the recorded runaway \(name) stopped at its third step, \(third) after its start")
  }

  @Test(arguments: ["stalled-stream-retried", "error-inside-stream-retried"])
  func `ST-19: a recorded agent's own retries are counted, and its time still ends`(name: String) async throws {
    let agent = try RecordedAgent(name)
    let time = ManualTime()
    let stage = Stage([.security: [agent.part(by: time)]], limits: { $0.retries = 0 }, time: time)
    async let end = stage.session.run()
    await advance(stage, through: agent.times + [.seconds(300)])
    #expect(!(await end).complete)
    #expect(stage.end(of: .security)?.state == .timedOut)
    #expect(stage.end(of: .security)?.reason == "not finished within 300 s")
    var record = AttemptRecord()
    for case .specialist(.security, .agent(let event)) in stage.log.snapshot(from: 0).map(\.kind) {
      record.apply(event)
    }
    #expect(record.ownRetries == 3)
    FaultNote.say(
      "ST-19",
      "\(record.ownRetries) own retries counted; ended at \(time.now()): \(stage.end(of: .security)?.reason ?? "")")
  }

  @Test func `ST-20: a recorded answer without tokens leaves its usage unknown`() async throws {
    let agent = try RecordedAgent("no-usage")
    let time = ManualTime()
    let stage = Stage([.security: [agent.part(by: time)]], limits: { $0.retries = 0 }, time: time)
    async let end = stage.session.run()
    await advance(stage, through: agent.times)
    _ = await end
    let events = stage.log.snapshot(from: 0).map(\.kind)
    #expect(events.contains { if case .specialist(_, .agent(.text)) = $0 { true } else { false } })
    let usage = events.compactMap {
      if case .specialist(_, .agent(.stepFinished(_, let usage))) = $0 { usage } else { nil }
    }
    #expect(usage == [Usage()])
  }

  @Test func `ST-19: a recorded 429 that the agent waited for itself costs no attempt`() async throws {
    let agent = try RecordedAgent("retried-429-then-success")
    let time = ManualTime()
    let stage = Stage([.security: [agent.part(by: time)]], limits: { $0.retries = 0 }, time: time)
    async let end = stage.session.run()
    await advance(stage, through: agent.times)
    _ = await end
    // No recorded answer ends as the prompt asks; all else of it is whole.
    #expect(stage.end(of: .security)?.reason == "the answer does not end with <done/>, so it may be cut off")
    #expect(stage.end(of: .security)?.attempts == 1)
  }
}
