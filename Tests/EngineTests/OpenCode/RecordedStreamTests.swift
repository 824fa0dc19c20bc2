import Engine
import EngineTestKit
import Foundation
import Testing

/// The streams that were recorded from the real program decode to what their README says of them.
@Suite struct RecordedStreamTests {
  struct Recording: Sendable, CustomTestStringConvertible {
    var name: String
    var outcome: Kind
    var retries = 0
    var path: String { name.contains("_") ? "opencode/\(name).jsonl" : "opencode/v1.18.33/run/\(name).jsonl" }
    var testDescription: String { name }
  }

  /// An outcome without what varies.
  enum Kind: Hashable, Sendable {
    case success, truncated, contentFilter, permission, incomplete(AttemptOutcome.Gap), crashed(Int32), runaway(
      after: Int)
    case error(String, Int?)
  }

  static let recordings: [Recording] = [
    Recording(name: "asked-and-rejected", outcome: .permission),
    Recording(name: "asked-and-rejected-twice", outcome: .permission),
    Recording(name: "bad-tool-arguments", outcome: .success),
    Recording(name: "connection-reset-loop", outcome: .runaway(after: 3)),
    Recording(name: "content-filter", outcome: .contentFilter),
    Recording(name: "context-overflow", outcome: .error("ContextOverflowError", nil)),
    Recording(name: "denied-outside-read", outcome: .success),
    Recording(name: "denied-tools", outcome: .success),
    Recording(name: "empty-answer", outcome: .incomplete(.emptyAnswer)),
    Recording(name: "error-inside-stream-retried", outcome: .crashed(9), retries: 3),
    Recording(name: "file-not-found", outcome: .success),
    Recording(name: "garbage-inside-stream", outcome: .error("UnknownError", nil)),
    Recording(name: "http-400", outcome: .error("APIError", 400)),
    Recording(name: "http-401", outcome: .error("APIError", 401)),
    Recording(name: "http-402", outcome: .error("APIError", 402)),
    Recording(name: "http-403", outcome: .error("APIError", 403)),
    Recording(name: "http-413", outcome: .error("ContextOverflowError", nil)),
    Recording(name: "killed-by-term", outcome: .crashed(15)),
    Recording(name: "length", outcome: .truncated),
    Recording(name: "length-inside-tool-call-loop", outcome: .runaway(after: 3)),
    Recording(name: "no-usage", outcome: .success),
    Recording(name: "reasoning-hidden", outcome: .success),
    Recording(name: "reasoning-shown", outcome: .success),
    Recording(name: "retried-429-then-success", outcome: .success),
    Recording(name: "search-tool-missing-ripgrep", outcome: .success),
    Recording(name: "stalled-stream-retried", outcome: .crashed(9), retries: 3),
    Recording(name: "stop-with-tool-call", outcome: .success),
    Recording(name: "stream-without-end-loop", outcome: .runaway(after: 3)),
    Recording(name: "sub-agents", outcome: .success),
    Recording(name: "success", outcome: .success),
    Recording(name: "tools-three-steps", outcome: .success),
    Recording(name: "truncated-by-slow-pipe", outcome: .incomplete(.torn(bytes: 64_473))),
    Recording(name: "unicode-and-escapes", outcome: .success),
    Recording(name: "unknown-finish-loop", outcome: .runaway(after: 3)),
    Recording(name: "unknown-model", outcome: .error("UnknownError", nil)),
    Recording(name: "unknown-tool", outcome: .success),
    Recording(name: "agent-exam_2026-08_mcp_partial", outcome: .incomplete(.noTerminalEvent)),
    Recording(name: "controlcode_2026-09_write_then_done", outcome: .success),
    Recording(name: "sortie_v1.14.25_model_not_found_error", outcome: .error("UnknownError", nil)),
    Recording(name: "sortie_v1.14.25_simple_turn", outcome: .success),
    Recording(name: "takopi_2025-12_opencode_stream_success", outcome: .success),
  ]

  @Test func everyRecordingIsInTheTable() throws {
    let run = try Fixtures.names(in: "opencode/v1.18.33/run").filter { $0.hasSuffix(".jsonl") }
    let older = try Fixtures.names(in: "opencode").filter { $0.hasSuffix(".jsonl") }
    #expect(run.count == 36)
    #expect(older.count == 5)
    #expect(Set((run + older).map { String($0.dropLast(6)) }) == Set(RecordedStreamTests.recordings.map(\.name)))
  }

  @Test(arguments: recordings)
  func `ST-15, ST-17, ST-18, ST-19, ST-20: each recording ends as its README says`(recording: Recording) throws {
    let (events, torn) = decode(try Fixtures.bytes(recording.path))
    var record = AttemptRecord()
    var detector = RunawayDetector(stepLimit: Limits().steps)
    var runaway: String?
    for event in events where runaway == nil {
      record.apply(event)
      runaway = detector.apply(event)
    }
    var exit = AgentExit(status: try RecordedStreamTests.exitStatus(recording.name), tornBytes: torn)
    if runaway != nil { exit.status = .signalled(15) }
    let outcome = record.outcome(exit: exit, requiresDone: false, runaway: runaway)
    #expect(RecordedStreamTests.kind(outcome, steps: record.finishedSteps) == recording.outcome)
    #expect(record.ownRetries == recording.retries)
    #expect(!outcome.reason.isEmpty)
  }

  /// Where success is possible, none of these streams proves it: no answer ends as our prompts ask.
  @Test func `ST-21: without the closing tag nothing is a success`() throws {
    for recording in RecordedStreamTests.recordings where recording.outcome == .success {
      var record = AttemptRecord()
      for event in decode(try Fixtures.bytes(recording.path)).events { record.apply(event) }
      let exit = AgentExit(status: .exited(0))
      #expect(record.outcome(exit: exit) == .incomplete(.missingDone))
      #expect(record.outcome(exit: exit, done: 2, parsed: 1) == .incomplete(.countMismatch(said: 2, read: 1)))
      #expect(record.outcome(exit: exit, done: 1, parsed: 1) == .success)
    }
  }

  static let small = recordings.filter { ((try? Fixtures.bytes($0.path))?.count ?? 0) < 6144 }

  @Test func mostOfThemAreSmall() { #expect(RecordedStreamTests.small.count == 36) }

  @Test(arguments: small)
  func `ST-02: every split of a small recording gives the same events`(recording: Recording) throws {
    let bytes = try Fixtures.bytes(recording.path)
    let whole = decode(bytes)
    for cut in 0...bytes.count {
      let split = decode(bytes, cuts: [cut])
      guard split.events != whole.events || split.torn != whole.torn else { continue }
      Issue.record("\(recording.name) differs when it is cut at \(cut)")
    }
  }

  @Test func noRecordingHasALineThatIsLost() throws {
    for recording in RecordedStreamTests.recordings {
      let bytes = try Fixtures.bytes(recording.path)
      let events = decode(bytes).events
      #expect(events.count == bytes.count { $0 == 0x0A })
      for event in events {
        switch event {
        case .unknown, .stray, .malformed: Issue.record("\(recording.name): \(event)")
        default: break
        }
      }
    }
  }

  /// The sums were taken with another JSON reader.
  @Test(arguments: [
    ("tools-three-steps", "input"), ("controlcode_2026-09_write_then_done", "reasoning"),
    ("takopi_2025-12_opencode_stream_success", "output"), ("success", "input"), ("no-usage", "input"),
  ])
  func tokensAreTheSumOverTheSteps(name: String, field: String) throws {
    let bytes = try Fixtures.bytes(Recording(name: name, outcome: .success).path)
    var expected = (0, 0, 0, 0, 0)
    var cost = 0.0
    for line in bytes.split(separator: 0x0A) {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
      guard let part = object["part"] as? [String: Any], let tokens = part["tokens"] as? [String: Any] else { continue }
      let cache = tokens["cache"] as? [String: Int] ?? [:]
      expected.0 += tokens["input"] as? Int ?? 0
      expected.1 += tokens["output"] as? Int ?? 0
      expected.2 += tokens["reasoning"] as? Int ?? 0
      expected.3 += cache["read"] ?? 0
      expected.4 += cache["write"] ?? 0
      cost += part["cost"] as? Double ?? 0
    }
    var sum = Usage()
    for case .stepFinished(_, let usage) in decode(bytes).events { sum += usage }
    let counts = TokenUsage(
      input: expected.0, output: expected.1, reasoning: expected.2, cacheRead: expected.3, cacheWrite: expected.4)
    #expect(sum.tokens == (counts.total == 0 ? nil : counts))
    #expect(sum.costUSD == (cost == 0 ? nil : cost))
  }

  private static func exitStatus(_ name: String) throws -> AgentExit.Status {
    struct Meta: Decodable { var exit: Int32? }
    let data = Data(try Fixtures.bytes("opencode/v1.18.33/run/meta.json"))
    guard let meta = try JSONDecoder().decode([String: Meta].self, from: data)[name] else { return .exited(0) }
    guard let exit = meta.exit else { return .signalled(9) }
    return exit < 0 ? .signalled(-exit) : .exited(exit)
  }

  private static func kind(_ outcome: AttemptOutcome, steps: Int) -> Kind {
    switch outcome {
    case .success: .success
    case .truncated: .truncated
    case .refused(.contentFilter): .contentFilter
    case .refused(.permission): .permission
    case .providerError(let error): .error(error.name, error.status)
    case .hostLost: .error(AgentError.hostLost, nil)
    case .runaway: .runaway(after: steps)
    case .incomplete(let gap): .incomplete(gap)
    case .crashed(let signal): .crashed(signal)
    case .excessive: .runaway(after: steps)
    }
  }
}
