import Engine
import EngineTestKit
import Foundation
import Testing

/// The provider misbehaves as it is told, seen with our own client.
@Suite struct ProviderTests {
  private struct Got {
    var status = 0
    var failure: HTTPFailure.Kind?
    var data: [String] = []
    var isTorn = false
    var head: HTTPHead?
  }

  private static func ask(
    _ scenario: String, _ provider: MisbehavingProvider, results: Int = 0, stall: Duration = .seconds(60)
  ) -> Got {
    let tools = (0..<results).map { _ in #"{"role":"tool","content":"done"}"# }
    let messages = ([#"{"role":"user","content":"x"}"#] + tools).joined(separator: ",")
    var request = HTTPRequest(
      method: "POST", url: provider.baseURL + "/chat/completions", headers: [(name: "x-session-id", value: "ses_1")],
      body: Array("{\"model\":\"\(scenario)\",\"stream\":true,\"messages\":[\(messages)]}".utf8))
    request.limits.stall = stall
    var got = Got()
    var reader = SSEReader()
    func take(_ event: SSEReader.Event) {
      if case .message(_, let data) = event { got.data.append(String(decoding: data, as: UTF8.self)) }
    }
    do throws(HTTPFailure) {
      try CurlTransport().send(request, call: HTTPCall(), head: { (got.head, got.status) = ($0, $0.status) }) { bytes in
        (try? reader.read(bytes) { take($0) }) != nil
      }
    } catch { got.failure = error.kind }
    got.isTorn = reader.finish { take($0) }
    return got
  }

  private func provider() throws -> MisbehavingProvider { try MisbehavingProvider(tree: "/tree") }

  /// Every row of both tables but the one that is never asked.
  @Test func everyScenarioIsPlayed() throws {
    let provider = try provider()
    defer { provider.stop() }
    let patient = Set(["killed-by-term", "stalled-stream-retried", "stall-retry-abort", "unknown-model"])
    for name in Set(RunRow.all.map(\.name) + ServeRow.all.map(\.name)).subtracting(patient) {
      let got = Self.ask(name, provider)
      #expect(got.status != 404 && got.status != 0, "\(name)")
    }
    #expect(Self.ask("unknown-model", provider).status == 404)
  }

  @Test(arguments: [
    ("http-400", 400), ("http-401", 401), ("http-402", 402), ("http-403", 403), ("http-413", 413),
    ("context-overflow", 400), ("retry-429-for-an-hour", 429), ("http-503-forever", 503),
  ])
  func refusals(scenario: String, status: Int) throws {
    let provider = try provider()
    defer { provider.stop() }
    let got = Self.ask(scenario, provider)
    #expect(got.status == status && got.failure == nil)
    #expect(status != 429 || got.head?["retry-after"] == "3600")
  }

  @Test(arguments: [
    ("success", "\"finish_reason\":\"stop\""), ("length", "\"finish_reason\":\"length\""),
    ("content-filter", "\"finish_reason\":\"content_filter\""),
    ("unknown-finish-loop", "\"finish_reason\":\"whatever\""), ("reasoning", "reasoning_content"),
    ("error-inside-stream-retried", "overloaded_error"), ("garbage-inside-stream", "{not json"),
    ("sub-agents", "subagent_type"), ("denied-tools", "\"name\":\"bash\""),
  ])
  func streams(scenario: String, mark: String) throws {
    let provider = try provider()
    defer { provider.stop() }
    let got = Self.ask(scenario, provider)
    let text = got.data.joined(separator: "\n").replacing("\\\"", with: "\"")
    #expect(got.status == 200 && got.failure == nil)
    #expect(text.contains(mark) || got.data.contains { $0.contains(mark) } || joinedArguments(got.data).contains(mark))
  }

  /// The arguments of tools come in pieces.
  private func joinedArguments(_ data: [String]) -> String {
    data.compactMap { line in
      let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let delta = (object?["choices"] as? [[String: Any]])?.first?["delta"] as? [String: Any]
      let call = (delta?["tool_calls"] as? [[String: Any]])?.first?["function"] as? [String: Any]
      return call?["arguments"] as? String
    }.joined()
  }

  @Test func `a stream ends without an end, is reset, or falls silent`() throws {
    let provider = try provider()
    defer { provider.stop() }
    let short = Self.ask("stream-without-end-loop", provider)
    #expect(short.failure == nil && short.data.count == 1 && !short.data.joined().contains("DONE"))
    let cut = Self.ask("connection-reset-loop", provider)
    #expect(cut.failure == .broken && cut.data.joined().contains("half an ans"))
    let silent = Self.ask("stalled-stream-retried", provider, stall: .seconds(2))
    #expect(silent.failure == .stalled && silent.data.joined().contains("I am thinking"))
  }

  @Test func `a limit holds for two requests of a session, and no usage is none`() throws {
    let provider = try provider()
    defer { provider.stop() }
    #expect((1...3).map { _ in Self.ask("retried-429-then-success", provider).status } == [429, 429, 200])
    #expect(Self.ask("retried-429-then-success", provider).head?["retry-after"] == nil)
    #expect(!Self.ask("no-usage", provider).data.joined().contains("usage\":{"))
    #expect(Self.ask("success", provider).data.joined().contains("usage\":{"))
  }

  @Test func `a conversation with tools goes on with their results`() throws {
    let provider = try provider()
    defer { provider.stop() }
    #expect(joinedArguments(Self.ask("tools-three-steps", provider).data) == #"{"filePath": "/tree/src/db.py"}"#)
    #expect(joinedArguments(Self.ask("tools-three-steps", provider, results: 1).data).contains("execute"))
    #expect(joinedArguments(Self.ask("tools-three-steps", provider, results: 3).data).isEmpty)
    #expect(joinedArguments(Self.ask("length-inside-tool-call-loop", provider).data) == #"{"filePath": "/tmp/la"#)
    #expect(joinedArguments(Self.ask("truncated-by-slow-pipe", provider, results: 30).data).isEmpty)
  }
}
