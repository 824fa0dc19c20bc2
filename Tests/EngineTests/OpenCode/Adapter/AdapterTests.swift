import Engine
import EngineTestKit
import Foundation
import Testing

/// The adapter against a server on the loopback that plays what was recorded.
@Suite struct AdapterTests {
  private static let password = "a-password-of-the-run"
  private static let prompt = Array(
    "common partown part\n<conclave-task>\nspecialist: security\ncommon_bytes: 11\n</conclave-task>\n".utf8)

  /// A server that answers what an adapter asks; `events` follow each other in its stream.
  private static func server(
    session: String, events: [LoopbackProvider.Step], status: Int = 200, prompt: Int = 204,
    abort: @escaping @Sendable () -> Void = {}
  ) throws -> LoopbackProvider {
    try LoopbackProvider { request in
      switch request.line.split(separator: " ").dropFirst().first {
      case "/event": return [LoopbackProvider.head(status)] + (status == 200 ? events : [])
      case "/session": return LoopbackProvider.answer(200, "{\"id\":\"\(session)\"}")
      case "/session/\(session)/prompt_async":
        return LoopbackProvider.answer(
          prompt, prompt == 204 ? "" : #"{"name":"BadRequest","data":{"message":"no such agent"}}"#)
      case "/session/\(session)/abort":
        abort()
        return LoopbackProvider.answer(200, "true")
      default: return LoopbackProvider.answer(200, "true")
      }
    }
  }

  private struct Outcome {
    var status: Int32
    var events: [AgentEvent]
    var requests: [LoopbackProvider.Request]
    var count: EventCount { EventCount(events) }
    var hostLost: Bool { count.errors == [AgentError.hostLost] }
    func paths() -> [String] { requests.map { $0.line.split(separator: " ").prefix(2).joined(separator: " ") } }
  }

  private static func run(
    _ provider: LoopbackProvider, calls: OpenCodeCalls = OpenCodeCalls(), silence: Duration = .seconds(30)
  ) throws -> Outcome {
    let output = Locked([UInt8]())
    let agent = OpenCodeAgent(
      server: OpenCodeServer(url: "http://\(provider.host)", password: password), transport: CurlTransport(),
      calls: calls, silence: silence
    ) { bytes in output.withLock { $0 += bytes } }
    let model = try #require(OpenCodeModel("local/review-1", among: SetUp.local.providers))
    let status = agent.run(try OpenCodeTask(prompt: prompt, model: model, agent: "reviewer"))
    return Outcome(status: status, events: decode(output.withLock { $0 }).events, requests: provider.requests)
  }

  @Test(arguments: EventReaderTests.rows)
  func `a whole session is printed as an agent's stream`(row: EventReaderTests.Row) throws {
    let recording = try ServeRecording(row.name)
    let session = recording.sessions[0]
    let provider = try Self.server(session: session, events: [.bytes(recording.stream), .stall])
    defer { provider.stop() }
    let outcome = try Self.run(provider)
    #expect(outcome.status == (row.isFailed ? 1 : 0))
    #expect(outcome.count.starts == row.starts && outcome.count.finishes == row.finishes)
    #expect(outcome.count.tools == row.tools && outcome.count.retries == row.retries)
    #expect(outcome.count.errors == row.errors)
    #expect(outcome.events.last == .sessionEnd(reason: row.isFailed ? "error" : "idle"))
    #expect(outcome.paths().count { $0.hasPrefix("POST /permission/") } == row.rejects)
    #expect(!outcome.events.contains { if case .malformed = $0 { true } else { false } })
  }

  @Test func `the common part is the system prompt, and what is its own comes last`() throws {
    let recording = try ServeRecording("three-steps")
    let provider = try Self.server(session: recording.sessions[0], events: [.bytes(recording.stream), .stall])
    defer { provider.stop() }
    let outcome = try Self.run(provider)
    #expect(outcome.paths() == ["GET /event", "POST /session", "POST /session/\(recording.sessions[0])/prompt_async"])
    let credentials = "Basic " + Data("opencode:\(Self.password)".utf8).base64EncodedString()
    #expect(outcome.requests.allSatisfy { $0.header("authorization") == credentials })
    let body = try #require(try JSONSerialization.jsonObject(with: Data(outcome.requests[2].body)) as? [String: Any])
    #expect(body["system"] as? String == "common part" && body["agent"] as? String == "reviewer")
    #expect(body["model"] as? [String: String] == ["providerID": "local", "modelID": "review-1"])
    #expect(body["parts"] as? [[String: String]] == [["type": "text", "text": "own part\n"]])
  }

  @Test func `CP-23: an adapter that is told to stop ends its session first`() throws {
    let recording = try ServeRecording("three-steps")
    // All but the end.
    let stream = recording.events.prefix(20).flatMap { Array("data: ".utf8) + $0 + Array("\n\n".utf8) }
    let provider = try Self.server(session: recording.sessions[0], events: [.bytes(stream), .stall])
    defer { provider.stop() }
    let calls = OpenCodeCalls()
    Thread.detachNewThread {
      _ = provider.wait(requests: 3)
      calls.stop()
    }
    let start = Date()
    let outcome = try Self.run(provider, calls: calls)
    #expect(outcome.status == 143 && outcome.paths().last == "POST /session/\(recording.sessions[0])/abort")
    #expect(Date().timeIntervalSince(start) < 60)
    #expect(!outcome.events.contains { if case .sessionEnd = $0 { true } else { false } })
  }

  @Test func `CP-23: one that is told so before it has begun asks for nothing`() throws {
    let provider = try Self.server(session: "ses_a", events: [.stall])
    defer { provider.stop() }
    let calls = OpenCodeCalls()
    calls.stop()
    let outcome = try Self.run(provider, calls: calls)
    #expect(outcome.status == 143 && outcome.events == [] && outcome.requests.isEmpty)
  }

  @Test(arguments: [0, 1, 9, 30])
  func `CP-21: a server that goes away is lost, not the model`(events: Int) throws {
    let recording = try ServeRecording("three-steps")
    let stream = recording.events.prefix(events).flatMap { Array("data: ".utf8) + $0 + Array("\n\n".utf8) }
    let provider = try Self.server(session: recording.sessions[0], events: [.bytes(stream)])
    defer { provider.stop() }
    let outcome = try Self.run(provider)
    #expect(outcome.status == 1 && outcome.hostLost, "\(outcome.events)")
    var record = AttemptRecord()
    for event in outcome.events { record.apply(event) }
    let result = record.outcome(exit: AgentExit(status: .exited(1)))
    #expect(result.isRetryable && !result.isModelFailure && !result.isUnauthorised)
  }

  @Test func `CP-21: a server that does not even beat is lost`() throws {
    let provider = try Self.server(
      session: "ses_a", events: [.bytes(Array("data: {\"type\":\"server.connected\"}\n\n".utf8)), .stall])
    defer { provider.stop() }
    let outcome = try Self.run(provider, silence: .milliseconds(300))
    #expect(outcome.status == 1 && outcome.hostLost)
    #expect(outcome.paths().last == "POST /session/ses_a/abort")
  }

  @Test func `CP-21: nobody listens`() throws {
    let provider = try Self.server(session: "ses_a", events: [])
    provider.stop()
    let outcome = try Self.run(provider)
    #expect(outcome.status == 1 && outcome.hostLost)
  }

  @Test func `a refused prompt is an error of the session, with the server's words`() throws {
    let provider = try Self.server(
      session: "ses_a", events: [.bytes(Array("data: {\"type\":\"server.connected\"}\n\n".utf8)), .stall], prompt: 400)
    defer { provider.stop() }
    let outcome = try Self.run(provider)
    #expect(outcome.status == 1)
    guard case .error(let error) = outcome.events.last else {
      Issue.record("\(outcome.events)")
      return
    }
    #expect(error.name == "BadRequest" && error.message == "no such agent (400)" && !error.isRetryable)
  }

  @Test func `a server that does not know the password is told of`() throws {
    let provider = try Self.server(session: "ses_a", events: [], status: 401)
    defer { provider.stop() }
    let outcome = try Self.run(provider)
    #expect(outcome.status == 1 && outcome.count.errors == ["UnknownError"])
  }

  @Test func `a session with a name that is none is not asked for anything`() throws {
    let provider = try Self.server(
      session: "../../x", events: [.bytes(Array("data: {\"type\":\"server.connected\"}\n\n".utf8)), .stall])
    defer { provider.stop() }
    let outcome = try Self.run(provider)
    #expect(outcome.hostLost && outcome.paths() == ["GET /event", "POST /session"])
  }
}
