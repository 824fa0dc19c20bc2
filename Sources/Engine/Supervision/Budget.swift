/// What a review may spend, in tokens and in money, and what it has spent. A share is kept for the judge, which needs what the
/// specialists found to be worth its price (reliability.md, TB-15).
package struct Budget: Sendable, Hashable {
  /// The judge's share of the whole, in hundredths.
  private static let reserve = 10

  package enum Verdict: Sendable, Hashable {
    case within
    /// The specialists have used their share up; in words. Said once.
    case exhausted(String)
    /// A limit that can't be watched, since the agents do not say what they use; in words. Said once.
    case blind(String)
  }

  /// Nil: no limit.
  private let tokens: Int?
  /// US dollars.
  private let costUSD: Double?
  private var spent = Usage()
  /// Hundredths of the whole that may be used now.
  private var share = 100 - reserve
  private var isOver = false
  private var isBlind = false

  package init(tokens: Int?, costUSD: Double?) {
    self.tokens = tokens
    self.costUSD = costUSD
  }

  /// Adds the usage of one finished step.
  package mutating func spend(_ usage: Usage) -> Verdict {
    spent += usage
    guard !isOver else { return .within }
    guard let use = used(share) else { return blindness(usage) }
    isOver = true
    return .exhausted(share < 100 ? "\(use), and \(Self.reserve)% are the judge's" : use)
  }

  /// The judge's turn: the whole may be used. Returns in words that nothing of it is left, where that is so.
  package mutating func openReserve() -> String? {
    (share, isOver) = (100, false)
    return used(share)
  }

  /// In words, where so many hundredths of a limit are used.
  private func used(_ share: Int) -> String? {
    if let limit = tokens, let used = spent.tokens?.total, used >= limit - limit / 100 * (100 - share) {
      return "\(used) of \(limit) tokens are used"
    }
    if let limit = costUSD, let used = spent.costUSD, used >= limit * Double(share) / 100 {
      return "\(Self.dollars(used)) of \(Self.dollars(limit)) are spent"
    }
    return nil
  }

  private mutating func blindness(_ usage: Usage) -> Verdict {
    guard !isBlind else { return .within }
    if tokens != nil, usage.tokens == nil {
      isBlind = true
      return .blind("the limit on tokens can't be watched: an agent does not say how many it used")
    }
    if costUSD != nil, usage.costUSD == nil {
      isBlind = true
      return .blind("the limit on money can't be watched: an agent does not say what a step cost")
    }
    return .within
  }

  /// Such as `$1.25`.
  private static func dollars(_ amount: Double) -> String {
    let cents = Int(min(max(amount * 100, 0), 1e12).rounded())
    let rest = cents % 100
    return "$\(cents / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
