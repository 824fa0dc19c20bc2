import Engine
import EngineTestKit
import Testing

/// Silence, deadlines and agents that do not end.
@Suite(.timeLimit(.minutes(10))) struct ReviewLimitsTests {
  @Test func `TB-01: silence is told every 30 s`() async {
    let stage = Stage([.security: [FakeRuntime.hangs(after: [.stepStarted])]])
    async let end = stage.session.run()
    await stage.spoken()
    for beat in 1...3 {
      await stage.pass(.seconds(30))
      await stage.wait { $0 == .specialist(.security, .heartbeat(silenceSeconds: 30 * beat)) }
    }
    stage.control.send(.skip(.security))
    _ = await end
    #expect(stage.story(of: .security) == ["started 1", "silent 30", "silent 60", "silent 90", "cancelled"])
  }

  struct Limit: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var speaks: Bool
    var seconds: Int
    var change: @Sendable (inout Limits) -> Void
    var reason: String
  }

  static let limits: [Limit] = [
    Limit(
      testDescription: "startup", speaks: false, seconds: 60, change: { _ in },
      reason: "no sign of life within 60 s of its start"),
    Limit(
      testDescription: "silence", speaks: true, seconds: 100, change: { $0.silence = .seconds(100) },
      reason: "no sign of life for 100 s"),
    Limit(
      testDescription: "task", speaks: true, seconds: 300, change: { $0.silence = .seconds(1000) },
      reason: "not finished within 300 s"),
    Limit(
      testDescription: "overall", speaks: true, seconds: 196, change: { $0.overall = .seconds(200) },
      reason: "the review's 200 s are over, but for judging and posting"),
  ]

  @Test(arguments: limits)
  func `a limit ends an attempt and not a moment before`(limit: Limit) async {
    let stage = Stage(
      [.security: [FakeRuntime.hangs(after: limit.speaks ? [.stepStarted] : [])]],
      limits: { limits in
        limits.retries = 0
        // Nothing else wakes the watch.
        limits.heartbeat = .seconds(3600)
        limit.change(&limits)
      })
    async let end = stage.session.run()
    if limit.speaks { await stage.spoken() } else { await stage.started(.security) }
    // In steps, since a watch that fell asleep before the first word sleeps for the shorter limit of the start.
    await stage.pass(.seconds(60) - .milliseconds(1))
    if limit.seconds > 60 { await stage.pass(.milliseconds(1)) }
    await stage.pass(.seconds(limit.seconds) - .milliseconds(1) - stage.time.now())
    await stage.time.sleepers(1)
    #expect(stage.end(of: .security) == nil)
    stage.time.advance(by: .milliseconds(1))
    #expect(await end.missing == [MissingReviewer(id: .security, reason: limit.reason)])
    #expect(stage.end(of: .security)?.state == .timedOut)
    #expect(stage.end(of: .security)?.milliseconds == limit.seconds * 1000)
  }

  @Test func `CP-17: who says nothing at first gets another chance, who used up its time does not`() async {
    let stage = Stage(
      [
        .security: [FakeRuntime.hangs(), FakeRuntime.finishes()],
        .performance: [FakeRuntime.hangs(after: [.stepStarted])],
      ],
      limits: { limits in
        limits.heartbeat = .seconds(3600)
        limits.task = .seconds(90)
      })
    async let end = stage.session.run()
    await stage.spoken()
    await stage.pass(.seconds(60), sleepers: 2)
    await stage.retries(.security)
    await stage.pass(.seconds(1), sleepers: 2)
    await stage.ended(.security)
    await stage.pass(.seconds(29))
    #expect(await end.missing.map(\.id) == [.performance])
    #expect(stage.story(of: .security) == ["started 1", "attempt 2 of 3 in 1000 ms", "started 2", "done"])
    #expect(stage.story(of: .performance) == ["started 1", "timed_out"])
  }

  @Test(arguments: [true, false])
  func `the same again and again is not paid for once more`(hangs: Bool) async {
    // Whether it has to be stopped or ends by itself at that very moment.
    let barren: [AgentEvent] = (0..<3).flatMap { _ in
      [.stepStarted, .stepFinished(reason: "tool-calls", usage: Usage())]
    }
    let part = hangs ? FakeRuntime.hangs(after: barren) : FakeRuntime.ends(with: .exited(0), saying: barren)
    let stage = Stage([.security: [part]])
    let end = await stage.session.run()
    #expect(end.missing.map(\.reason) == ["runaway: 3 steps in a row brought nothing (last: tool-calls)"])
    #expect(stage.story(of: .security) == ["started 1", "incomplete"])
  }

  @Test func `CP-09: a process that has said its last word and does not end is ended, and counts as done`() async {
    let answer = FakeRuntime.finding("Wrong answer") + "<done findings=\"1\"/>"
    let events: [AgentEvent] = [
      .stepStarted, .text(part: "1", text: answer), .stepFinished(reason: "stop", usage: Usage()),
      .sessionEnd(reason: "done"),
    ]
    let stage = Stage([.security: [FakeRuntime.hangs(after: events)]])
    async let end = stage.session.run()
    await stage.spoken(events.count)
    // The watch that slept for the heartbeat has been woken by the last word, or will sleep past none.
    await stage.pass(.seconds(5))
    #expect(await end.complete)
    #expect(stage.story(of: .security) == ["started 1", "done"])
    #expect(stage.findings == ["Wrong answer"])
  }
}
