import Engine
import EngineTestKit
import Foundation
import Testing

/// A running `opencode serve` and a client that listens to it.
final class ServedHost: @unchecked Sendable {
  static let password = "not a secret"
  private static let patience: TimeInterval = 120

  let place: Workplace
  private(set) var url = ""
  private let state = NSCondition()
  private var output: [UInt8] = []
  private var heard: [ServedEvent] = []
  private var exit: Result<ChildExit, any Error>?
  private let stream = HTTPCall()

  private init(_ place: Workplace) { self.place = place }

  /// Starts a server, waits for its line and for its health, listens, and ends it after `body`. Returns how it ended, nil where it
  /// was ended by us.
  @discardableResult static func with(
    _ place: Workplace, arguments: [String] = ["--port", "0"], _ body: @Sendable (ServedHost) async throws -> Void
  ) async throws -> ChildExit? {
    let host = ServedHost(place)
    let files = ChildFiles(
      input: "/dev/null", output: place.folder.file("serve.out"), error: place.folder.file("serve.err"),
      directory: place.empty)
    let command = place.command(
      ["serve", "--hostname", "127.0.0.1"] + arguments, adding: ["OPENCODE_SERVER_PASSWORD": password])
    let running = Task {
      try await AgentProcess.run(command, files: files, shim: Built.shim, grace: .seconds(15)) { bytes in
        host.printed(bytes)
      }
    }
    Task { host.ended(await running.result) }
    do {
      if await host.waitForLine() {
        host.listen()
        // What is told before is told to nobody.
        await host.waitForEvents("server.connected") { !$0.isEmpty }
        try await body(host)
      }
    } catch {
      host.stream.cancel()
      running.cancel()
      _ = await running.result
      throw error
    }
    host.stream.cancel()
    running.cancel()
    return try? await running.value
  }

  private func printed(_ bytes: Span<UInt8>) {
    state.withLock {
      for index in bytes.indices { output.append(bytes[index]) }
      state.broadcast()
    }
  }

  private func ended(_ result: Result<ChildExit, any Error>) {
    state.withLock {
      exit = result
      state.broadcast()
    }
  }

  /// Waits on a thread of its own, since tests share few.
  private func wait(_ isSo: @escaping @Sendable () -> Bool) async -> Bool {
    await withCheckedContinuation { done in
      Thread.detachNewThread { [self] in
        let end = Date(timeIntervalSinceNow: ServedHost.patience)
        done.resume(
          returning: state.withLock {
            while !isSo() { if !state.wait(until: end) { return isSo() } }
            return true
          })
      }
    }
  }

  /// False where it ended without one.
  private func waitForLine() async -> Bool {
    let mark = "opencode server listening on "
    @Sendable func line() -> String? {
      String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: true)
        .first { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
    }
    _ = await wait { line() != nil || self.exit != nil }
    url = state.withLock { line() ?? "" }
    return !url.isEmpty
  }

  /// Waits until it has ended by itself.
  func waitForEnd() async -> Bool { await wait { self.exit != nil } }

  private func listen() {
    let request = request("GET", "/event", nil, stall: nil)
    Thread.detachNewThread { [self] in
      var reader = SSEReader()
      try? CurlTransport().send(request, call: stream, head: { _ in }) { bytes in
        (try? reader.read(bytes) { event in
          guard case .message(_, let data) = event, let seen = ServedEvent(Data(data)) else { return }
          state.withLock {
            heard.append(seen)
            state.broadcast()
          }
        }) != nil
      }
    }
  }

  private func request(_ method: String, _ path: String, _ body: String?, stall: Duration?) -> HTTPRequest {
    let token = Data("opencode:\(ServedHost.password)".utf8).base64EncodedString()
    var request = HTTPRequest(
      method: method, url: url + path,
      headers: [
        (name: "Authorization", value: "Basic \(token)"), (name: "Content-Type", value: "application/json"),
      ], body: body.map { Array($0.utf8) })
    request.limits.stall = stall
    return request
  }

  /// Asks it something; status 0 where it does not answer.
  func ask(
    _ method: String, _ path: String, _ body: String? = nil, stall: Duration = .seconds(60)
  ) async -> (status: Int, body: String) {
    let request = request(method, path, body, stall: stall)
    return await withCheckedContinuation { done in
      Thread.detachNewThread { done.resume(returning: ServedHost.send(request)) }
    }
  }

  static func send(_ request: HTTPRequest) -> (status: Int, body: String) {
    var status = 0
    var bytes: [UInt8] = []
    try? CurlTransport().send(request, call: HTTPCall(), head: { status = $0.status }) { piece in
      for index in piece.indices { bytes.append(piece[index]) }
      return true
    }
    return (status, String(decoding: bytes, as: UTF8.self))
  }

  var events: [ServedEvent] { state.withLock { heard } }

  func events(of session: String) -> [ServedEvent] { events.filter { $0.session == session } }

  /// Waits until the events are as wanted; says so where they never are.
  func waitForEvents(_ what: String, _ isSo: @escaping @Sendable ([ServedEvent]) -> Bool) async {
    let isWell = await wait { isSo(self.heard) }
    #expect(isWell, "\(what) never came")
  }

  /// A new session that is asked something of a scenario's model.
  func prompt(_ scenario: String) async throws -> String {
    let id = try await newSession()
    let sent = await ask("POST", "/session/\(id)/prompt_async", ServedHost.prompt(scenario))
    #expect(sent.status == 204)
    return id
  }

  func newSession() async throws -> String {
    let made = await ask("POST", "/session", #"{"title":"a reviewer"}"#)
    #expect(made.status == 200)
    let object = try JSONSerialization.jsonObject(with: Data(made.body.utf8)) as? [String: Any]
    return try #require(object?["id"] as? String)
  }

  static func prompt(_ scenario: String) -> String {
    """
    {"agent":"reviewer","model":{"providerID":"local","modelID":"\(scenario)"},
     "parts":[{"type":"text","text":"Review the change."}]}
    """
  }
}
