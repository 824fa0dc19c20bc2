/// Tokens of one or several model requests, in disjoint classes (opencode.md, 1.3).
package struct TokenUsage: Sendable, Hashable, Codable {
  /// Uncached prompt tokens.
  package var input: Int
  /// Answer tokens without reasoning.
  package var output: Int
  /// Reasoning tokens.
  package var reasoning: Int
  /// Prompt tokens read from the provider's cache.
  package var cacheRead: Int
  /// Prompt tokens written to the provider's cache.
  package var cacheWrite: Int

  package init(input: Int = 0, output: Int = 0, reasoning: Int = 0, cacheRead: Int = 0, cacheWrite: Int = 0) {
    self.input = input
    self.output = output
    self.reasoning = reasoning
    self.cacheRead = cacheRead
    self.cacheWrite = cacheWrite
  }

  enum CodingKeys: String, CodingKey {
    case input, output, reasoning
    case cacheRead = "cache_read"
    case cacheWrite = "cache_write"
  }

  /// The sum over all classes; saturates instead of overflowing.
  package var total: Int {
    [output, reasoning, cacheRead, cacheWrite].reduce(input, TokenUsage.sum)
  }

  /// Adds class by class; saturates instead of overflowing, since the numbers come from outside.
  package static func += (left: inout TokenUsage, right: TokenUsage) {
    left.input = sum(left.input, right.input)
    left.output = sum(left.output, right.output)
    left.reasoning = sum(left.reasoning, right.reasoning)
    left.cacheRead = sum(left.cacheRead, right.cacheRead)
    left.cacheWrite = sum(left.cacheWrite, right.cacheWrite)
  }

  private static func sum(_ left: Int, _ right: Int) -> Int {
    let (value, overflow) = left.addingReportingOverflow(right)
    return overflow ? Int.max : value
  }
}

/// What is known of tokens and money; unknown is nil, never zero (system.md, section 12).
package struct Usage: Sendable, Hashable {
  /// Nil while no request has reported tokens.
  package var tokens: TokenUsage?
  /// US dollars; nil while no request has reported a cost.
  package var costUSD: Double?

  package init(tokens: TokenUsage? = nil, costUSD: Double? = nil) {
    self.tokens = tokens
    self.costUSD = costUSD
  }

  /// Adds what is known; a sum stays unknown only while every part is.
  package static func += (left: inout Usage, right: Usage) {
    if let tokens = right.tokens {
      left.tokens =
        left.tokens.map {
          var sum = $0; sum += tokens; return sum
        } ?? tokens
    }
    if let cost = right.costUSD { left.costUSD = (left.costUSD ?? 0) + cost }
  }
}
