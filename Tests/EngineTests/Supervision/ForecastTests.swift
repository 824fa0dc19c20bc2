import Engine
import Testing

@Suite struct ForecastTests {
  private static let prices = ["m": ModelPrices(input: 2, output: 10, cacheRead: 0.5)]

  private static func prompt(_ agent: SpecialistID, _ model: String = "m", common: Int = 7_000, own: Int = 700)
    -> Forecast.Prompt
  { Forecast.Prompt(agent: agent, model: model, common: common, own: own) }

  @Test func `the common part is read once by each model, and from its cache from then on`() {
    let made = Forecast.make(
      [Self.prompt(.security), Self.prompt(.performance), Self.prompt(.release, "n"), Self.prompt(.coordinator)],
      prices: Self.prices)
    #expect(made[.security]?.tokens == TokenUsage(input: 2_200, output: 400))
    #expect(made[.performance]?.tokens == TokenUsage(input: 200, output: 400, cacheRead: 2_000))
    #expect(made[.release]?.tokens == TokenUsage(input: 2_200, output: 400))
    #expect(made[.coordinator]?.tokens.cacheRead == 2_000)
    #expect(made[.security]?.costUSD == 0.0084)
    #expect(made[.performance]?.costUSD == 0.0054)
    #expect(made[.release]?.costUSD == nil, "unknown, not zero")
  }

  @Test func `a sum of costs is known where all are`() {
    let one = UsageForecast(tokens: TokenUsage(input: 1, output: 2), costUSD: 0.5)
    #expect(UsageForecast.sum([one, one]) == UsageForecast(tokens: TokenUsage(input: 2, output: 4), costUSD: 1))
    #expect(UsageForecast.sum([one, UsageForecast(tokens: TokenUsage())])?.costUSD == nil)
    #expect(UsageForecast.sum([]) == nil)
  }

  /// What a real model's tokenizer made of the prompts of the example.
  @Test(arguments: [(30_758, 8_786), (29_916, 8_629), (29_458, 8_489), (0, 0)])
  func `bytes become the tokens that were measured, within two in a hundred`(bytes: Int, measured: Int) {
    #expect(abs(Forecast.tokens(of: bytes) - measured) * 50 <= measured)
  }

  @Test(arguments: [Int.max, Int.min, -1]) func `no size is too large or too small`(bytes: Int) {
    #expect(Forecast.tokens(of: bytes) >= 0)
    let made = Forecast.make([Self.prompt(.security, common: bytes, own: 0)], prices: Self.prices)
    #expect(made[.security]?.costUSD?.isFinite == true)
  }

  @Test(
    arguments: [
      (3_500, 2_000, nil), (3_507, 2_000, "about 1002 tokens, 50% of the context window of m (2000)"),
      (7_000, 2_000, "about 2000 tokens, 100% of the context window of m (2000)"), (7_000, nil, nil), (7_000, 0, nil),
      (7_000_000, 1, "10000% of the context window"),
    ] as [(Int, Int?, String?)])
  func `a prompt over half of the window is told`(bytes: Int, window: Int?, words: String?) {
    let warning = Forecast.warning(of: .coordinator, bytes: bytes, model: "m", window: window)
    #expect((warning == nil) == (words == nil))
    if let words, let warning {
      #expect(warning.hasPrefix("the prompt of coordinator has ") && warning.contains(words))
    }
  }

  @Test(
    arguments: [
      (ModelPrices(input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75), 123.9),
      (ModelPrices(input: 3, output: 15), 129), (ModelPrices(input: 0, output: 0), 0),
    ] as [(ModelPrices, Double)])
  func `every class of tokens has its price, and one without a price costs as input does`(
    prices: ModelPrices, dollars: Double
  ) {
    let tokens = TokenUsage(
      input: 1_000_000, output: 2_000_000, reasoning: 5_000_000, cacheRead: 3_000_000, cacheWrite: 4_000_000)
    #expect(abs(prices.cost(of: tokens) - dollars) < 1e-9)
    #expect(prices.cost(of: TokenUsage(input: .max, output: .max)).isFinite)
  }

  @Test(
    arguments: [
      (TokenUsage(), nil), (TokenUsage(input: 100), 0), (TokenUsage(input: 100, cacheRead: 300), 0.75),
      (TokenUsage(cacheRead: 5, cacheWrite: 100), 1), (TokenUsage(input: .max, cacheRead: .max), 0.5),
      (TokenUsage(input: -.max, cacheRead: .max), nil), (TokenUsage(input: 2, cacheRead: -1), nil),
    ] as [(TokenUsage, Double?)])
  func `the cache's share is what was read of it, of that and the uncached input`(tokens: TokenUsage, rate: Double?) {
    #expect(tokens.cacheHitRate == rate)
  }
}
