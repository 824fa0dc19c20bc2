import Engine
import EngineTestKit
import Foundation
import Testing

/// From what a server tells of all its sessions to one agent's events.
@Suite struct EventReaderTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var starts = 1
    var finishes: [String] = ["stop"]
    var tools: [String] = []
    var failedTools = 0
    var retries: [Int] = []
    var errors: [String] = []
    var reasonings = 0
    var tokens: Int?
    var rejects = 0
    var isFailed = false
    var testDescription: String { name }
  }

  static let rows: [Row] = [
    Row(name: "http-401", starts: 0, finishes: [], errors: ["APIError"], isFailed: true),
    // The tool's part ends behind the session, when nobody listens any more.
    Row(name: "permission-asked-abort", finishes: [], errors: ["MessageAbortedError"], rejects: 1, isFailed: true),
    Row(name: "reasoning", reasonings: 1, tokens: 920),
    Row(name: "retry-429", retries: [1, 2], tokens: 1050),
    Row(name: "retry-429-for-an-hour", starts: 0, finishes: [], retries: [1]),
    Row(name: "seven-sessions"),
    Row(
      name: "stall-retry-abort", starts: 3, finishes: [], retries: [1, 2], errors: ["MessageAbortedError"],
      isFailed: true),
    Row(name: "sub-agents", starts: 2, finishes: ["tool-calls", "stop"], tools: ["task", "task"], failedTools: 1),
    Row(
      name: "three-steps", starts: 3, finishes: ["tool-calls", "tool-calls", "stop"], tools: ["read", "glob", "grep"],
      tokens: 5120),
    Row(
      name: "unknown-finish-loop-abort", starts: 6, finishes: Array(repeating: "unknown", count: 6),
      errors: ["MessageAbortedError"], isFailed: true),
  ]

  @Test func `every recording has a row`() throws {
    let names = try Fixtures.names(in: "opencode/v1.18.33/serve").map { $0.replacing(".jsonl", with: "") }
    #expect(names.sorted() == Self.rows.map(\.name).sorted())
  }

  @Test(arguments: rows) func `a recording is what it was recorded for`(row: Row) throws {
    let recording = try ServeRecording(row.name)
    let session = try #require(recording.sessions.first)
    let steps = recording.steps(of: session)
    let count = EventCount(Self.events(steps))
    #expect(count.starts == row.starts && count.finishes == row.finishes)
    #expect(count.tools == row.tools && count.failedTools == row.failedTools)
    #expect(count.retries == row.retries && count.errors == row.errors && count.reasonings == row.reasonings)
    if let tokens = row.tokens { #expect(count.tokens == tokens) }
    #expect(steps.count { if case .reject = $0 { true } else { false } } == row.rejects)
    #expect(steps.last == .end(failed: row.isFailed))
  }

  @Test(arguments: rows) func `the words arrive as they are written, and once`(row: Row) throws {
    let recording = try ServeRecording(row.name)
    // Every third delta was kept of this one.
    guard row.name != "seven-sessions" else { return }
    for session in recording.sessions {
      var answer = AnswerText()
      var (live, whole) = ("", "")
      for event in Self.events(recording.steps(of: session)) {
        live += answer.apply(event)
        if case .text(_, let text) = event { whole += (whole.isEmpty || whole.hasSuffix("\n") ? "" : "\n") + text }
      }
      // What was not told whole was cut off.
      #expect(row.isFailed || live == whole, "\(live) \(whole)")
    }
  }

  @Test func `seven sessions side by side are told apart`() throws {
    let recording = try ServeRecording("seven-sessions")
    #expect(recording.sessions.count == 7)
    for session in recording.sessions {
      let count = EventCount(Self.events(recording.steps(of: session)))
      #expect(count.starts == 1 && count.finishes == ["stop"] && count.texts == 1 && count.deltas > 5, "\(session)")
    }
  }

  @Test func `a retry says when the next try is`() throws {
    let recording = try ServeRecording("retry-429-for-an-hour")
    let next = try #require(Self.next(in: recording))
    let retries = recording.steps(of: recording.sessions[0], now: next - 3_600_000)
    guard case .say(.retry(let attempt, let message, let delay)) = retries.first(where: Self.isRetry) else {
      Issue.record("no retry")
      return
    }
    #expect(attempt == 1 && message.hasPrefix("Too Many Requests") && delay == 3_600_000)
    // A clock that was set must not make it negative.
    let late = recording.steps(of: recording.sessions[0], now: next + 5000).first(where: Self.isRetry)
    guard case .say(.retry(_, _, let none)) = late else {
      Issue.record("no retry")
      return
    }
    #expect(none == 0)
  }

  @Test func `a helper's question is refused, a stranger's is not ours`() {
    var reader = OpenCodeEventReader(session: "ses_a")
    func ask(_ session: String) -> [OpenCodeEventReader.Step] {
      reader.read(
        Array(#"{"type":"permission.asked","properties":{"id":"per_1","sessionID":"\#(session)","x":"ses_a"}}"#.utf8),
        now: 1)
    }
    #expect(ask("ses_b") == [])
    let born =
      #"{"type":"session.created","properties":{"sessionID":"ses_b","info":{"id":"ses_b","parentID":"ses_a"}}}"#
    #expect(reader.read(Array(born.utf8), now: 1) == [])
    #expect(ask("ses_b") == [.reject("per_1")])
    #expect(ask("ses_a") == [.reject("per_1")])
    #expect(ask("ses_c") == [])
  }

  @Test func `idle before the prompt and after the end means nothing new`() {
    var reader = OpenCodeEventReader(session: "ses_a")
    func status(_ type: String) -> [OpenCodeEventReader.Step] {
      reader.read(
        Array(#"{"type":"session.status","properties":{"sessionID":"ses_a","status":{"type":"\#(type)"}}}"#.utf8),
        now: 9999)
    }
    #expect(status("idle") == [])
    #expect(status("busy").count == 1)
    #expect(status("idle") == [.end(failed: false)])
    #expect(status("idle") == [.end(failed: false)])
  }

  @Test func `what a person asked is not the model's answer`() {
    var reader = OpenCodeEventReader(session: "ses_a")
    let asked = #"{"type":"message.updated","properties":{"sessionID":"ses_a","info":{"id":"msg_1","role":"user"}}}"#
    let words =
      #"{"type":"message.part.updated","properties":{"sessionID":"ses_a","part":{"id":"prt_1","messageID":"msg_1","type":"text","text":"<done findings=\"0\"/>","time":{"start":1,"end":2}}}}"#
    #expect(reader.read(Array(asked.utf8), now: 1) == [])
    #expect(reader.read(Array(words.utf8), now: 1) == [])
  }

  @Test(arguments: [
    "", "x", "[]", "{}", "{\"ses_a\":1}", #"{"type":"ses_a","properties":{}}"#,
    #"{"type":"session.status","properties":{"sessionID":"ses_a"}}"#,
    #"{"type":"session.status","properties":{"sessionID":"ses_a","status":7}}"#,
    #"{"type":"session.status","properties":{"sessionID":"ses_a","status":{"type":"retry","attempt":-5,"next":1e300}}}"#,
    #"{"type":"session.status","properties":{"sessionID":"ses_a","status":{"type":"retry","next":-9007199254740991}}}"#,
    #"{"type":"message.part.updated","properties":{"sessionID":"ses_a","part":{"id":"p","type":"text","time":{"end":1}}}}"#,
    #"{"type":"message.part.updated","properties":{"sessionID":"ses_a","part":{"id":"p","type":"tool","state":{"status":"completed"}}}}"#,
    #"{"type":"message.part.delta","properties":{"sessionID":"ses_a","field":"text","delta":"x","partID":"?"}}"#,
    #"{"type":"session.error","properties":{"sessionID":"ses_a","error":"none"}}"#,
    #"{"type":"session.created","properties":{"sessionID":"ses_a","info":{"id":"ses_a","parentID":"ses_a"}}}"#,
    #"{"type":"permission.asked","properties":{"sessionID":"ses_a","id":"../../x"}}"#,
  ])
  func `nonsense does no harm`(text: String) {
    var reader = OpenCodeEventReader(session: "ses_a")
    for step in reader.read(Array(text.utf8), now: .max) {
      if case .reject = step { Issue.record("asked for \(text)") }
    }
    for cut in 0..<text.utf8.count { _ = reader.read(Array(text.utf8.prefix(cut)), now: .min) }
  }

  static func events(_ steps: [OpenCodeEventReader.Step]) -> [AgentEvent] {
    steps.compactMap { if case .say(let event) = $0 { event } else { nil } }
  }

  private static func isRetry(_ step: OpenCodeEventReader.Step) -> Bool {
    if case .say(.retry) = step { true } else { false }
  }

  private static func next(in recording: ServeRecording) -> Int64? {
    recording.events.lazy.compactMap { data -> Int64? in
      let event = try? JSONSerialization.jsonObject(with: Data(data)) as? [String: Any]
      let status = (event?["properties"] as? [String: Any])?["status"] as? [String: Any]
      return (status?["next"] as? NSNumber)?.int64Value
    }.first
  }
}
