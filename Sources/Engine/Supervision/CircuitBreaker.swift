/// Whether a model may be asked: closed, open for a cooldown after failures, then half-open for exactly one probe (system.md,
/// section 6). The probe is a lease: one that is never answered reopens the breaker (reliability.md, TB-08).
package struct CircuitBreaker: Sendable, Hashable {
  package enum State: Sendable, Hashable {
    case closed
    /// Until then nobody asks.
    case open(until: Duration)
    /// One request is out to find out; until then its answer is waited for.
    case halfOpen(lease: Int, until: Duration)
  }

  package enum Admission: Sendable, Hashable {
    case admitted
    /// The one that finds out; its number goes with the outcome.
    case probe(lease: Int)
    case refused(until: Duration)
  }

  package enum Outcome: Sendable, Hashable {
    case success
    /// A failure that speaks against the model's service: overloaded, unavailable.
    case failure
    /// One that says nothing about it: cancelled, killed, a mistake of ours.
    case neutral
  }

  /// Failures in a row that open it.
  private static let row = 3
  /// Outcomes from which on a share of half of them failed opens it.
  private static let sample = 4
  private static let window: Duration = .seconds(60)
  private static let cooldown: Duration = .seconds(120)
  private static let longestCooldown: Duration = .seconds(960)

  package private(set) var state = State.closed
  /// Outcomes within the window while closed, the oldest first.
  private var recent: [Mark] = []
  private var probes = 0
  /// Times that it opened without having closed in between.
  private var openings = 0

  private struct Mark: Sendable, Hashable {
    var at: Duration
    var failed: Bool
  }

  package init() {}

  private init(probes: Int) { self.probes = probes }

  /// Asks to send a request, which has to be answered by `lease`, should it be the probe.
  package mutating func admit(at now: Duration, lease: Duration) -> Admission {
    expire(at: now)
    switch state {
    case .closed: return .admitted
    case .open(let until):
      guard now >= until else { return .refused(until: until) }
      probes += 1
      state = .halfOpen(lease: probes, until: max(now, lease))
      return .probe(lease: probes)
    case .halfOpen(_, let until): return .refused(until: until)
    }
  }

  /// A probe whose time is over counts as failed.
  private mutating func expire(at now: Duration) {
    guard case .halfOpen(_, let until) = state, now >= until else { return }
    // It was due when the lease ended, so the cooldown began then.
    open(at: until, random: 0)
  }

  /// Takes the outcome of a request; `lease` is the probe's, nil for others. `random` from 0 up to 1 spreads the cooldown, so that
  /// programs that failed together do not come back together.
  package mutating func report(_ outcome: Outcome, lease: Int?, at now: Duration, random: Double) {
    expire(at: now)
    switch state {
    case .closed:
      guard outcome != .neutral else { return }
      recent.append(Mark(at: now, failed: outcome == .failure))
      recent.removeAll { $0.at <= now - Self.window }
      if isTripped { open(at: now, random: random) }
    case .halfOpen(let current, _):
      guard lease == current else { return }
      guard outcome == .success else { return open(at: now, random: random) }
      self = CircuitBreaker(probes: probes)
    case .open: break
    }
  }

  private var isTripped: Bool {
    let failed = recent.count(where: \.failed)
    let isRow = recent.count >= Self.row && recent.suffix(Self.row).allSatisfy(\.failed)
    return isRow || (recent.count >= Self.sample && 2 * failed >= recent.count)
  }

  private mutating func open(at now: Duration, random: Double) {
    let whole = min(Self.longestCooldown, Self.cooldown * (1 << min(openings, 8)))
    openings += 1
    recent = []
    state = .open(until: now + whole + whole / 10 * min(max(random, 0), 1))
  }
}
