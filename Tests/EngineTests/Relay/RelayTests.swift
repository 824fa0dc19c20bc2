import EngineTestKit
import Foundation
import Testing

@testable import Engine

/// The relay over real sockets, with a real provider behind it.
@Suite struct RelayTests {
  private static let whole = LoopbackProvider.stream(["Hel", "lo."], prompt: 100, answer: 20, cached: 60)

  private static func text(_ steps: [LoopbackProvider.Step]) -> String {
    steps.dropFirst().reduce(into: "") { text, step in
      if case .bytes(let bytes) = step { text += String(decoding: bytes, as: UTF8.self) }
    }
  }

  @Test(arguments: [false, true])
  func `an answer passes byte for byte, the key goes out and the token does not`(port: Bool) throws {
    let stage = try RelayStage { _ in Self.whole }
    let (head, body, failure) = try stage.ask(port: port)
    #expect(failure == nil && head?.status == 200 && head?.contentType == "text/event-stream")
    #expect(body == Self.text(Self.whole))
    let request = try #require(stage.provider.requests.first)
    #expect(request.line == "POST /v1/chat/completions HTTP/1.1" && request.text == RelayStage.body())
    #expect(request.header("authorization") == "Bearer \(RelayStage.key)")
    #expect(request.header("x-tenant-token") == RelayStage.extra && request.header("x-title") == "harmless words")
    let raw = String(decoding: request.raw, as: UTF8.self)
    #expect(!raw.contains(stage.relay.token) && request.header("x-conclave-specialist") == nil)
    #expect(
      stage.events.contains(
        .used(
          by: "security", model: "large-2",
          Usage(tokens: TokenUsage(input: 40, output: 20, reasoning: 0, cacheRead: 60)))))
    #expect(stage.events.contains(.answered(by: "security", status: 200, retryAfterMilliseconds: nil)))
    #expect(stage.events.contains { if case .alive(by: "security", let bytes) = $0 { bytes > 0 } else { false } })
  }

  @Test func `a list of models passes, and answers that are no stream are counted too`() throws {
    let stage = try RelayStage { request in
      request.line.hasPrefix("GET")
        ? LoopbackProvider.answer(200, #"{"data":[{"id":"large-2"}]}"#)
        : LoopbackProvider.answer(
          200, #"{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"cost":0.5}}"#)
    }
    let list = try stage.ask("/own/v1/models", body: nil)
    #expect(list.head?.status == 200 && list.body == #"{"data":[{"id":"large-2"}]}"#)
    #expect(stage.provider.requests.first?.line == "GET /v1/models HTTP/1.1")
    _ = try stage.ask(body: RelayStage.body("org/small:1"))
    #expect(
      stage.events.last { if case .used = $0 { true } else { false } }
        == .used(
          by: "security", model: "org/small:1", Usage(tokens: TokenUsage(input: 5, output: 2), costUSD: 0.5)))
  }

  @Test func `headers of the provider's own do not pass`() throws {
    let stage = try RelayStage { _ in
      LoopbackProvider.answer(
        429, #"{"error":{"message":"slow"}}"#, "Set-Cookie: id=1", "Retry-After: 7", "X-Request-Id: r1",
        "Server: secret-server", "Keep-Alive: 5", "X-Echo: \(RelayStage.key)", "Location: /\(RelayStage.key)")
    }
    let (head, body, _) = try stage.ask()
    let names = Set(head?.headers.map { $0.name.lowercased() } ?? [])
    #expect(
      names == ["content-type", "retry-after", "x-request-id", "location", "transfer-encoding", "connection"])
    #expect(head?["location"] == "/[key]" && body.contains("slow") && head?.status == 429)
    #expect(stage.events.contains(.answered(by: "security", status: 429, retryAfterMilliseconds: 7000)))
  }

  @Test func `SE-05, SE-06: a provider that repeats the key does not tell it to the agent, however it is cut`() throws {
    let key = Array(RelayStage.key.utf8)
    for cut in 1..<key.count {
      let stage = try RelayStage { _ in
        [
          LoopbackProvider.head(), .bytes(Array("data: <".utf8) + key[..<cut]),
          .bytes(key[cut...] + Array(">\n\n".utf8)),
        ]
      }
      let body = try stage.ask().body
      #expect(body == "data: <[key]>\n\n", "cut at \(cut)")
    }
    let stage = try RelayStage { _ in
      LoopbackProvider.answer(400, "{\"error\":{\"message\":\"\(RelayStage.extra), harmless words\"}}")
    }
    #expect(try stage.ask().body == #"{"error":{"message":"[key], harmless words"}}"#)
    FaultNote.say("SE-06", "a key in two pieces is taken out at each of \(key.count - 1) cuts")
  }

  @Test func `a client that goes away frees the provider's place at once`() throws {
    // What is said to somebody who has gone already is no stall that ends.
    let stage = try RelayStage { request in
      request.text.contains("mute") ? [.stall] : [LoopbackProvider.head(), LoopbackProvider.text(": x\n\n"), .stall]
    }
    for waitsForText in [true, false] {
      var connection: RelayStage.Connection? = try RelayStage.Connection(stage.relay.socketPath)
      try connection?.say(Array(stage.request(body: RelayStage.body("large-2", waitsForText ? "" : "mute")).utf8))
      if waitsForText { _ = connection?.hear { $0.contains(": x") } }
      let count = waitsForText ? 1 : 2
      #expect(stage.provider.wait(requests: count))
      connection = nil
      #expect(stage.provider.wait(gone: count))
    }
  }

  @Test func `the end of the relay ends what passes, and an answer that breaks off does not look whole`() throws {
    let stage = try RelayStage { request in
      request.text.contains("stall")
        ? [LoopbackProvider.head(), LoopbackProvider.text("data: 1\n\n"), .stall]
        : [LoopbackProvider.head(), LoopbackProvider.text("data: 1\n\n"), .reset]
    }
    let torn = try stage.ask()
    #expect(torn.body == "data: 1\n\n" && torn.failure?.kind == .broken)
    let stopped = try stage.ask(body: RelayStage.body("large-2", "stall")) { _ in
      Thread.detachNewThread { [relay = stage.relay] in relay.stop() }
    }
    #expect(stopped.failure?.kind == .broken)
    #expect(stage.provider.wait(gone: 1))
    stage.relay.stop()
    #expect(!FileManager.default.fileExists(atPath: stage.relay.socketPath))
    #expect(try stage.ask().failure?.kind == .refused)
  }

  @Test func `TB-15: nothing is asked for once the budget is spent`() throws {
    for (budget, words) in [
      (Budget(tokens: 200, costUSD: nil), "240 of 200 tokens are used"),
      (Budget(tokens: nil, costUSD: 0.5), "$0.60 of $0.50 are spent"),
    ] {
      let stage = try RelayStage(budget: budget, cost: { _, tokens in Double(tokens.total) / 400 }) { _ in Self.whole }
      #expect(try stage.ask().head?.status == 200)
      #expect(try stage.ask().head?.status == 200)
      let (head, body, _) = try stage.ask()
      #expect(head?.status == 402 && body.contains("\"type\":\"conclave_budget\"") && body.contains(words), "\(body)")
      #expect(stage.refusals == ["402 \(words)"] && stage.provider.requests.count == 2)
    }
  }

  @Test func `what the relay meets in an agent's place is said in a way that is understood`() throws {
    for (url, kind, status) in [
      ("http://127.0.0.1:1/v1", HTTPFailure.Kind.refused, 502), ("http://no-such-host.invalid/v1", .unresolved, 502),
      ("http://exa mple/v1", .badRequest, 424),
    ] {
      let stage = try RelayStage(baseURL: url) { _ in [] }
      let (head, body, _) = try stage.ask()
      #expect(head?.status == status, "\(body)")
      let error = try #require(ChatDecoder.error(ofBody: Array(body.utf8)))
      #expect(RelayWords.failure(error)?.kind == kind, "\(body)")
    }
  }

  @Test func `many at once, each with its own answer`() async throws {
    let stage = try RelayStage { request in
      LoopbackProvider.stream([
        request.text.components(separatedBy: "\"content\":\"").last?.prefix { $0 != "\"" }.description ?? ""
      ])
    }
    let threads = 20
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<threads {
        group.addTask { try stage.ask(body: RelayStage.body("large-2", "n\(number).")).body.contains("n\(number).") }
      }
      for try await isRight in group { #expect(isRight) }
    }
    #expect(stage.provider.requests.count == threads)
  }
}
