import Engine
import EngineTestKit
import Testing

/// Rows TB of reliability.md, section 4.
@Suite struct SupervisionTests {
  @Test func `TB-01: silence is reported at 30 seconds and then every 30`() {
    var heartbeat = Heartbeat(interval: .seconds(30), start: .seconds(100))
    #expect(heartbeat.next == .seconds(130))
    #expect(heartbeat.beat(at: .seconds(129)) == nil)
    #expect(heartbeat.beat(at: .seconds(130)) == 30)
    #expect(heartbeat.beat(at: .seconds(131)) == nil)
    #expect(heartbeat.next == .seconds(160))
    heartbeat.spoke(at: .seconds(140))
    #expect(heartbeat.beat(at: .seconds(169)) == nil)
    #expect(heartbeat.beat(at: .milliseconds(171_500)) == 31)
    // Two and a half intervals were slept through: one report, and the next on the beat.
    #expect(heartbeat.beat(at: .seconds(245)) == 105)
    #expect(heartbeat.next == .seconds(260))
  }

  @Test func theFirstLimitThatPassesCounts() {
    var deadlines = Deadlines(Limits(), of: .security, start: .seconds(10), reviewStart: .zero)
    #expect(deadlines.next.at == .seconds(70))
    #expect(deadlines.expired(at: .milliseconds(69_999)) == nil)
    #expect(deadlines.expired(at: .seconds(70)) == .startup(.seconds(60)))
    deadlines.spoke(at: .seconds(69))
    #expect(deadlines.expired(at: .seconds(309)) == nil)
    #expect(deadlines.expired(at: .seconds(310)) == .task(.seconds(300)))

    var quality = Deadlines(Limits(), of: .codeQuality, start: .seconds(10), reviewStart: .zero)
    quality.spoke(at: .seconds(20))
    #expect(quality.next.at == .seconds(320))
    #expect(quality.expired(at: .seconds(320)) == .silence(.seconds(300)))
    quality.spoke(at: .seconds(600))
    #expect(quality.expired(at: .seconds(610)) == .task(.seconds(600)))

    var late = Deadlines(Limits(), of: .codeQuality, start: .seconds(1400), reviewStart: .zero)
    late.spoke(at: .seconds(1450))
    #expect(late.expired(at: .seconds(1470)) == .overall(.seconds(1500)))
    #expect(Deadlines.Expiry.task(.seconds(300)).reason == "not finished within 300 s")
  }

  @Test(arguments: [
    // Full jitter over 2 s, 4 s.
    (1, 1000, nil, 0.5, RetryPolicy.Decision.retry(after: .seconds(1))),
    (2, 1000, nil, 0.75, .retry(after: .seconds(3))),
    (1, 1000, nil, 0.0, .retry(after: .zero)),
    (3, 1000, nil, 0.5, .stop(.attemptsUsed(3))),
    // Two minutes have to be left, at the retry's start.
    (1, 119, nil, 0.5, .stop(.budget)),
    (1, 120, nil, 0.99, .retry(after: .zero)),
    (1, 121, nil, 0.9, .retry(after: .seconds(1))),
    // What the provider asks for, as long as there is time.
    (1, 1000, 5, 0.5, .retry(after: .seconds(5))),
    (1, 1000, 3600, 0.5, .stop(.askedToWait(.seconds(3600)))),
    (1, 1000, 880, 0.5, .retry(after: .seconds(880))),
    (1, 1000, -5, 0.5, .retry(after: .zero)),
    // Randomness from outside its range is not believed.
    (1, 1000, nil, 7, .retry(after: .seconds(2))),
    (1, 1000, nil, -7, .retry(after: .zero)),
  ])
  func retrying(failed: Int, remaining: Int, retryAfter: Int?, random: Double, expected: RetryPolicy.Decision) {
    let decision = RetryPolicy(Limits()).decide(
      failed: failed, remaining: .seconds(remaining), retryAfter: retryAfter.map { .seconds($0) }, random: random)
    #expect(decision == expected)
  }

  @Test func theDelayDoublesUpToItsLimit() {
    var limits = Limits()
    limits.retries = 100
    let policy = RetryPolicy(limits)
    let delays = [1, 2, 3, 4, 5, 6, 70].map { policy.decide(failed: $0, remaining: .seconds(1000), random: 1) }
    #expect(delays == [2, 4, 8, 16, 30, 30, 30].map { .retry(after: .seconds($0)) })
  }

  @Test func manualTimeWakesSleepersInOrder() async throws {
    let time = ManualTime()
    let order = Locked([String]())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (name, seconds) in [("late", 5), ("early", 2), ("never", 100)] {
        group.addTask {
          do {
            try await time.sleep(until: .seconds(seconds))
            order.withLock { $0.append(name) }
          } catch { order.withLock { $0.append("\(name) cancelled") } }
        }
      }
      await time.sleepers(3)
      time.advance(by: .seconds(3))
      try await group.next()
      time.advance(by: .seconds(3))
      try await group.next()
      group.cancelAll()
      try await group.next()
    }
    #expect(order.withLock { $0 } == ["early", "late", "never cancelled"])
    #expect(time.now() == .seconds(6))
    try await time.sleep(until: .seconds(1))
  }
}
