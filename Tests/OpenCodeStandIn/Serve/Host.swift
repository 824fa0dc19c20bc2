internal import Foundation

/// The server's answers (opencode.md, 2.2).
final class Host: @unchecked Sendable {
  private static let heartbeat = 10.0

  let settings: Settings
  let hub: EventHub
  let configuration: Configuration
  let agents: Agents
  private let log: RunLog
  private let lock = NSLock()
  private var sessions: [String: Session] = [:]
  private var prompted: [String: Int] = [:]

  init(_ settings: Settings, _ configuration: Configuration, _ log: RunLog) {
    self.settings = settings
    self.log = log
    self.configuration = configuration
    agents = Agents(configuration, environment: settings.environment)
    hub = EventHub(settings)
  }

  func serve(_ socket: Int32) {
    var connection = HTTPConnection(socket)
    while let request = connection.next() {
      if hub.isHanging { while connection.next() != nil {} }
      guard isAllowed(request) else {
        connection.answer(401, nil, headers: ["WWW-Authenticate: Basic realm=\"Secure Area\""])
        continue
      }
      if request.method == "GET", request.path == ["event"] || request.path == ["global", "event"] {
        return stream(to: connection, isGlobal: request.path.count == 2)
      }
      let (status, body) = answer(request)
      if hub.isHanging { while connection.next() != nil {} }
      guard connection.answer(status, body) else { return }
    }
  }

  private func isAllowed(_ request: HTTPConnection.Request) -> Bool {
    guard let password = settings.environment["OPENCODE_SERVER_PASSWORD"], !password.isEmpty else { return true }
    let user = settings.environment["OPENCODE_SERVER_USERNAME"] ?? "opencode"
    let token = Data("\(user):\(password)".utf8).base64EncodedString()
    return request.headers["authorization"] == "Basic \(token)" || request.query.contains("auth_token=\(token)")
  }

  private func stream(to connection: HTTPConnection, isGlobal: Bool) {
    let ear = hub.listen(isGlobal: isGlobal)
    defer { hub.leave(ear) }
    guard connection.beginEvents() else { return }
    while true {
      let event = ear.next(within: Host.heartbeat / settings.speed)
      // Nothing comes any more, but nothing ends either.
      if hub.isHanging, event == nil { Pace.sleepForEver() }
      guard connection.event(event ?? EventHub.form("server.heartbeat", [:], isGlobal: isGlobal)) else { return }
    }
  }

  private func answer(_ request: HTTPConnection.Request) -> (Int, JSON?) {
    let path = request.path
    let body = (try? JSONReader.read(request.body.isEmpty ? "{}" : request.body)) ?? .null
    guard body.isObject else {
      return (400, ["name": "BadRequest", "data": ["message": "Malformed JSON", "kind": "Body"]])
    }
    switch (request.method, path.first, path.count) {
    case ("GET", "global", 2) where path[1] == "health":
      return (200, ["healthy": true, "version": .string(settings["VERSION"] ?? StandIn.version)])
    case ("GET", "config", 1): return (200, configuration.merged)
    case ("GET", "permission", 1): return (200, .array(all.flatMap(\.openRequests)))
    case ("POST", "permission", 3) where path[2] == "reply":
      guard let reply = body.text("reply"), all.contains(where: { $0.answer(path[1], reply) }) else {
        return missing("Permission request not found: \(path[1])")
      }
      return (200, true)
    case ("GET", "session", 2) where path[1] == "status":
      return (200, .object(all.compactMap { session in session.status.map { .init(key: session.id, value: $0) } }))
    case ("GET", "session", 1): return (200, .array(all.map(\.info)))
    case ("POST", "session", 1): return (200, create(body))
    case (_, "session", 2...):
      guard let session = lock.withLock({ sessions[path[1]] }) else { return missing("Session not found: \(path[1])") }
      return answer(request.method, Array(path.dropFirst(2)), body, session)
    default: return missing("Not found: /\(path.joined(separator: "/"))")
    }
  }

  private func answer(_ method: String, _ path: [String], _ body: JSON, _ session: Session) -> (Int, JSON?) {
    switch (method, path) {
    case ("GET", []): return (200, session.info)
    case ("GET", ["children"]): return (200, .array(all.map(\.info).filter { $0.text("parentID") == session.id }))
    case ("GET", ["message"]):
      return (200, .array(session.messages.map { ["info": $0.info, "parts": .array($0.parts)] }))
    case ("DELETE", []):
      session.abort()
      lock.withLock { sessions[session.id] = nil }
      hub.publish("session.deleted", ["sessionID": .string(session.id), "info": session.info])
      return (200, true)
    case ("POST", ["abort"]):
      session.abort()
      return (200, true)
    case ("POST", ["prompt_async"]), ("POST", ["message"]):
      guard session.begin() else {
        return (409, ["name": "SessionBusyError", "data": ["message": "Session is busy"]])
      }
      let play = play(body, session)
      Thread.detachNewThread { play.run() }
      if path == ["prompt_async"] { return (204, nil) }
      session.waitForEnd()
      guard let last = session.messages.last(where: { $0.info.text("role") == "assistant" }) else {
        return (
          500, ["name": "UnknownError", "data": ["message": "Unexpected server error. Check server logs for details."]]
        )
      }
      return (200, ["info": last.info, "parts": .array(last.parts)])
    default: return missing("Not found")
    }
  }

  private func missing(_ message: String) -> (Int, JSON?) {
    (404, ["name": "NotFoundError", "data": ["message": .string(message)]])
  }

  private var all: [Session] { lock.withLock { sessions.values.sorted { $0.id > $1.id } } }

  private func create(_ body: JSON) -> JSON {
    let id = Identifier.make("ses")
    let time = JSON.number("\(Identifier.now)")
    var info: JSON = [
      "id": .string(id), "slug": "jolly-planet", "version": .string(StandIn.version), "projectID": "global",
      "directory": .string(FileManager.default.currentDirectoryPath), "path": "",
      "title": body["title"] ?? "New session", "cost": 0,
      "tokens": ["input": 0, "output": 0, "reasoning": 0, "cache": ["read": 0, "write": 0]],
      "time": ["created": time, "updated": time],
    ]
    for key in ["parentID", "agent", "model", "metadata", "permission"] {
      if let value = body[key] { info[key] = value }
    }
    lock.withLock { sessions[id] = Session(id: id, info: info) }
    hub.publish("session.created", ["sessionID": .string(id), "info": info])
    return info
  }

  /// What a prompt sets in motion.
  private func play(_ body: JSON, _ session: Session) -> SessionPlay {
    let agent = body.text("agent") ?? session.info.text("agent")
    let model =
      pair(body["model"], "modelID") ?? pair(session.info["model"], "id") ?? configuration.model(of: agent)
    let text = (body["parts"]?.elements ?? []).compactMap { $0.text("text") }.joined(separator: "\n")
    settings.note(
      JSON.object([
        .init(key: "session", value: .string(session.id)), .init(key: "prompt", value: .string(text)),
        .init(key: "system", value: body["system"] ?? .null), .init(key: "model", value: .string(model ?? "")),
        .init(key: "agent", value: .string(agent ?? "")),
      ]).rendered(), in: "PROMPTS")
    var fault: String?
    if let agent, agents.agent(agent) == nil { fault = "Agent not found: \"\(agent)\"." }
    let scenario = Scenario.name(ofModel: model, configuration)
    let number = lock.withLock {
      prompted[scenario, default: 0] += 1
      return prompted[scenario, default: 1] - 1
    }
    let script =
      fault.map { Script.failing($0) } ?? Script.named(scenario, number: number, settings: settings)
      ?? Script.failing("Model not found: \(model ?? "none").")
    log.loop()
    return SessionPlay(
      script, session: session, hub: hub, settings: settings, prompt: text, agent: agent, model: model, log: log)
  }

  private func pair(_ model: JSON?, _ key: String) -> String? {
    guard let provider = model?.text("providerID"), let name = model?.text(key) else { return nil }
    return "\(provider)/\(name)"
  }
}
