import Engine
import EngineTestKit
import Foundation
import Testing

/// The forecast beside what an endpoint counts, for changes of growing size. `make test-model` does the same with a real model.
@Suite struct ForecastReviewTests {
  private struct Row {
    var lines: Int
    var bytes: Int
    var forecast: (tokens: Double, dollars: Double)
    var actual: (tokens: Double, dollars: Double)
  }

  /// A new file with so many lines of code.
  private static func patch(_ lines: Int) -> String {
    let head = "diff --git a/src/growth.py b/src/growth.py\nnew file mode 100644\n--- /dev/null\n+++ b/src/growth.py\n"
    return (1...lines).reduce(into: head + "@@ -0,0 +1,\(lines) @@\n") { text, number in
      text += "+refund_\(number) = charge(order_\(number), amount=\(number * 7), reason=\"r\(number % 13)\")\n"
    }
  }

  /// Counts a token for each four bytes of what it is sent, and has what began alike in its cache.
  private static func counting() throws -> LoopbackProvider {
    nonisolated(unsafe) var earlier: [String] = []
    let lock = NSLock()
    return try LoopbackProvider { request in
      guard let object = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any],
        let messages = object["messages"] as? [[String: Any]]
      else { return [] }
      let tools = object["tools"].flatMap { try? JSONSerialization.data(withJSONObject: $0, options: .sortedKeys) }
      let text =
        String(decoding: tools ?? Data(), as: UTF8.self) + messages.compactMap { $0["content"] as? String }.joined()
      let cached = lock.withLock {
        let common = unsafe earlier.map { zip($0.utf8, text.utf8).prefix { $0 == $1 }.count }.max() ?? 0
        unsafe earlier.append(text)
        return common
      }
      return LoopbackProvider.stream(
        [FindingXML.done(0)], prompt: text.utf8.count / 4, answer: 300, cached: cached / 4)
    }
  }

  private static func review(_ lines: Int) throws -> Row {
    let provider = try counting()
    defer { provider.stop() }
    var scratch = try Scratch()
    scratch.program.environment = [
      "CONCLAVE_DIRECT_BASE_URL": provider.baseURL, "CONCLAVE_MODELS_STANDARD": "m",
      "CONCLAVE_MODELS_PRICES": "m 3 15 0.3",
      // So that it is known who is first.
      "CONCLAVE_LIMITS_CONCURRENT_AGENTS": "1",
    ]
    let result = try scratch.program.run(
      [
        "review", "--patch", "-", "--allow-unsandboxed", "--runtime", "direct", "--tier", "full", "--format", "json",
        "--fail-on", "never",
      ],
      input: Data(patch(lines).utf8))
    let report = try #require(
      try JSONSerialization.jsonObject(with: result.outputBytes) as? [String: Any], "\(result.errors)")
    var row = Row(lines: lines, bytes: patch(lines).utf8.count, forecast: (0, 0), actual: (0, 0))
    // The coordinator is not asked where there is nothing to judge.
    let agents = (report["specialists"] as? [[String: Any]] ?? []).filter { $0["tokens"] != nil }
    #expect(agents.count >= 4)
    for agent in agents {
      let forecast = try #require(agent["forecast"] as? [String: Any])
      let expected = try #require(forecast["tokens"] as? [String: Double])
      let used = try #require(agent["tokens"] as? [String: Double])
      row.forecast.tokens += expected.values.reduce(0, +)
      row.actual.tokens += used.values.reduce(0, +)
      row.forecast.dollars += try #require(forecast["cost_usd"] as? Double)
      row.actual.dollars += try #require(agent["cost_usd"] as? Double)
    }
    return row
  }

  /// The exponent of the power of `sizes` that `values` follow: the slope of their logarithms.
  private static func exponent(_ sizes: [Double], _ values: [Double]) -> Double {
    let (x, y) = (sizes.map { log($0) }, values.map { log($0) })
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    let variance = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    return covariance / variance
  }

  @Test func `the forecast holds for five changes of growing size, and cost grows more slowly than they do`() throws {
    let rows = try [30, 100, 300, 1_000, 3_000].map(Self.review)
    for row in rows {
      print(
        String(
          format: "forecast: %5d lines %7d bytes   tokens %7.0f, actual %7.0f   $%.4f, actual $%.4f", row.lines,
          row.bytes,
          row.forecast.tokens, row.actual.tokens, row.forecast.dollars, row.actual.dollars))
      // Four bytes a token there, three and a half in the forecast: 14% too many, and a little for what is not known before.
      #expect((0.95...1.3).contains(row.forecast.tokens / row.actual.tokens), "\(row)")
      #expect((0.85...1.3).contains(row.forecast.dollars / row.actual.dollars), "\(row)")
    }
    let sizes = rows.map { Double($0.bytes) }
    let (tokens, dollars) = (
      Self.exponent(sizes, rows.map(\.actual.tokens)), Self.exponent(sizes, rows.map(\.actual.dollars))
    )
    print(String(format: "forecast: tokens grow with the diff to the power of %.2f, cost to %.2f", tokens, dollars))
    #expect((0.2...1).contains(tokens) && (0.1...1).contains(dollars))
    // From one size to the next nothing shrinks.
    #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.actual.dollars < $1.actual.dollars })
  }
}
