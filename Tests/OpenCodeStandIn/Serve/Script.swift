internal import Foundation

/// What a session plays: events of a recording with their times, and what follows them.
struct Script {
  struct Step {
    /// Since the prompt.
    var seconds: Double
    var type: String
    var properties: JSON
  }

  enum Ending {
    case done
    /// Nothing more, until somebody aborts.
    case silence
    /// These steps again and again, each round in so many seconds.
    case cycle(Range<Int>, seconds: Double)
  }

  var steps: [Step]
  var ending = Ending.done
  /// The session's name in the recording.
  var session: String
  /// The user's message in it.
  var userMessage: String

  /// Nil where nothing of that name was recorded. `number` counts the sessions that play it.
  static func named(_ name: String, number: Int, settings: Settings) -> Script? {
    if let script = recorded(name, number: number, settings: settings) { return script }
    if let retries = Script.retries[name] { return retrying(retries.message, delays: retries.delays) }
    return Recording(name, settings: settings).map { ScriptWriter.script(of: $0) }
  }

  /// The three that only have a log: `run` says nothing there.
  private static let retries: [String: (message: String, delays: [Double])] = [
    "http-429-quota": (
      "You exceeded your current quota, please check your plan and billing details.", [2, 4, 8, 16, 30]
    ),
    "http-429-retry-after-3600": ("Too Many Requests", [3600]),
    "http-503-forever": ("overloaded", [2, 4, 8, 16, 30]),
  ]

  private static func recorded(_ name: String, number: Int, settings: Settings) -> Script? {
    let file = settings.recordings.appending(path: "serve/\(name).jsonl")
    guard !name.contains("/"), let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
    let all = text.split(separator: "\n").compactMap { line -> Step? in
      guard let value = try? JSONReader.read(String(line)), let event = value["e"] else { return nil }
      return Step(
        seconds: value["t"]?.double ?? 0, type: event.text("type") ?? "", properties: event["properties"] ?? .object([])
      )
    }
    let created = all.filter { $0.type == "session.created" }
    let roots = created.filter { $0.properties["info"]?["parentID"] == nil }.compactMap {
      $0.properties.text("sessionID")
    }
    guard !roots.isEmpty else { return nil }
    let root = roots[number % roots.count]
    let children = created.filter { $0.properties["info"]?.text("parentID") == root }
    let own = Set(children.compactMap { $0.properties.text("sessionID") } + [root])
    var steps = all.filter { step in
      guard let session = step.properties.text("sessionID"), own.contains(session) else { return false }
      return step.type != "session.created" || session != root
    }
    let start = steps.first?.seconds ?? 0
    for index in steps.indices { steps[index].seconds -= start }
    let user = steps.first { $0.type == "message.updated" && $0.properties["info"]?.text("role") == "user" }
    let script = Script(
      steps: steps, session: root, userMessage: user?.properties["info"]?.text("id") ?? "")
    return script.withoutItsAbort(name).withWholeDeltas()
  }

  /// The recording was ended by an abort: this one waits for its own.
  private func withoutItsAbort(_ name: String) -> Script {
    var copy = self
    if let abort = steps.firstIndex(where: { $0.properties["error"]?.text("name") == "MessageAbortedError" }) {
      copy.steps = Array(steps[..<abort])
      copy.ending = .silence
    } else if name == "retry-429-for-an-hour",
      let retry = steps.lastIndex(where: { $0.properties["status"]?.text("type") == "retry" })
    {
      copy.steps = Array(steps[...retry])
      copy.ending = .silence
    }
    let starts = copy.steps.indices.filter {
      copy.steps[$0].properties["part"]?.text("type") == "step-start"
    }
    if name == "unknown-finish-loop-abort", starts.count > 2 {
      copy.steps = Array(copy.steps[..<starts[2]])
      let seconds = copy.steps[starts[2] - 1].seconds - copy.steps[starts[1]].seconds
      copy.ending = .cycle(starts[1]..<starts[2], seconds: max(seconds, 0.05))
    }
    if copy.steps.last?.type == "permission.asked" { copy = copy.goingOnAfterAsking() }
    return copy
  }

  /// Nobody answered in the recording; this is what follows a rejection.
  private func goingOnAfterAsking() -> Script {
    var copy = self
    guard let asked = steps.last, var tool = steps.last(where: { $0.properties["part"]?.text("type") == "tool" }),
      var part = tool.properties["part"], let time = part["state"]?["time"]?["start"]
    else { return self }
    part["state"] = [
      "status": "error", "input": part["state"]?["input"] ?? .object([]),
      "error": .string(ScriptWriter.rejection), "time": ["start": time, "end": time],
    ]
    tool.properties["part"] = part
    tool.seconds = asked.seconds
    copy.steps.append(tool)
    copy.steps += ScriptWriter.finish(
      session: session, message: part.text("messageID") ?? "", reason: "tool-calls", seconds: asked.seconds)
    copy.steps += ScriptWriter.idle(session: session, seconds: asked.seconds)
    copy.ending = .done
    return copy
  }

  /// Where only some deltas were kept they are cut anew from the whole block.
  private func withWholeDeltas() -> Script {
    var whole: [String: String] = [:]
    var deltas: [String: [Int]] = [:]
    for (index, step) in steps.enumerated() {
      if step.type == "message.part.delta", let part = step.properties.text("partID") {
        deltas[part, default: []].append(index)
      } else if let part = step.properties["part"], let id = part.text("id"), let text = part.text("text") {
        whole[id] = text
      }
    }
    var copy = self
    for (part, places) in deltas {
      guard let text = whole[part],
        places.compactMap({ steps[$0].properties.text("delta") }).joined() != text, !text.isEmpty
      else { continue }
      let letters = Array(text)
      let size = (letters.count + places.count - 1) / places.count
      for (number, place) in places.enumerated() {
        let piece = letters.dropFirst(number * size).prefix(size)
        copy.steps[place].properties["delta"] = .string(String(piece))
      }
    }
    return copy
  }

  /// A prompt that is refused.
  static func failing(_ message: String) -> Script {
    let session = Identifier.make("ses")
    let error: JSON = [
      "sessionID": .string(session), "error": ["name": "UnknownError", "data": ["message": .string(message)]],
    ]
    return Script(
      steps: [Step(seconds: 0.1, type: "session.error", properties: error)]
        + ScriptWriter.idle(session: session, seconds: 0.1),
      session: session, userMessage: "")
  }

  /// A provider that refuses for ever.
  private static func retrying(_ message: String, delays: [Double]) -> Script {
    var writer = ScriptWriter(session: Identifier.make("ses"), message: Identifier.make("msg"))
    writer.begin()
    writer.busy()
    writer.assistant(Identifier.make("msg"))
    for (number, delay) in delays.enumerated() {
      writer.retry(attempt: number + 1, message: message, delay: delay)
      writer.seconds += delay
    }
    return writer.script(ending: .silence)
  }
}
