internal import Foundation

/// Makes of a recorded `run` what a server would have told of it: deltas, tool calls as they run, status, retries.
struct ScriptWriter {
  static let rejection = "The user rejected permission to use this specific tool call."
  private static let pieceLength = 20

  private let session: String
  private let user: String
  private var current = ""
  private var steps: [Script.Step] = []
  /// When the next step comes, since the prompt.
  var seconds = 0.1
  private let base = Identifier.now

  init(session: String, message: String) {
    self.session = session
    user = message
  }

  func script(ending: Script.Ending = .done) -> Script {
    Script(steps: steps, ending: ending, session: session, userMessage: user)
  }

  static func script(of recording: Recording) -> Script {
    let lines = recording.lines.compactMap { line in (try? JSONReader.read(line.text)).map { (line.seconds, $0) } }
    let session = lines.first?.1.text("sessionID") ?? Identifier.make("ses")
    var writer = ScriptWriter(session: session, message: Identifier.make("msg"))
    writer.begin()
    writer.busy()
    let start = lines.first?.0 ?? 0
    var asked = Asked.read(recording.errorText)[...]
    if recording.name == "retried-429-then-success" { writer.retriesOfALimit() }
    let offset = writer.seconds + 0.7
    var cycle: Int?
    var hasOpenStep = false
    for (time, line) in lines {
      let gap = time - start + offset - writer.seconds
      let type = line.text("type")
      if type == "step_start", hasOpenStep { writer.retryInside(gap: gap) }
      writer.add(line, after: max(gap, 0), asked: &asked)
      if type == "step_start" { hasOpenStep = true }
      if type == "step_finish" { hasOpenStep = false }
      if recording.cycle != nil, type == "step_finish" {
        cycle = writer.steps.count
        break
      }
    }
    if let cycle, let round = recording.cycle {
      let first = writer.steps.firstIndex { $0.properties["info"]?.text("role") == "assistant" } ?? 0
      return writer.script(ending: .cycle(first..<cycle, seconds: max(round.seconds, 0.05)))
    }
    if recording.isEndless { return writer.script(ending: .silence) }
    if recording.lines.last?.text.hasPrefix("{\"type\":\"error\"") != true { writer.idle() }
    return writer.script()
  }

  private mutating func emit(_ type: String, _ properties: JSON) {
    var all: JSON = ["sessionID": .string(session)]
    for member in properties.members { all[member.key] = member.value }
    steps.append(Script.Step(seconds: seconds, type: type, properties: all))
  }

  mutating func begin() {
    emit(
      "message.updated",
      [
        "info": [
          "id": .string(user), "role": "user", "sessionID": .string(session), "time": ["created": .number("\(base)")],
        ]
      ])
    part(["id": .string(Identifier.make("prt")), "messageID": .string(user), "type": "text", "text": ""])
  }

  mutating func busy() { emit("session.status", ["status": ["type": "busy"]]) }

  mutating func retry(attempt: Int, message: String, delay: Double) {
    let next = base + Int((seconds + delay) * 1000)
    emit(
      "session.status",
      [
        "status": [
          "type": "retry", "attempt": .number("\(attempt)"), "message": .string(message), "next": .number("\(next)"),
        ]
      ])
  }

  private mutating func retriesOfALimit() {
    for attempt in 1...2 {
      retry(attempt: attempt, message: "Rate limit reached", delay: 2)
      seconds += 2
    }
    busy()
  }

  /// A second start of the same step: the wait before it was told.
  private mutating func retryInside(gap: Double) {
    let attempt = steps.count { $0.properties["status"]?.text("type") == "retry" } + 1
    seconds += gap / 2
    retry(attempt: attempt, message: "SSE read timed out", delay: gap / 2)
    seconds += gap / 2
    busy()
  }

  mutating func assistant(_ id: String) {
    current = id
    emit("message.updated", ["info": info(reason: nil)])
  }

  private func info(reason: String?) -> JSON {
    var info: JSON = [
      "id": .string(current), "parentID": .string(user), "role": "assistant", "mode": "coordinator",
      "agent": "coordinator", "cost": 0, "modelID": "m1", "providerID": "local", "sessionID": .string(session),
      "time": ["created": .number("\(base + Int(seconds * 1000))")],
    ]
    if let reason { info["finish"] = .string(reason) }
    return info
  }

  private mutating func part(_ part: JSON) {
    var part = part
    part["sessionID"] = .string(session)
    emit("message.part.updated", ["part": part, "time": .number("\(base + Int(seconds * 1000))")])
  }

  /// What one printed line was on the server.
  private mutating func add(_ line: JSON, after gap: Double, asked: inout ArraySlice<Asked>) {
    guard let whole = line["part"] else {
      seconds += gap
      if current.isEmpty { assistant(Identifier.make("msg")) }
      emit("session.error", ["error": line["error"] ?? .null])
      idle()
      emit("message.updated", ["info": info(reason: nil)])
      return idle()
    }
    if let message = whole.text("messageID"), message != current { assistant(message) }
    switch whole.text("type") {
    case "text", "reasoning": write(whole, over: gap)
    case "tool": tool(whole, over: gap, asked: &asked)
    case "step-finish":
      seconds += gap
      part(whole)
      emit("message.updated", ["info": info(reason: whole.text("reason"))])
    default:
      seconds += gap
      busy()
      part(whole)
    }
  }

  private mutating func write(_ whole: JSON, over gap: Double) {
    let letters = Array(whole.text("text") ?? "")
    var empty = whole
    empty["text"] = ""
    empty["time"]?["end"] = nil
    part(empty)
    let pieces = max(1, (letters.count + ScriptWriter.pieceLength - 1) / ScriptWriter.pieceLength)
    for number in 0..<pieces {
      seconds += gap / Double(pieces)
      let piece = letters.dropFirst(number * ScriptWriter.pieceLength).prefix(ScriptWriter.pieceLength)
      emit(
        "message.part.delta",
        [
          "messageID": .string(current), "partID": whole["id"] ?? "", "field": "text", "delta": .string(String(piece)),
        ])
    }
    part(whole)
  }

  private mutating func tool(_ whole: JSON, over gap: Double, asked: inout ArraySlice<Asked>) {
    var early = whole
    early["state"] = ["status": "pending", "input": [:], "raw": ""]
    part(early)
    early["state"] = [
      "status": "running", "input": whole["state"]?["input"] ?? .object([]),
      "time": ["start": whole["state"]?["time"]?["start"] ?? 0],
    ]
    part(early)
    if whole["state"]?.text("error") == ScriptWriter.rejection, let request = asked.popFirst() {
      emit(
        "permission.asked",
        [
          "id": .string(Identifier.make("per")), "permission": .string(request.permission),
          "patterns": [.string(request.pattern)], "metadata": [:], "always": [.string(request.pattern)],
          "tool": ["messageID": .string(current), "callID": whole["callID"] ?? ""],
        ])
    }
    seconds += gap
    part(whole)
  }

  private mutating func idle() { steps += ScriptWriter.idle(session: session, seconds: seconds) }

  static func idle(session: String, seconds: Double) -> [Script.Step] {
    [
      .init(
        seconds: seconds, type: "session.status",
        properties: ["sessionID": .string(session), "status": ["type": "idle"]]),
      .init(seconds: seconds, type: "session.idle", properties: ["sessionID": .string(session)]),
    ]
  }

  static func finish(session: String, message: String, reason: String, seconds: Double) -> [Script.Step] {
    let part: JSON = [
      "id": .string(Identifier.make("prt")), "messageID": .string(message), "sessionID": .string(session),
      "type": "step-finish", "reason": .string(reason), "cost": 0,
      "tokens": [
        "total": 1050, "input": 1000, "output": 50, "reasoning": 0, "cache": ["write": 0, "read": 0],
      ],
    ]
    return [
      .init(
        seconds: seconds, type: "message.part.updated",
        properties: ["sessionID": .string(session), "part": part, "time": .number("\(Identifier.now)")])
    ]
  }
}

/// A request for permission, as standard error of `run` told it.
struct Asked {
  var permission: String
  var pattern: String

  static func read(_ text: String) -> [Asked] {
    text.split(separator: "\n").compactMap { line in
      guard let start = line.firstRange(of: "requested: ")?.upperBound,
        let end = line.firstRange(of: "); ")?.lowerBound,
        let open = line[start...].firstRange(of: " (")
      else { return nil }
      return Asked(permission: String(line[start..<open.lowerBound]), pattern: String(line[open.upperBound..<end]))
    }
  }
}
