/// What a model's tokens cost, in US dollars for a million of them.
public struct ModelPrices: Sendable, Hashable {
  /// Uncached prompt tokens.
  public var input: Double
  /// Answer and reasoning tokens.
  public var output: Double
  /// Prompt tokens read from the provider's cache; nil where they cost what others cost.
  public var cacheRead: Double?
  /// Prompt tokens written to the provider's cache; nil where they cost what others cost.
  public var cacheWrite: Double?

  /// Takes the prices as they are.
  public init(input: Double, output: Double, cacheRead: Double? = nil, cacheWrite: Double? = nil) {
    self.input = input
    self.output = output
    self.cacheRead = cacheRead
    self.cacheWrite = cacheWrite
  }

  /// The highest price that is believed.
  private static let highest = 100_000.0

  /// Whether all prices are numbers that a price can be.
  package var isUsable: Bool {
    [input, output, cacheRead, cacheWrite].compactMap(\.self).allSatisfy { (0...Self.highest).contains($0) }
  }

  /// What these tokens cost.
  package func cost(of tokens: TokenUsage) -> Double {
    let prompt =
      Double(tokens.input) * input + Double(tokens.cacheRead) * (cacheRead ?? input)
      + Double(tokens.cacheWrite) * (cacheWrite ?? input)
    return (prompt + (Double(tokens.output) + Double(tokens.reasoning)) * output) / 1_000_000
  }
}

/// How many tokens a model takes and gives.
package struct ModelWindow: Sendable, Hashable {
  /// Prompt and answer together.
  package var context: Int
  /// The longest answer.
  package var output: Int?

  package init(context: Int, output: Int? = nil) {
    self.context = context
    self.output = output
  }
}

/// Settings of a model on one line: its name, then numbers, apart by blanks.
package enum ModelLine {
  /// Such as `sonnet 3 15 0.3 3.75`: input, output, cache read, cache write.
  package static func prices(_ line: String) -> (model: String, prices: ModelPrices)? {
    guard let (model, words) = split(line, 2...4) else { return nil }
    let numbers = words.compactMap(Double.init)
    guard numbers.count == words.count else { return nil }
    let prices = ModelPrices(
      input: numbers[0], output: numbers[1], cacheRead: numbers.count > 2 ? numbers[2] : nil,
      cacheWrite: numbers.count > 3 ? numbers[3] : nil)
    return prices.isUsable ? (model, prices) : nil
  }

  /// Such as `sonnet 200000 64000`: context, longest answer.
  package static func window(_ line: String) -> (model: String, window: ModelWindow)? {
    guard let (model, words) = split(line, 1...2) else { return nil }
    let numbers = words.compactMap { Int($0) }.filter { (256...100_000_000).contains($0) }
    guard numbers.count == words.count else { return nil }
    return (model, ModelWindow(context: numbers[0], output: numbers.count > 1 ? numbers[1] : nil))
  }

  /// The line's first word.
  static func model(of line: String) -> String { String(line.prefix { $0 != " " }) }

  private static func split(_ line: String, _ count: ClosedRange<Int>) -> (String, [String])? {
    let words = line.split(separator: " ").map(String.init)
    guard let model = words.first, count.contains(words.count - 1), line.first != " " else { return nil }
    return (model, Array(words.dropFirst()))
  }
}
