import Engine
import EngineTestKit
import Testing

/// Budget, clocks, signs of life: values with time passed in.
@Suite struct SupervisedValuesTests {
  private func usage(_ tokens: Int?, _ cost: Double? = nil) -> Usage {
    Usage(tokens: tokens.map { TokenUsage(input: $0) }, costUSD: cost)
  }

  @Test func `TB-15: nine tenths of the tokens are the specialists', and it is said once`() {
    var budget = Budget(tokens: 1000, costUSD: nil)
    let verdicts = [899, 1, 5000].map { budget.spend(usage($0)) }
    #expect(
      verdicts == [.within, .exhausted("900 of 1000 tokens are used, and 10% are the judge's"), .within])
  }

  @Test func `TB-15: the same for money`() {
    var budget = Budget(tokens: nil, costUSD: 2.5)
    #expect(budget.spend(usage(1_000_000, 2.24)) == .within)
    #expect(budget.spend(usage(1, 0.02)) == .exhausted("$2.26 of $2.50 are spent, and 10% are the judge's"))
  }

  @Test func `TB-15: the last tenth is the judge's`() {
    var budget = Budget(tokens: 1000, costUSD: nil)
    #expect(budget.spend(usage(950)) == .exhausted("950 of 1000 tokens are used, and 10% are the judge's"))
    #expect(budget.openReserve() == nil)
    #expect(budget.spend(usage(49)) == .within)
    #expect(budget.spend(usage(1)) == .exhausted("1000 of 1000 tokens are used"))
    #expect(budget.openReserve() == "1000 of 1000 tokens are used")
    var money = Budget(tokens: nil, costUSD: 2)
    _ = money.spend(usage(1, 1.99))
    #expect(money.openReserve() == nil)
    #expect(money.spend(usage(1, 0.01)) == .exhausted("$2.00 of $2.00 are spent"))
  }

  @Test func `ST-20: what is not said is not zero: a limit that can't be watched is named, once`() {
    var budget = Budget(tokens: 1000, costUSD: 1)
    #expect(
      budget.spend(usage(nil, 0.01))
        == .blind("the limit on tokens can't be watched: an agent does not say how many it used"))
    #expect(budget.spend(usage(nil, nil)) == .within)
    var money = Budget(tokens: nil, costUSD: 1)
    #expect(
      money.spend(usage(10))
        == .blind("the limit on money can't be watched: an agent does not say what a step cost"))
    var none = Budget(tokens: nil, costUSD: nil)
    #expect(none.spend(usage(.max, 1e300)) == .within)
  }

  @Test func `TB-11: a jump of the wall clock is told, slow correction and suspend of both are not`() {
    var watch = ClockWatch(monotonic: .seconds(10), wallMilliseconds: 1_000_000)
    #expect(watch.look(monotonic: .seconds(20), wallMilliseconds: 1_010_900) == nil)
    #expect(watch.look(monotonic: .seconds(21), wallMilliseconds: 4_611_900) == 3_600_900)
    #expect(watch.look(monotonic: .seconds(22), wallMilliseconds: 4_612_900) == nil)
    #expect(watch.look(monotonic: .seconds(23), wallMilliseconds: 1_013_900) == -3_600_000)
  }

  @Test(arguments: [
    // A second's share of a core, bytes on standard error, whether that is work.
    (0, 0, false), (14, 0, false), (99, 0, false), (100, 0, true), (330, 0, true), (0, 1, true),
  ])
  func `TB-02: processor time and the error stream are signs of life`(milliseconds: Int, bytes: Int, isWork: Bool) {
    var signs = LifeSigns(start: .zero)
    let vitals = Vitals(processorTime: .milliseconds(milliseconds), errorBytes: bytes)
    #expect(signs.look(vitals, at: .seconds(1)) == isWork)
    #expect(signs.look(vitals, at: .seconds(2)) == false)
  }

  @Test func `a share over less than a second is worth nothing yet`() {
    var signs = LifeSigns(start: .zero)
    #expect(signs.look(Vitals(processorTime: .milliseconds(250)), at: .milliseconds(250)) == false)
    #expect(signs.look(Vitals(processorTime: .milliseconds(400)), at: .milliseconds(1250)) == true)
  }

  @Test(arguments: [
    ("error: overloaded, try later", true), ("HTTP 503 Service Unavailable", true), ("Overloaded_error", true),
    ("connection refused", false), ("15034 bytes", false),
  ])
  func `an agent that dies of an overloaded provider says so on standard error`(line: String, isOverload: Bool) {
    let outcome = AttemptRecord().outcome(exit: AgentExit(status: .exited(1), errorTail: "starting\n\(line)\n"))
    #expect(outcome.isModelFailure == isOverload)
    #expect(outcome.isRetryable)
  }

  @Test func `TB-14: eight agents that were turned away come back spread`() {
    var random = SplitMix(seed: 14)
    let policy = RetryPolicy(Limits())
    var delays: [Duration] = []
    for _ in 0..<8 {
      let share = Double(random.next() % 1_000_000) / 1_000_000
      if case .retry(let delay) = policy.decide(failed: 2, remaining: .seconds(1000), random: share) {
        delays.append(delay)
      }
    }
    #expect(delays.count == 8)
    delays.sort()
    // Full jitter over 4 s: no two within 20 ms of each other, the first and the last far apart.
    #expect(zip(delays, delays.dropFirst()).allSatisfy { $1 - $0 > .milliseconds(20) })
    #expect(delays[7] - delays[0] > .seconds(2))
  }

  @Test func `TB-12: no pause before a retry outlasts the review`() {
    var random = SplitMix(seed: 12)
    for _ in 0..<10_000 {
      let remaining = Duration.milliseconds(Int(random.next() % 2_000_000))
      let asked: Duration? = random.next() % 2 == 0 ? nil : .milliseconds(Int(random.next() % 4_000_000))
      let decision = RetryPolicy(Limits()).decide(
        failed: Int(random.next() % 3) + 1, remaining: remaining, retryAfter: asked, random: 0.99)
      guard case .retry(let delay) = decision else { continue }
      #expect(remaining - delay >= Limits().retryBudget)
    }
  }
}
