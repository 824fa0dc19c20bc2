import EngineTestKit
import Foundation
import Testing

/// Reviews whose agents play a part: what real ones do to tokens, retries and failures.
@Suite struct RehearsedReviewTests {
  private struct Tokens: Equatable {
    var input = 0
    var output = 0
    var reasoning = 0
    var cacheRead = 0
    var cacheWrite = 0

    init() {}

    /// As the report and the recording write them.
    init(_ object: Any?) {
      let object = object as? [String: Int] ?? [:]
      input = object["input"] ?? 0
      output = object["output"] ?? 0
      reasoning = object["reasoning"] ?? 0
      cacheRead = object["cache_read"] ?? 0
      cacheWrite = object["cache_write"] ?? 0
    }

    static func += (left: inout Tokens, right: Tokens) {
      left.input += right.input
      left.output += right.output
      left.reasoning += right.reasoning
      left.cacheRead += right.cacheRead
      left.cacheWrite += right.cacheWrite
    }
  }

  private func objects(_ data: Data) throws -> [[String: Any]] {
    try data.split(separator: 0x0A).compactMap { try JSONSerialization.jsonObject(with: $0) as? [String: Any] }
  }

  /// Counted by hand from what the agents printed.
  private func printed(in run: URL) throws -> (tokens: Tokens, cost: Double) {
    let folder = run.appending(path: "agents")
    var tokens = Tokens()
    var cost = 0.0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".out") {
      for event in try objects(Data(contentsOf: folder.appending(path: name))) {
        guard event["type"] as? String == "step_finish", let part = event["part"] as? [String: Any] else { continue }
        let counts = part["tokens"] as? [String: Any] ?? [:]
        let cache = counts["cache"] as? [String: Int] ?? [:]
        var step = Tokens(counts.compactMapValues { $0 as? Int })
        step.cacheRead = cache["read"] ?? 0
        step.cacheWrite = cache["write"] ?? 0
        tokens += step
        cost += part["cost"] as? Double ?? 0
      }
    }
    return (tokens, cost)
  }

  @Test func `tokens and cost are the sums over what the agents printed, in the report and in the recording`() throws {
    let scratch = try Scratch.example()
    let result = try scratch.run("CONCLAVE_REHEARSAL_SPEED=100 conclave --runtime rehearsal:demo --format json")
    #expect(result.status == 3, "\(result.errors)")
    let run = try #require(scratch.runs().last)
    let (tokens, cost) = try printed(in: run)
    #expect(tokens.input > 100_000 && cost > 0.1)

    let report = try #require(try JSONSerialization.jsonObject(with: result.outputBytes) as? [String: Any])
    let totals = try #require(report["totals"] as? [String: Any])
    #expect(Tokens(totals["tokens"]) == tokens)
    #expect(abs((totals["cost_usd"] as? Double ?? 0) - cost) < 1e-9)
    let specialists = try #require(report["specialists"] as? [[String: Any]])
    var sum = Tokens()
    for specialist in specialists { sum += Tokens(specialist["tokens"]) }
    #expect(sum == tokens)

    var recorded = Tokens()
    for event in try objects(Data(contentsOf: run.appending(path: "journal.jsonl"))) {
      if let tokens = event["tokens"] { recorded += Tokens(tokens) }
      if let part = event["event"] as? [String: Any] { recorded += Tokens(part["tokens"]) }
    }
    #expect(recorded == tokens)
  }

  @Test func `one who is cut off tries again, one who fails is missing everywhere, and the others' findings stand`()
    throws
  {
    let scratch = try Scratch.example()
    let result = try scratch.run("CONCLAVE_REHEARSAL_SPEED=100 conclave --runtime rehearsal:demo")
    #expect(result.status == 3)
    let output = result.output
    #expect(output.contains("code-quality   attempt 2 of 3 in "))
    #expect(output.contains("cut off at the model's length limit"))
    #expect(output.contains("release        failed: APIError 403: this key may not use the model"))
    #expect(output.contains("release        not reviewed: APIError 403"))
    #expect(output.contains("\nINCOMPLETE, not reviewed by:\n  release: APIError 403"))
    #expect(output.contains("\nDecision: incomplete, significant concerns"))
    #expect(output.contains("\nSecurity\n  ● critical "))
    #expect(output.contains("rehearsal"))
    #expect(try scratch.run("conclave runs").output.contains("significant_concerns (incomplete)"))
    #expect(try scratch.run("conclave post --to stdout").output.contains("release"))
  }

  @Test func `a raw stream of an agent is played as it is`() throws {
    var scratch = try Scratch.example()
    scratch.program.environment = ["CONCLAVE_LIMITS_RETRIES": "0"]
    let folder = ProjectFiles.root.appending(path: "Tests/Fixtures/opencode/v1.18.33/run").path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }.sorted()
    #expect(!names.isEmpty)
    for name in names {
      let result = try scratch.program.run(
        ["--runtime", "rehearsal:\(folder)/\(name)", "--only", "security", "--print"])
      // No recorded agent ends with our proof of a whole answer.
      #expect(result.status == 3, "\(name): \(result.errors)\(result.output)")
      #expect(result.dangers.isEmpty, "\(name)")
      #expect(result.output.contains("\nINCOMPLETE, not reviewed by:\n  security: "), "\(name)")
    }
  }
}
