/// Whether and when a failed attempt is followed by another (system.md, sections 5 and 6). Exponential backoff with
/// full jitter: a random share of the whole delay, so that agents that failed together do not come back together.
package struct RetryPolicy: Sendable, Hashable {
  /// The delay before the first retry, before jitter; doubles with each one (opencode.md, 1.5 uses the same).
  private static let base: Duration = .seconds(2)
  /// The longest delay that is not asked for by the provider.
  private static let longest: Duration = .seconds(30)

  package enum Decision: Sendable, Hashable {
    case retry(after: Duration)
    case stop(Stop)
  }

  package enum Stop: Sendable, Hashable, CustomStringConvertible {
    case attemptsUsed(Int)
    /// Too little is left of the review's time.
    case budget
    /// The provider wants a longer wait than the review has.
    case askedToWait(Duration)

    package var description: String {
      switch self {
      case .attemptsUsed(let count): "\(count) attempts failed"
      case .budget: "too little time left for another attempt"
      case .askedToWait(let delay): "the provider asks to wait \(delay.components.seconds) s, longer than there is time"
      }
    }
  }

  /// Retries after the first attempt.
  private let retries: Int
  /// Time that has to be left when the retry begins.
  private let budget: Duration

  package init(_ limits: Limits) {
    retries = max(0, limits.retries)
    budget = limits.retryBudget
  }

  /// Whether enough time is left for anything more.
  package func allowsAnother(remaining: Duration) -> Bool { remaining >= budget }

  /// Decides after attempt number `failed` (from 1). `remaining` is the review's time that is left, `retryAfter` the
  /// delay that the provider asked for, `random` a number from 0 up to 1.
  package func decide(failed: Int, remaining: Duration, retryAfter: Duration? = nil, random: Double) -> Decision {
    guard failed <= retries else { return .stop(.attemptsUsed(failed)) }
    guard allowsAnother(remaining: remaining) else { return .stop(.budget) }
    if let retryAfter {
      let delay = max(.zero, retryAfter)
      return remaining - delay >= budget ? .retry(after: delay) : .stop(.askedToWait(delay))
    }
    let whole = min(RetryPolicy.longest, RetryPolicy.base * (1 << min(max(failed - 1, 0), 8)))
    return .retry(after: min(whole * min(max(random, 0), 1), remaining - budget))
  }
}
