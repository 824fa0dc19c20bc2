import EngineTestKit
import Testing

@testable import Engine

/// What an endpoint can do wrong, done by a real one, and what becomes of it.
@Suite struct ProviderFaultTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var steps: [LoopbackProvider.Step]
    /// The error's class; nil where there is none.
    var kind: String?
    var words: String
    var isRetryable: Bool
    var status: Int?
    var retryAfter: Int?
    var ending: String?

    var testDescription: String { name }
  }

  private static func row(
    _ name: String, _ steps: [LoopbackProvider.Step], _ kind: String?, _ words: String, retry: Bool,
    _ status: Int? = nil,
    after: Int? = nil
  ) -> Row {
    Row(name: name, steps: steps, kind: kind, words: words, isRetryable: retry, status: status, retryAfter: after)
  }

  private static func error(
    _ status: Int, _ message: String, type: String = "x", code: String = "null", _ headers: String...
  )
    -> [LoopbackProvider.Step]
  {
    let body = "{\"error\":{\"message\":\"\(message)\",\"type\":\"\(type)\",\"code\":\(code)}}"
    let lines =
      ["HTTP/1.1 \(status) Word", "Content-Type: application/json", "Content-Length: \(body.utf8.count)"] + headers
    return [LoopbackProvider.text((lines + ["Connection: close", "", ""]).joined(separator: "\r\n") + body)]
  }

  private static func sse(_ text: String, _ last: LoopbackProvider.Step...) -> [LoopbackProvider.Step] {
    [LoopbackProvider.head(), LoopbackProvider.text(text)] + last
  }

  private static let words = LoopbackProvider.content("some words")
  private static let overflow = "ContextOverflowError"
  private static let auth = "ProviderAuthError"

  static let rows: [Row] = [
    row(
      "400 context by its code", error(400, "too big", code: "\"context_length_exceeded\""), overflow, "too big",
      retry: false, 400),
    row(
      "400 context of llama.cpp", error(400, "the request exceeds", type: "exceed_context_size_error", code: "400"),
      overflow,
      "longer than the endpoint or large-2 takes", retry: false, 400),
    row(
      "400 context in words", error(400, "This model's maximum context length is 8192 tokens"), overflow, "8192",
      retry: false, 400),
    row("413", LoopbackProvider.answer(413, type: "text/html", "<html>"), overflow, "longer", retry: false, 413),
    row("400 other", error(400, "no such field"), "APIError", "refuses the request: no such field", retry: false, 400),
    row("401", error(401, "bad key sk-test-0123456789 !"), auth, "bad key [key] !", retry: false, 401),
    row("402", error(402, "pay"), auth, "no money left: pay", retry: false, 402),
    row("403", error(403, "not you"), auth, "may not do this: not you", retry: false, 403),
    row("404", error(404, "no model"), "APIError", "no model large-2: no model", retry: false, 404),
    row("408", error(408, "slow"), "APIError", "gave up waiting", retry: true, 408),
    row(
      "429 in seconds", error(429, "slow down", "Retry-After: 7"), "APIError", "too many requests: slow down",
      retry: true, 429,
      after: 7000),
    row(
      "429 in milliseconds", error(429, "slow down", "Retry-After: 7", "retry-after-ms: 250"), "APIError", "too many",
      retry: true,
      429, after: 250),
    row(
      "429 as a date", error(429, "slow down", "Retry-After: Tue, 14 Nov 2023 22:13:50 GMT"), "APIError", "too many",
      retry: true,
      429, after: 30_000),
    row("429 nonsense", error(429, "slow down", "Retry-After: soon"), "APIError", "too many", retry: true, 429),
    row(
      "429 quota", error(429, "you are out", code: "\"insufficient_quota\""), auth, "quota is used up", retry: false,
      429),
    row(
      "500", LoopbackProvider.answer(500, type: "text/plain", "oops"), "APIError", "failure of its own: oops",
      retry: true, 500),
    row(
      "502 of a proxy", LoopbackProvider.answer(502, type: "text/html", "<html>bad</html>"), "APIError",
      "failure of its own",
      retry: true, 502),
    row(
      "503 overloaded", error(503, "overloaded", "Retry-After: 1"), "APIError", "overloaded", retry: true, 503,
      after: 1000),
    row("529", error(529, "overloaded"), "APIError", "overloaded", retry: true, 529),
    row(
      "NV-04 redirect", LoopbackProvider.answer(302, type: nil, "", "Location: http://elsewhere.example/"), "APIError",
      "sends elsewhere to http://elsewhere.example/", retry: false, 302),
    row(
      "NV-03 captive page", LoopbackProvider.answer(200, type: "text/html", "<html>log in</html>"), "APIError",
      "answered with text/html", retry: false, 200),
    row(
      "no type", LoopbackProvider.answer(200, type: nil, "data: x"), "APIError", "something without a type",
      retry: false, 200),
    row(
      "JSON that is no completion", LoopbackProvider.answer(200, "{\"a\":1}"), "ECONNRESET", "stops too early",
      retry: true),
    row(
      "an error as a good answer", error(200, "busy", type: "server_error", code: "503"), "APIError", "busy",
      retry: true, 503),
    row(
      "an error inside the stream", sse(words + "data: {\"error\":{\"message\":\"busy\",\"code\":502}}\n\n", .stall),
      "APIError",
      "busy", retry: true, 502),
    row(
      "context inside the stream", sse("data: {\"error\":{\"message\":\"exceeds the context window\"}}\n\n"), overflow,
      "window",
      retry: false, 500),
    row("NV-02 cut between events", sse(words), "ECONNRESET", "stops too early", retry: true),
    row("NV-02 cut inside an event", sse(words + "data: {\"choi"), "ECONNRESET", "stops too early", retry: true),
    row("NV-02 cut after the head", sse(""), "ECONNRESET", "stops too early", retry: true),
    row("reset", sse(words, .reset), "ECONNRESET", "broke in the middle of its answer", retry: true),
    row("gone before an answer", [], "ECONNRESET", "broke before it answered", retry: true),
    row(
      "NV-02 stalled stream", sse(words, .stall), "ETIMEDOUT", "nothing for 300ms in the middle of its answer",
      retry: true),
    row("NV-02 mute", [.stall], "ETIMEDOUT", "before it answered", retry: true),
    row(
      "garbage events", sse("data: <html>\n\ndata: 7\n\n"), "ECONNRESET", "2 events of it are no chunks", retry: true),
    row(
      "garbage bytes", [LoopbackProvider.head(), .bytes([0, 255, 10, 13, 0, 10])], "ECONNRESET", "stops too early",
      retry: true),
    row(
      "NV-03 a line without end", [LoopbackProvider.head(), .endless([UInt8](repeating: 0x61, count: 65536))],
      "APIError",
      "more than is taken", retry: false),
    row(
      "NV-03 a body without end",
      [LoopbackProvider.head(500, type: "text/plain"), .endless([UInt8](repeating: 0x61, count: 65536))],
      "APIError", "failure of its own", retry: true, 500),
    row("no HTTP", [LoopbackProvider.text("hello\r\n\r\n")], "ECONNRESET", "broke", retry: true),
  ]

  @Test(arguments: rows, [false, true])
  func `NV-02, NV-03: each fault of an endpoint has its class, with the relay in between too`(
    row: Row, isRelayed: Bool
  ) throws {
    let provider = try LoopbackProvider(row.steps)
    defer { provider.stop() }
    var run = try DirectRun()
    let relay = isRelayed ? try run.relay(to: provider.baseURL) : nil
    defer { relay?.stop() }
    if row.steps.contains(where: { if case .stall = $0 { true } else { false } }) { run.fields["stall_ms"] = "300" }
    let outcome = try run.run(provider)
    let error = try #require(outcome.error, "\(outcome.events)")
    #expect(error.name == row.kind && error.message.contains(row.words), "\(error)")
    #expect(
      error.isRetryable == row.isRetryable && error.status == row.status
        && error.retryAfterMilliseconds == row.retryAfter)
    #expect(
      outcome.status == 1 && outcome.ending == .providerError(error) && outcome.ending.isRetryable == row.isRetryable)
    #expect(outcome.ending.isUnauthorised == (row.kind == Self.auth))
    #expect(!String(decoding: outcome.bytes, as: UTF8.self).contains("sk-test"))
    #expect(provider.requests.count == 1, "the agent tries nothing again by itself")
  }

  @Test(arguments: [
    ("stop", AttemptOutcome.success), ("length", .truncated), ("content_filter", .refused(.contentFilter)),
    ("strange", .incomplete(.endReason("strange"))),
  ])
  func `how a model ends is said`(finish: String, ending: AttemptOutcome) throws {
    let provider = try LoopbackProvider(LoopbackProvider.stream(["<done findings=\"0\"/>"], finish: finish))
    defer { provider.stop() }
    let outcome = try DirectRun().run(provider)
    #expect(outcome.ending == ending && outcome.usage.tokens?.total == 120)
  }

  @Test func `a filter that refuses the prompt is a refusal`() throws {
    let provider = try LoopbackProvider(Self.error(400, "no", code: "\"content_filter\""))
    defer { provider.stop() }
    #expect(try DirectRun().run(provider).ending == .refused(.contentFilter))
  }

  @Test func `what a broken answer has cost is counted`() throws {
    let provider = try LoopbackProvider(Self.sse(Self.words + LoopbackProvider.usage(prompt: 70, answer: 7), .reset))
    defer { provider.stop() }
    let outcome = try DirectRun().run(provider)
    #expect(outcome.error?.name == "ECONNRESET" && outcome.usage.tokens?.total == 77)
  }

  @Test func `NV-01: the same through the relay, and a relay that is gone`() throws {
    let provider = try LoopbackProvider([])
    provider.stop()
    func ask(_ url: String) throws -> DirectRun.Outcome {
      var run = try DirectRun()
      let relay = try run.relay(to: url)
      defer { relay.stop() }
      return try run.run(url)
    }
    let gone = try ask(provider.baseURL)
    #expect(["ECONNREFUSED", "ECONNRESET"].contains(gone.error?.name) && gone.ending.isRetryable)
    let unknown = try ask("https://no-such-host.invalid/v1")
    #expect(unknown.error?.message.contains("the name no-such-host.invalid can't be resolved") == true)
    #expect(unknown.ending.isRetryable)
    let server = try TLSServer()
    defer { server.stop() }
    let untrusted = try ask("https://127.0.0.1:\(server.port)/v1")
    #expect(untrusted.error?.name == "CertificateError" && !untrusted.ending.isRetryable)
    var run = try DirectRun()
    try run.relay(to: provider.baseURL).stop()
    let orphan = try run.run(provider)
    #expect(orphan.error?.name == "RelayError" && !orphan.ending.isRetryable)
    #expect(orphan.error?.message.hasPrefix("the relay between agents and endpoint is gone") == true)
  }

  @Test func `what the relay refuses is no retryable error`() throws {
    let provider = try LoopbackProvider(LoopbackProvider.stream(["<done findings=\"0\"/>"], prompt: 900, answer: 200))
    defer { provider.stop() }
    var run = try DirectRun()
    let relay = try run.relay(to: provider.baseURL, budget: Budget(tokens: 1000, costUSD: nil))
    defer { relay.stop() }
    #expect(try run.run(provider).ending == .success)
    let spent = try run.run(provider)
    #expect(spent.error?.name == "BudgetError" && !spent.ending.isRetryable && !spent.ending.isUnauthorised)
    #expect(spent.error?.message == "the review's budget is used up: 1100 of 1000 tokens are used")
    run.fields["model"] = "another"
    let refused = try run.run(provider)
    #expect(refused.error?.name == "RelayError" && !refused.ending.isRetryable)
    #expect(refused.error?.message == "the relay to the endpoint refuses: the relay asks no model another")
    #expect(provider.requests.count == 1)
  }

  @Test func `NV-01: nobody there, no such host, a certificate that nobody vouches for`() throws {
    let provider = try LoopbackProvider([])
    provider.stop()
    let gone = try DirectRun().run(provider)
    #expect(["ECONNREFUSED", "ECONNRESET"].contains(gone.error?.name) && gone.ending.isRetryable)
    let unknown = try DirectRun().run("https://no-such-host.invalid/v1")
    #expect(unknown.error?.message.contains("the name no-such-host.invalid can't be resolved") == true)
    #expect(unknown.ending.isRetryable)
    let server = try TLSServer()
    defer { server.stop() }
    let untrusted = try DirectRun().run("https://127.0.0.1:\(server.port)/v1")
    #expect(untrusted.error?.name == "CertificateError" && !untrusted.ending.isRetryable)
  }
}
