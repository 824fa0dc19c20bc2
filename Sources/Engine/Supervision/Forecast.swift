/// What a review will use, from the sizes of its prompts: one request for each agent, with what it sends and an answer of the
/// usual length. What models read by tool comes on top, and so do attempts that fail.
///
/// Measured with Qwen2.5-Coder's tokenizer over the prompts of the example: 30,758 bytes were 8,786 tokens, 29,916 were 8,629
/// and 29,458 were 8,489, that is 3.5 bytes a token for English with code; answers had 160 to 370 tokens.
package enum Forecast {
  /// The prompt of one agent, as its model gets it.
  package struct Prompt: Sendable, Hashable {
    package var agent: SpecialistID
    package var model: String
    /// Bytes at its beginning that all agents of that model share: the provider has them in its cache from the second one on.
    package var common: Int
    /// Bytes that follow.
    package var own: Int

    package init(agent: SpecialistID, model: String, common: Int, own: Int) {
      self.agent = agent
      self.model = model
      self.common = common
      self.own = own
    }
  }

  /// Tokens of an answer.
  static let answer = 400
  /// Bytes of the candidates that a coordinator is shown beside its prompt: six of the usual length.
  package static let candidates = 6 * 900

  /// Tokens of so many bytes.
  package static func tokens(of bytes: Int) -> Int {
    let (doubled, isTooLarge) = max(0, bytes).multipliedReportingOverflow(by: 2)
    return isTooLarge ? bytes / 7 * 2 : (doubled + 6) / 7
  }

  /// By agent; `prompts` are in the order in which agents begin, `prices` are those that are known, by model.
  package static func make(_ prompts: [Prompt], prices: [String: ModelPrices]) -> [SpecialistID: UsageForecast] {
    var warm: Set<String> = []
    var result: [SpecialistID: UsageForecast] = [:]
    for prompt in prompts {
      let isCached = !warm.insert(prompt.model).inserted
      let (common, own) = (tokens(of: prompt.common), tokens(of: prompt.own))
      let usage = TokenUsage(
        input: isCached ? own : common + own, output: answer, cacheRead: isCached ? common : 0)
      result[prompt.agent] = UsageForecast(tokens: usage, costUSD: prices[prompt.model]?.cost(of: usage))
    }
    return result
  }

  /// Said where a prompt of so many bytes takes more than half of its model's context window (system.md, section 2); what is
  /// read by tool has to fit beside it. Nil where it does not, or where the window is not known.
  package static func warning(of agent: SpecialistID, bytes: Int, model: String, window: Int?) -> String? {
    guard let window, window > 0 else { return nil }
    let tokens = tokens(of: bytes)
    guard tokens > window / 2 else { return nil }
    let percent = Int(min(Double(tokens) / Double(window), 100) * 100)
    return
      "the prompt of \(agent) has about \(tokens) tokens, \(percent)% of the context window of \(model) (\(window))"
  }
}
