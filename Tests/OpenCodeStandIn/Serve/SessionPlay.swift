internal import Foundation

/// Plays a script for one session, until its end or until it is aborted.
final class SessionPlay: @unchecked Sendable {
  private let script: Script
  private let session: Session
  private let hub: EventHub
  private let prompt: String
  private let log: RunLog
  private let agent: String?
  private let model: [String]
  private let speed: Double
  private let start = Date()
  private var map = IdentifierMap()
  /// The names that the recording's messages have here, for a loop.
  private var userMessage = ""
  /// The call that a client has permitted: it does not fail any more.
  private var permitted: String?

  init(
    _ script: Script, session: Session, hub: EventHub, settings: Settings, prompt: String, agent: String?,
    model: String?, log: RunLog
  ) {
    self.script = script
    self.session = session
    self.hub = hub
    self.prompt = prompt
    self.log = log
    self.agent = agent
    self.model = (model ?? "").split(separator: "/", maxSplits: 1).map(String.init)
    speed = settings.speed
    map.set(script.session, to: session.id)
    userMessage = Identifier.make("msg")
    map.set(script.userMessage, to: userMessage)
  }

  func run() {
    defer { session.end() }
    for step in script.steps { guard play(step, at: step.seconds) else { return abort() } }
    switch script.ending {
    case .done: return
    case .silence: break
    case .cycle(let range, let seconds):
      var time = script.steps.last?.seconds ?? 0
      while true {
        renew(range)
        time += seconds
        for step in script.steps[range] { guard play(step, at: time) else { return abort() } }
      }
    }
    _ = session.wait(until: nil)
    abort()
  }

  /// The next round has new messages and parts, and begins with the message that the last one has opened.
  private func renew(_ range: Range<Int>) {
    func message(_ step: Script.Step) -> String? { step.properties["part"]?.text("messageID") }
    let first = script.steps[range].firstIndex { message($0) != nil }.flatMap { message(script.steps[$0]) }
    let opened = script.steps[range].last { $0.properties["info"]?.text("role") == "assistant" }?
      .properties["info"]?.text("id")
    let carried = opened.map { map.rewrite($0) }
    map.forgetAllButSessions()
    map.set(script.userMessage, to: userMessage)
    if let first, let carried, first != opened { map.set(first, to: carried) }
  }

  /// False where the session was aborted before.
  private func play(_ step: Script.Step, at seconds: Double) -> Bool {
    let due = start.addingTimeInterval(seconds / speed)
    guard session.wait(until: due) == .due else { return false }
    let properties = adapted(step)
    let asks = step.type == "permission.asked" && properties.text("sessionID") == session.id
    if asks { session.ask(properties) }
    publish(step.type, properties)
    guard asks else { return true }
    guard let reply = session.reply(to: properties) else { return false }
    publish(
      "permission.replied",
      ["sessionID": .string(session.id), "requestID": properties["id"] ?? "", "reply": .string(reply)])
    if reply != "reject" { permitted = properties.text("tool", "callID") }
    return true
  }

  private func publish(_ type: String, _ properties: JSON) {
    if properties.text("sessionID") == session.id { session.take(type, properties) }
    // What the real one logs of a request, in the order in which it is known here.
    if properties.text("status", "type") == "retry" { log.step(model.last ?? "", isRetry: true) }
    if properties.text("part", "type") == "step-start" { log.step(model.last ?? "", isRetry: false) }
    hub.publish(type, properties)
  }

  /// With the names of today, the prompt that was sent, the model and agent that were asked for.
  private func adapted(_ step: Script.Step) -> JSON {
    guard var value = try? JSONReader.read(map.rewrite(step.properties.rendered())) else { return step.properties }
    if var part = value["part"], part.text("messageID") == userMessage, part.text("type") == "text" {
      part["text"] = .string(prompt)
      value["part"] = part
    }
    if var part = value["part"], let permitted, part.text("callID") == permitted,
      part.text("state", "status") == "error"
    {
      part["state"]?["status"] = "completed"
      part["state"]?["error"] = nil
      part["state"]?["output"] = ""
      part["state"]?["title"] = ""
      part["state"]?["metadata"] = ["truncated": false]
      value["part"] = part
    }
    guard var info = value["info"] else { return value }
    let isOwn = value.text("sessionID") == session.id
    if isOwn, step.type.hasPrefix("session.") { info = info.merged(with: session.info) }
    if isOwn, let agent, info["agent"] != nil { info["agent"] = .string(agent) }
    if isOwn, model.count == 2, info["modelID"] != nil {
      info["providerID"] = .string(model[0])
      info["modelID"] = .string(model[1])
    }
    value["info"] = info
    return value
  }

  /// What was seen to follow an abort; a session that waits for a retry ends without an error.
  private func abort() {
    let time = JSON.number("\(Identifier.now)")
    let wasWaiting = session.status?.text("type") == "retry"
    if !wasWaiting {
      publish(
        "session.error",
        [
          "sessionID": .string(session.id),
          "error": ["name": "MessageAbortedError", "data": ["message": "Aborted"]],
        ])
      idle()
    }
    if var last = session.messages.last, last.info.text("role") == "assistant" {
      let open = last.parts.compactMap { closed($0, time) }
      // Of the blocks of earlier tries nothing is told.
      let block = open.last { $0.text("type") != "tool" }?.text("id")
      for part in open where part.text("type") == "tool" || part.text("id") == block { publishPart(part, time) }
      last.info["error"] = ["name": "MessageAbortedError", "data": ["message": "Aborted"]]
      last.info["time"]?["completed"] = time
      publish("message.updated", ["sessionID": .string(session.id), "info": last.info])
    }
    idle()
  }

  private func publishPart(_ part: JSON, _ time: JSON) {
    publish("message.part.updated", ["sessionID": .string(session.id), "part": part, "time": time])
  }

  /// A block that was being written has what was written of it; a call that ran has failed. Nil for what was over.
  private func closed(_ part: JSON, _ time: JSON) -> JSON? {
    var part = part
    switch part.text("type") {
    case "text", "reasoning":
      guard part["time"]?["start"] != nil, part["time"]?["end"] == nil else { return nil }
      part["text"] = .string(session.written(part.text("id") ?? ""))
      part["time"]?["end"] = time
    case "tool":
      guard ["pending", "running"].contains(part.text("state", "status")) else { return nil }
      part["state"]?["status"] = "error"
      part["state"]?["error"] = "Tool execution aborted"
      part["state"]?["metadata"] = ["interrupted": true]
    default: return nil
    }
    return part
  }

  private func idle() {
    for step in ScriptWriter.idle(session: session.id, seconds: 0) { publish(step.type, step.properties) }
  }
}
