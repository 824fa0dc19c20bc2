import Engine
import EngineTestKit
import Foundation

/// What a server was recorded to tell.
struct ServeRecording: Sendable {
  /// The data of each event, in order.
  let events: [[UInt8]]
  /// Sessions without a parent, in the order in which they were made.
  let sessions: [String]

  init(_ name: String) throws {
    var events: [[UInt8]] = []
    var sessions: [String] = []
    for line in try Fixtures.bytes("opencode/v1.18.33/serve/\(name).jsonl").split(separator: 0x0A) {
      guard let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any],
        let event = object["e"] as? [String: Any]
      else { continue }
      events.append(Array(try JSONSerialization.data(withJSONObject: event, options: .sortedKeys)))
      guard event["type"] as? String == "session.created", let properties = event["properties"] as? [String: Any],
        let info = properties["info"] as? [String: Any], info["parentID"] == nil, let id = info["id"] as? String
      else { continue }
      sessions.append(id)
    }
    self.events = events
    self.sessions = sessions
  }

  /// As a server sends them.
  var stream: [UInt8] { events.flatMap { Array("data: ".utf8) + $0 + Array("\n\n".utf8) } }

  /// What a reader of one session makes of them, up to its end.
  func steps(of session: String, now: Int64 = 1_795_564_960_000) -> [OpenCodeEventReader.Step] {
    var reader = OpenCodeEventReader(session: session)
    var steps: [OpenCodeEventReader.Step] = []
    for event in events {
      steps += reader.read(event, now: now)
      if steps.contains(where: { if case .end = $0 { true } else { false } }) { break }
    }
    return steps
  }
}

/// What a stream of events comes to, in figures.
struct EventCount: Hashable, Sendable {
  var starts = 0
  var finishes: [String] = []
  var deltas = 0
  var texts = 0
  var reasonings = 0
  var tools: [String] = []
  var failedTools = 0
  var retries: [Int] = []
  var errors: [String] = []
  var tokens = 0

  init(_ events: some Sequence<AgentEvent>) {
    for event in events {
      switch event {
      case .stepStarted: starts += 1
      case .stepFinished(let reason, let usage):
        finishes.append(reason)
        tokens += usage.tokens?.total ?? 0
      case .textDelta, .reasoningDelta: deltas += 1
      case .text: texts += 1
      case .reasoning: reasonings += 1
      case .tool(let call):
        tools.append(call.name)
        if call.isError { failedTools += 1 }
      case .retry(let attempt, _, _): retries.append(attempt)
      case .error(let error): errors.append(error.name)
      case .sessionEnd, .unknown, .stray, .malformed: break
      }
    }
  }
}
