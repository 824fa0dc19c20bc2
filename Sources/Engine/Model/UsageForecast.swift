/// What an agent, or a whole review, is expected to use, said before it begins.
package struct UsageForecast: Sendable, Hashable, Codable {
  package var tokens: TokenUsage
  /// US dollars; nil where a price is not known.
  package var costUSD: Double?

  package init(tokens: TokenUsage, costUSD: Double? = nil) {
    self.tokens = tokens
    self.costUSD = costUSD
  }

  enum CodingKeys: String, CodingKey {
    case tokens
    case costUSD = "cost_usd"
  }

  /// The sum; a cost is known only where every part's is. Nil for none.
  package static func sum(_ parts: some Sequence<UsageForecast>) -> UsageForecast? {
    var whole: UsageForecast?
    for part in parts {
      guard var sum = whole else {
        whole = part
        continue
      }
      sum.tokens += part.tokens
      sum.costUSD = if let cost = sum.costUSD, let more = part.costUSD { cost + more } else { nil }
      whole = sum
    }
    return whole
  }
}

extension TokenUsage {
  /// Share of prompt tokens that came from the provider's cache: read ÷ (read + uncached input) (system.md, section 11). Nil
  /// where there was no prompt at all; a recording may hold any numbers.
  package var cacheHitRate: Double? {
    guard cacheRead >= 0, input >= 0 else { return nil }
    let prompt = Double(cacheRead) + Double(input)
    return prompt > 0 ? Double(cacheRead) / prompt : nil
  }

  /// All tokens of prompts, from the cache or not; saturates.
  package var read: Int { TokenUsage(input: input, cacheRead: cacheRead, cacheWrite: cacheWrite).total }

  /// All tokens of answers; saturates.
  package var written: Int { TokenUsage(output: output, reasoning: reasoning).total }
}
