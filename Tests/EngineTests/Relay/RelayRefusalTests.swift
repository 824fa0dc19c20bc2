import EngineTestKit
import Testing

@testable import Engine

/// What the relay does not do, asked for over a real socket.
@Suite struct RelayRefusalTests {
  private struct Row: Sendable {
    var name: String
    var status: Int
    var make: @Sendable (RelayStage) -> [UInt8]

    init(_ name: String, _ status: Int, _ make: @escaping @Sendable (RelayStage) -> String) {
      self.init(name, status, bytes: { Array(make($0).utf8) })
    }

    init(_ name: String, _ status: Int, bytes: @escaping @Sendable (RelayStage) -> [UInt8]) {
      (self.name, self.status, make) = (name, status, bytes)
    }
  }

  private static func line(_ text: String, _ status: Int = 403) -> Row {
    Row(text, status) { $0.request(text, body: text.hasPrefix("GET") ? nil : RelayStage.body()) }
  }

  private static func headers(_ name: String, _ status: Int = 400, _ lines: String...) -> Row {
    Row(name, status) { $0.request(headers: lines) }
  }

  private static let other = [
    line("GET /own/v1/chat/completions HTTP/1.1"), line("POST /own/v1/models HTTP/1.1"),
    line("POST /own/v1/embeddings HTTP/1.1"), line("POST /own/v1/chat/completions/ HTTP/1.1"),
    line("POST /own/v1//chat/completions HTTP/1.1"), line("POST /own/v1/../v1/chat/completions HTTP/1.1"),
    line("POST /own/v1/chat/completions?x=1 HTTP/1.1"), line("POST /own/v1/chat/completions%2f HTTP/1.1"),
    line("POST /own/v1/chat/completions#x HTTP/1.1"), line("POST /other/v1/chat/completions HTTP/1.1"),
    line("POST //v1/chat/completions HTTP/1.1"), line("POST /v1/chat/completions HTTP/1.1"),
    line("DELETE /own/v1/models HTTP/1.1"), line("OPTIONS * HTTP/1.1"), line("GET / HTTP/1.1"),
    line("POST /own/v1/chat/completions@evil.example HTTP/1.1"),
    line("CONNECT evil.example:443 HTTP/1.1"), line("CONNECT /own/v1/chat/completions HTTP/1.1"),
    line("POST http://evil.example/own/v1/chat/completions HTTP/1.1"),
    line("POST https://evil.example/ HTTP/1.1"), line("POST own/v1/chat/completions HTTP/1.1"),
    Row("a model of somebody's", 403) { $0.request(body: RelayStage.body("gpt-9")) },
    Row("a model by part of its name", 403) { $0.request(body: RelayStage.body("large-")) },
    Row("no model", 403) { $0.request(body: #"{"messages":[]}"#) },
    Row("a model that is no text", 403) { $0.request(body: #"{"model":7}"#) },
    Row("two models", 400) { $0.request(body: #"{"model":"large-2","model":"gpt-9"}"#) },
    Row("two models, one escaped", 400) { $0.request(body: "{\"model\":\"large-2\",\"mod\\u0065l\":\"gpt-9\"}") },
    Row("a model below", 403) { $0.request(body: #"{"x":{"model":"large-2"}}"#) },
  ]

  private static let malformed = [
    line("POST /own/v1/chat/completions HTTP/1.0", 400), line("POST /own/v1/chat/completions HTTP/2.0", 400),
    line("POST /own/v1/chat/completions", 400), line("post /own/v1/chat/completions HTTP/1.1", 400),
    line("POST  /own/v1/chat/completions HTTP/1.1", 400), line(" POST /own/v1/chat/completions HTTP/1.1", 400),
    line("POST /own/v1/chat/completions HTTP/1.1 ", 400), line("POST\t/own/v1/chat/completions HTTP/1.1", 400),
    headers("two lengths", 400, "Content-Length: 5"), headers("two hosts", 400, "Host: other"),
    headers("two tokens", 400, "Authorization: Bearer x"),
    headers("chunks and a length", 411, "Transfer-Encoding: chunked"),
    headers("chunks in disguise", 411, "Transfer-Encoding : chunked".replacing(" :", with: ":")),
    headers("a blank before the colon", 400, "X-A : b"), headers("a line that goes on", 400, "X-A: b", " c"),
    headers("a line that goes on with a tab", 400, "X-A: b", "\tc"), headers("no colon", 400, "X-A"),
    headers("no name", 400, ": x"), headers("a bare LF", 400, "X-A: b\nX-B: c"), headers("a bare CR", 400, "X-A: b\rc"),
    headers("NUL", 400, "X-A: b\0c"), headers("a bell", 400, "X-A: \u{7}"), headers("DEL", 400, "X-A: \u{7F}"),
    headers("not ASCII", 400, "X-A: é"), headers("an upgrade", 400, "Upgrade: h2c"),
    headers("too many headers", 400, (0..<120).map { "X-\($0): 1" }.joined(separator: "\r\n")),
    headers("a head without end", 400, "X-A: " + String(repeating: "a", count: 40_000)),
    Row("chunks alone", 411) { $0.request(headers: ["Transfer-Encoding: chunked"], body: nil) + "0\r\n\r\n" },
    Row("no host", 400) { $0.request().replacing("Host: relay\r\n", with: "") },
    Row("no length", 400) { $0.request(body: nil) + RelayStage.body() },
    Row("a length of nothing", 400) { $0.request(headers: ["Content-Length: 0"], body: nil) },
    Row("a negative length", 400) { $0.request(headers: ["Content-Length: -1"], body: nil) },
    Row("a length with a sign", 400) { $0.request(headers: ["Content-Length: +5"], body: nil) },
    Row("a length in hex", 400) { $0.request(headers: ["Content-Length: 0x5"], body: nil) },
    Row("two numbers", 400) { $0.request(headers: ["Content-Length: 5, 5"], body: nil) },
    Row("a length beyond all", 400) { $0.request(headers: ["Content-Length: 99999999999999999999"], body: nil) },
    Row("17 MB", 413) { $0.request(headers: ["Content-Length: \(17 << 20)"], body: nil) },
    Row("more behind the body", 400) { $0.request() + "GET /own/v1/models HTTP/1.1\r\n\r\n" },
    Row("no JSON", 400) { $0.request(body: "model=large-2") },
    Row("an array", 400) { $0.request(body: #"[{"model":"large-2"}]"#) },
    Row("JSON with more behind", 400) { $0.request(body: RelayStage.body() + "{}") },
    Row("JSON that is too deep", 400) {
      $0.request(body: "{\"model\":\"large-2\",\"x\":" + String(repeating: "[", count: 200_000))
    },
    Row("a list with a body", 400) { $0.request("GET /own/v1/models HTTP/1.1") },
    Row("no text", 400, bytes: { _ in [UInt8](repeating: 0xFF, count: 100) + Array("\r\n\r\n".utf8) }),
    Row("TLS", 400, bytes: { _ in [0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0] + Array("\r\n\r\n".utf8) }),
  ]

  private static let strangers = [
    Row("no token", 401) { $0.request().replacing("Authorization: Bearer \($0.relay.token)\r\n", with: "") },
    Row("an empty one", 401) { $0.request(token: "") }, Row("a wrong one", 401) { $0.request(token: "x") },
    Row("the key", 401) { $0.request(token: RelayStage.key) },
    Row("one that is longer", 401) { $0.request(token: $0.relay.token + "0") },
    Row("one that is shorter", 401) { $0.request(token: String($0.relay.token.dropLast())) },
    Row("in capitals", 401) { $0.request(token: $0.relay.token.uppercased() + "") },
    Row("in another scheme", 401) { $0.request().replacing("Bearer ", with: "Basic ") },
    Row("with another path", 401) { $0.request("GET /etc/passwd HTTP/1.1", token: "x", body: nil) },
  ]

  @Test func `SE-03: another host, path, model or token is refused, logged, and reaches no provider`() throws {
    let stage = try RelayStage { _ in LoopbackProvider.stream(["no"]) }
    var count = 0
    for row in Self.other + Self.malformed + Self.strangers {
      let answer = try stage.send(row.make(stage))
      #expect(answer.hasPrefix("HTTP/1.1 \(row.status) "), "\(row.name): \(answer.prefix(200))")
      #expect(!answer.contains(RelayStage.key) && !answer.contains(stage.relay.token), "\(row.name)")
      count += 1
      #expect(stage.refusals.count == count && stage.refusals.last?.hasPrefix("\(row.status) ") == true, "\(row.name)")
    }
    #expect(stage.provider.requests.isEmpty)
    // It has taken no harm.
    #expect(try stage.ask().head?.status == 200)
    FaultNote.say("SE-03", "\(count) requests for something else are refused and logged; the provider heard of none")
  }

  @Test func `requests that end in the middle, or are noise, do no harm`() throws {
    let stage = try RelayStage { _ in LoopbackProvider.stream(["no"]) }
    let whole = Array(stage.request().utf8)
    for length in stride(from: 0, to: whole.count, by: 7) {
      let connection = try RelayStage.Connection(stage.relay.socketPath)
      try connection.say(Array(whole[..<length]))
      connection.end()
      let answer = String(decoding: connection.hear(), as: UTF8.self)
      #expect(length == 0 ? answer.isEmpty : answer.hasPrefix("HTTP/1.1 400 "), "\(length): \(answer.prefix(100))")
    }
    var random = SplitMix(seed: 7)
    for _ in 0..<300 {
      // Changed in a few places, so that much of it is still read.
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let connection = try RelayStage.Connection(stage.relay.socketPath)
      try connection.say(bytes + Array("\r\n\r\n".utf8))
      connection.end()
      let answer = String(decoding: connection.hear(), as: UTF8.self)
      #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 "), "\(answer.prefix(100))")
    }
    #expect(try stage.ask().head?.status == 200)
  }

  @Test func `the head of a good request is read`() throws {
    let text =
      "POST /a/b HTTP/1.1\r\nHost: x\r\nContent-Length:  12 \r\nX-Session-ID:\tses_1\r\nAccept: a\r\nAccept: b\r\n\r\n"
    let head = try RelayHead(Array(text.utf8)[...])
    #expect(head.method == "POST" && head.path == "/a/b" && head.length == 12 && head["x-session-id"] == "ses_1")
    #expect(head["accept"] == "a" && RelayHead.end(in: Array(text.utf8) + [1, 2]) == text.utf8.count)
  }

  @Test func `a socket with a path that is too long is an error and no trap`() throws {
    let folder = "/tmp/" + String(repeating: "x", count: 150)
    #expect(throws: ReviewFailure.self) {
      try Relay(
        in: folder, providers: [], budget: Budget(tokens: nil, costUSD: nil), opensPort: false,
        transport: CurlTransport())
    }
  }
}
