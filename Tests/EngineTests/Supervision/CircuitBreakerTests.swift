import Engine
import EngineTestKit
import Testing

/// Each test is a run of requests against one breaker: `f` fails, `s` succeeds, `n` says nothing.
@Suite struct CircuitBreakerTests {
  /// A breaker after outcomes a second apart, from second 1 on.
  private func breaker(after outcomes: String, every step: Duration = .seconds(1)) -> (CircuitBreaker, Duration) {
    var breaker = CircuitBreaker()
    var now = Duration.zero
    for letter in outcomes {
      now += step
      let outcome: CircuitBreaker.Outcome = letter == "f" ? .failure : letter == "s" ? .success : .neutral
      breaker.report(outcome, lease: nil, at: now, random: 0)
    }
    return (breaker, now)
  }

  @Test(arguments: [
    ("", false), ("ff", false), ("fff", true), ("fsf", false), ("fsff", true), ("ffsf", true), ("sssf", false),
    ("ssff", true), ("sssff", false), ("sssfff", true), ("nnnn", false), ("fnfnf", true),
  ])
  func `TB-05: three failures in a row, or half of at least four, open it`(outcomes: String, isOpen: Bool) {
    var (breaker, now) = breaker(after: outcomes)
    let admission = breaker.admit(at: now, lease: now + .seconds(60))
    #expect(admission == (isOpen ? .refused(until: now + .seconds(120)) : .admitted))
  }

  @Test func `failures that lie a minute apart do not add up`() {
    let (breaker, _) = breaker(after: "ffffff", every: .seconds(30))
    #expect(breaker.state == .closed)
  }

  @Test func `TB-06: of eight callers at the end of the cooldown exactly one probes`() {
    var (breaker, now) = breaker(after: "fff")
    now += .seconds(120)
    #expect(breaker.admit(at: now - .milliseconds(1), lease: now) == .refused(until: now))
    let admissions = (0..<8).map { _ in breaker.admit(at: now, lease: now + .seconds(60)) }
    #expect(admissions == [.probe(lease: 1)] + Array(repeating: .refused(until: now + .seconds(60)), count: 7))
  }

  @Test func `TB-07: a probe that fails doubles the cooldown, one that succeeds closes and forgets`() {
    var (breaker, now) = breaker(after: "fff")
    for minutes in [2, 4, 8, 16, 16] {
      #expect(breaker.state == .open(until: now + .seconds(60 * minutes)))
      now += .seconds(60 * minutes)
      guard case .probe(let lease) = breaker.admit(at: now, lease: now + .seconds(60)) else {
        Issue.record("no probe after \(minutes) min")
        return
      }
      breaker.report(.failure, lease: lease, at: now, random: 0)
    }
    now += .seconds(960)
    #expect(breaker.admit(at: now, lease: now + .seconds(60)) == .probe(lease: 6))
    breaker.report(.success, lease: 6, at: now, random: 0)
    #expect(breaker.state == .closed)
    for _ in 0..<2 { breaker.report(.failure, lease: nil, at: now, random: 0) }
    #expect(breaker.admit(at: now, lease: now) == .admitted)
    breaker.report(.failure, lease: nil, at: now, random: 0)
    #expect(breaker.state == .open(until: now + .seconds(120)))
  }

  @Test(arguments: [true, false])
  func `TB-08: a probe that is never answered, or is cancelled, reopens it`(isAnswered: Bool) {
    var (breaker, now) = breaker(after: "fff")
    now += .seconds(120)
    let lease = now + .seconds(60)
    #expect(breaker.admit(at: now, lease: lease) == .probe(lease: 1))
    if isAnswered { breaker.report(.neutral, lease: 1, at: lease - .seconds(1), random: 0) }
    let reopened = isAnswered ? lease - .seconds(1) : lease
    #expect(breaker.admit(at: lease, lease: lease + .seconds(60)) == .refused(until: reopened + .seconds(240)))
    // What a probe says after its time changes nothing.
    breaker.report(.success, lease: 1, at: lease + .seconds(1), random: 0)
    #expect(breaker.state == .open(until: reopened + .seconds(240)))
    let again = reopened + .seconds(240)
    #expect(breaker.admit(at: again, lease: again + .seconds(60)) == .probe(lease: 2))
  }

  @Test func `what others say while a probe is out does not decide`() {
    var (breaker, now) = breaker(after: "fff")
    now += .seconds(120)
    #expect(breaker.admit(at: now, lease: now + .seconds(60)) == .probe(lease: 1))
    breaker.report(.success, lease: nil, at: now, random: 0)
    #expect(breaker.state == .halfOpen(lease: 1, until: now + .seconds(60)))
  }

  @Test func `the cooldown is spread by up to a tenth`() {
    for (random, seconds) in [(0.0, 120), (0.5, 126), (1.0, 132), (7.0, 132), (-1, 120)] {
      var breaker = CircuitBreaker()
      for _ in 0..<3 { breaker.report(.failure, lease: nil, at: .zero, random: random) }
      #expect(breaker.state == .open(until: .seconds(seconds)))
    }
  }

  @Test func `random runs never stick and never let two probes out`() {
    var random = SplitMix(seed: 5)
    var breaker = CircuitBreaker()
    var now = Duration.zero
    var probe: (lease: Int, until: Duration)?
    var probes = 0
    for _ in 0..<20_000 {
      now += .milliseconds(Int(random.next() % 20_000))
      if let out = probe, now >= out.until { probe = nil }
      switch random.next() % 4 {
      case 0:
        let until = now + .seconds(Int(random.next() % 100) + 1)
        if case .probe(let lease) = breaker.admit(at: now, lease: until) {
          #expect(probe == nil)
          probe = (lease, until)
          probes += 1
        }
      case 1:
        breaker.report(.failure, lease: nil, at: now, random: 0.5)
      case 2 where probe != nil:
        breaker.report([.success, .failure, .neutral][Int(random.next() % 3)], lease: probe?.lease, at: now, random: 0)
        probe = nil
      default: breaker.report(.success, lease: nil, at: now, random: 0)
      }
    }
    #expect(probes > 100)
    // However it stands, it lets somebody through in the end.
    let far = now + .seconds(3600)
    if case .refused = breaker.admit(at: far, lease: far) { Issue.record("still refuses after an hour") }
  }
}
