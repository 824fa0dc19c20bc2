import Engine
import EngineTestKit
import Testing

/// Rules of reliability.md, 2.4, rows ST of its section 4.
@Suite struct DecoderTests {
  @Test(arguments: [
    (#"{"type":"step_start","part":{"type":"step-start"}}"#, AgentEvent.stepStarted),
    (#"{"type":"step_start"}"#, .stepStarted),
    (#"{"type":"text","part":{"id":"p","text":"a\nb"}}"#, .text(part: "p", text: "a\nb")),
    (#"{"part":{"text":"late type","id":"p"},"type":"text"}"#, .text(part: "p", text: "late type")),
    (#"{ "type" : "text" , "part" : { "text" : "blanks" , "id" : "p" } } "#, .text(part: "p", text: "blanks")),
    (#"{"type":"text","part":{"text":"no id"}}"#, .text(part: "", text: "no id")),
    (#"{"type":"text","part":{"partID":"v2","text":"x"}}"#, .text(part: "v2", text: "x")),
    (#"{"type":"text_delta","part":{"id":"p","text":"d"}}"#, .textDelta(part: "p", text: "d")),
    (#"{"type":"reasoning","part":{"id":"r","text":"t"}}"#, .reasoning(part: "r", text: "t")),
    (#"{"type":"reasoning_delta","part":{"id":"r","text":"t"}}"#, .reasoningDelta(part: "r", text: "t")),
    (#"{"type":"session_end","reason":"stop"}"#, .sessionEnd(reason: "stop")),
    (
      #"{"type":"retry","part":{"attempt":2,"message":"429","delayMs":1500}}"#,
      .retry(attempt: 2, message: "429", delayMilliseconds: 1500)
    ),
    (#"{"type":"retry","part":{"attempt":-2}}"#, .retry(attempt: 0, message: "", delayMilliseconds: nil)),
    (#"{"type":"text","part":{"text":"own words","synthetic":true}}"#, .unknown(type: "synthetic text")),
    (#"{"ty\u0070e":"step_start"}"#, .stepStarted),
    (#"{"type":"text","part":{"text":"\"\\\/\b\f\n\r\t"}}"#, .text(part: "", text: "\"\\/\u{8}\u{C}\n\r\t")),
    ("Database migration…", .stray("Database migration…")),
    ("[1,2]", .stray("[1,2]")),
  ])
  func `one line is one event`(line: String, event: AgentEvent) {
    #expect(decode(line: line) == [event])
  }

  @Test(arguments: [
    (#"{"type":"text"}"#, "text without a part"),
    (#"{"type":"text","part":"x"}"#, "text without a part"),
    (#"{"type":"text","part":{"id":"p"}}"#, "text without a text"),
    (#"{"part":{}}"#, "an object without a type"),
    (#"{"type":7}"#, "an object without a type"),
    (#"{}"#, "an object without a type"),
    (#"{"type":"text","part":{"text":"cut"#, "not valid JSON"),
    (#"{"type":"text",}"#, "not valid JSON"),
    (#"{"type" "text"}"#, "not valid JSON"),
    (#"{"a":01}"#, "not valid JSON"),
    (#"{"a":+1}"#, "not valid JSON"),
    (#"{"a":1.}"#, "not valid JSON"),
    (#"{"a":.5}"#, "not valid JSON"),
    (#"{"a":NaN}"#, "not valid JSON"),
    (#"{"a":Infinity}"#, "not valid JSON"),
    (#"{"a":"\x"}"#, "not valid JSON"),
    (#"{"a":"\u12g4"}"#, "not valid JSON"),
    (#"{"a":tru}"#, "not valid JSON"),
    ("{\"a\":\"\0\"}", "contains NUL"),
    ("stray\0", "contains NUL"),
    ("{\"a\":\"\u{1B}\"}", "contains a bare control character"),
    ("{\"a\":\"\t\"}", "contains a bare control character"),
  ])
  func `a line that can't be used says why`(line: String, reason: String) {
    #expect(decode(line: line) == [.malformed(reason: reason)])
  }

  @Test(arguments: [
    [0xFF], [0xC0, 0x80], [0xC1, 0xBF], [0xED, 0xA0, 0x80], [0xE0, 0x80, 0x80], [0xF0, 0x80, 0x80, 0x80],
    [0xF4, 0x90, 0x80, 0x80],
    [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80],
  ])
  func `ST-03: bytes that are not UTF-8 cost their line only`(bytes: [UInt8]) {
    let good = Array("{\"type\":\"step_start\"}\n".utf8)
    let inside = Array(#"{"type":"text","part":{"text":""#.utf8) + bytes + Array("\"}}\n".utf8)
    let bare = Array("x".utf8) + bytes + [0x0A]
    let fault = AgentEvent.malformed(reason: "not UTF-8")
    #expect(decode(inside + good + bare + good).events == [fault, .stepStarted, fault, .stepStarted])
  }

  @Test(arguments: ["é", "€", "😀", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}"])
  func textOfEveryLength(character: String) {
    for padding in 0..<20 {
      let text = String(repeating: "x", count: padding) + character + String(repeating: "y", count: padding)
      #expect(decode(line: #"{"type":"text","part":{"text":"\#(text)"}}"#) == [.text(part: "", text: text)])
      let escaped = text + #"\n"# + text
      #expect(
        decode(line: #"{"type":"text","part":{"text":"\#(escaped)"}}"#) == [.text(part: "", text: "\(text)\n\(text)")])
    }
  }

  @Test func `ST-10: two objects on a line are two events, what is around them is kept`() {
    let start = #"{"type":"step_start"}"#
    let text = #"{"type":"text","part":{"text":"x"}}"#
    #expect(decode(line: start + text) == [.stepStarted, .text(part: "", text: "x")])
    #expect(decode(line: "\(start) \(text) tail") == [.stepStarted, .text(part: "", text: "x"), .stray("tail")])
    #expect(decode(line: "\(start)}") == [.stepStarted, .stray("}")])
    #expect(decode(line: "\(start){\"type\"") == [.stepStarted, .malformed(reason: "not valid JSON")])
  }

  @Test func `blank lines are nothing`() {
    #expect(decode(Array("\n\r\n  \n{\"type\":\"step_start\"}\r\n".utf8)).events == [.stepStarted])
  }

  @Test(arguments: [(62, true), (63, false), (100_000, false)])
  func `nesting up to the limit is read`(depth: Int, isAccepted: Bool) {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
      let nest = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
      let events = decode(line: #"{"type":"step_start","part":{"a":\#(nest)}}"#)
      #expect(events == [isAccepted ? .stepStarted : .malformed(reason: "nested too deep")])
    }
  }

  @Test(arguments: [(9_999, true), (10_000, false)])
  func keys(count: Int, isAccepted: Bool) {
    let members = (0..<count).map { "\"k\($0)\":0" }.joined(separator: ",")
    let events = decode(line: #"{"type":"step_start",\#(members)}"#)
    #expect(events == [isAccepted ? .stepStarted : .malformed(reason: "too many keys")])
  }

  @Test(arguments: [
    (
      #""tokens":{"input":1,"output":2,"reasoning":3,"cache":{"read":4,"write":5}}"#,
      TokenUsage(input: 1, output: 2, reasoning: 3, cacheRead: 4, cacheWrite: 5)
    ),
    (#""tokens":{"input":7,"output":0,"reasoning":0,"cache":{"read":0,"write":0}}"#, TokenUsage(input: 7)),
    (#""tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}}"#, nil),
    (#""tokens":{}"#, nil),
    (#""tokens":7"#, nil),
    (#""cost":1"#, nil),
    (#""tokens":{"input":1.0,"output":2e1}"#, TokenUsage(input: 1, output: 20)),
    (#""tokens":{"input":-5,"output":1.5,"reasoning":2}"#, TokenUsage(reasoning: 2)),
    (#""tokens":{"input":9007199254740993,"output":1e400,"reasoning":1}"#, TokenUsage(reasoning: 1)),
    (#""tokens":{"input":9223372036854775808,"output":1}"#, TokenUsage(output: 1)),
    (#""tokens":{"input":9007199254740991}"#, TokenUsage(input: 9_007_199_254_740_991)),
    (#""tokens":{"input":"7","output":1}"#, TokenUsage(output: 1)),
  ])
  func `ST-09, ST-20: counts that are none, or all zero, are unknown and cost the event nothing`(
    fields: String, expected: TokenUsage?
  ) {
    let events = decode(line: #"{"type":"step_finish","part":{"reason":"stop",\#(fields)}}"#)
    guard case .stepFinished("stop", let usage)? = events.first else {
      Issue.record("\(events)")
      return
    }
    #expect(usage.tokens == expected)
  }

  @Test(arguments: [("0.25", 0.25), ("1e-3", 0.001), ("0", nil), ("-1", nil), ("1e999", nil), ("\"1\"", nil)])
  func `ST-09, ST-20: a cost that is none, or zero, is unknown`(text: String, expected: Double?) {
    let events = decode(line: #"{"type":"step_finish","part":{"cost":\#(text)}}"#)
    #expect(events == [.stepFinished(reason: "unknown", usage: Usage(costUSD: expected))])
  }

  @Test func `ST-09: a megabyte of digits is not a number`() {
    let digits = String(repeating: "9", count: 1 << 20)
    let events = decode(line: #"{"type":"step_finish","part":{"reason":"stop","tokens":{"input":\#(digits)}}}"#)
    #expect(events == [.stepFinished(reason: "stop", usage: Usage())])
  }

  @Test(arguments: [
    (#"{"filePath":"/repo/a.swift","offset":3}"#, "/repo/a.swift"),
    (#"{"path":"src"}"#, "src"),
    (#"{"pattern":"TODO","path":"src"}"#, "TODO in src"),
    (#"{"pattern":"**/*.py"}"#, "**/*.py"),
    (#"{"command":"ls -l","description":"List"}"#, "ls -l"),
    (#"{"description":"Security pass","prompt":"…"}"#, "Security pass"),
    (#"{"url":"https://example.org"}"#, "https://example.org"),
    (#"{"query":"sql injection"}"#, "sql injection"),
    (#"{"todos":[]}"#, "fallback"),
    (#"{"filePath":7}"#, "fallback"),
  ])
  func subjects(input: String, subject: String) {
    let line =
      #"{"type":"tool_use","part":{"tool":"t","state":{"status":"completed","title":"fallback","input":\#(input),"time":{"start":10,"end":25}}}}"#
    #expect(decode(line: line) == [.tool(ToolCall(name: "t", subject: subject, milliseconds: 15))])
  }

  @Test func longFieldsAreCutBetweenCharacters() {
    let path = String(repeating: "é", count: 300)
    let line =
      #"{"type":"tool_use","part":{"tool":"read","state":{"status":"error","error":"no","input":{"filePath":"a\#(path)"}}}}"#
    let expected = "a" + String(repeating: "é", count: 99)
    #expect(decode(line: line) == [.tool(ToolCall(name: "read", subject: expected, isError: true, message: "no"))])
  }

  @Test func whatOurOwnAgentsWriteIsReadBack() {
    let events: [AgentEvent] = [
      .stepStarted, .textDelta(part: "a", text: "x"), .text(part: "a", text: "x\u{1F600}\n\"<"),
      .reasoning(part: "r", text: "y"),
      .reasoningDelta(part: "r", text: "z"), .tool(ToolCall(name: "read", subject: "src/a.py", milliseconds: 5)),
      .tool(ToolCall(name: "read", subject: "src/b.py", isError: true, message: "not found")),
      .stepFinished(reason: "stop", usage: Usage(tokens: TokenUsage(input: 1, output: 2), costUSD: 0.5)),
      .stepFinished(reason: "stop", usage: Usage()), .retry(attempt: 1, message: "busy", delayMilliseconds: 10),
      .error(AgentError(name: "APIError", message: "m", status: 503, isRetryable: true, retryAfterMilliseconds: 1500)),
      .sessionEnd(reason: "stop"),
    ]
    let writer = AgentStreamWriter(session: "ses_test")
    #expect(decode(events.flatMap { writer.line($0, at: 1_784_600_000_000) }).events == events)
  }

  /// Damaged lines never trap, and never pass without an event.
  @Test func damagedLinesAreSurvived() throws {
    var random = SplitMix(seed: 11)
    let lines = try Fixtures.bytes("opencode/v1.18.33/run/tools-three-steps.jsonl").split(separator: 0x0A).map(
      Array.init)
    for _ in 0..<3000 {
      var line = lines[Int.random(in: 0..<lines.count, using: &random)]
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<line.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: line[place] = UInt8.random(in: 0x20...0xFF, using: &random)
        case 1: line.remove(at: place)
        default: line.insert(UInt8(ascii: "\""), at: place)
        }
      }
      #expect(!decode(line + [0x0A]).events.isEmpty)
    }
  }
}
