import Engine
import Foundation
import Testing

@Suite("Agent stream writer")
struct AgentStreamWriterTests {
  private let writer = AgentStreamWriter(session: "ses_test")

  @Test(
    "Each event is one line of JSON with OpenCode's envelope",
    arguments: [
      (AgentEvent.stepStarted, "step_start"),
      (.textDelta(part: "prt_1", text: "a"), "text_delta"),
      (.text(part: "prt_1", text: "a"), "text"),
      (.reasoningDelta(part: "prt_1", text: "a"), "reasoning_delta"),
      (.reasoning(part: "prt_1", text: "a"), "reasoning"),
      (.tool(ToolCall(name: "read", subject: "a.py", milliseconds: 4)), "tool_use"),
      (.tool(ToolCall(name: "read", subject: "a.py", isError: true, message: "no")), "tool_use"),
      (.stepFinished(reason: "stop", usage: Usage()), "step_finish"),
      (.error(AgentError(name: "APIError", message: "no", status: 503, isRetryable: true)), "error"),
      (.retry(attempt: 1, message: "busy", delayMilliseconds: 200), "retry"),
      (.sessionEnd(reason: "done"), "session_end"),
      (.unknown(type: "todo"), "todo"),
    ])
  func envelope(event: AgentEvent, type: String) throws {
    let line = writer.line(event, at: 1_700_000_000_123)
    #expect(line.last == 0x0A)
    #expect(line.count { $0 == 0x0A } == 1)
    let object = try #require(JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
    #expect(object["type"] as? String == type)
    #expect(object["timestamp"] as? Int == 1_700_000_000_123)
    #expect(object["sessionID"] as? String == "ses_test")
  }

  @Test("Text of every kind comes back unchanged, and the line holds no byte that a reader may split at")
  func hostileText() throws {
    let text = String((0...0x2FF).compactMap(Unicode.Scalar.init).map(Character.init)) + "\u{2028}\u{2029}\r\n😀\\\""
    let line = writer.line(.text(part: "prt_1", text: text), at: 0)
    let object = try #require(JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
    #expect((object["part"] as? [String: Any])?["text"] as? String == text)
    let printed = String(decoding: line.dropLast(), as: UTF8.self)
    #expect(!printed.unicodeScalars.contains { $0.properties.generalCategory == .control })
    #expect(!printed.unicodeScalars.contains { [0x2028, 0x2029].contains($0.value) })
  }

  @Test("Unknown usage has no total; known usage has the sum")
  func usage() {
    let unknown = writer.line(.stepFinished(reason: "stop", usage: Usage()), at: 0)
    #expect(
      String(decoding: unknown, as: UTF8.self).contains(
        #""cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}}"#))
    let tokens = TokenUsage(input: 5, output: 4, reasoning: 3, cacheRead: 2, cacheWrite: 1)
    let known = writer.line(.stepFinished(reason: "length", usage: Usage(tokens: tokens, costUSD: 0.25)), at: 0)
    #expect(String(decoding: known, as: UTF8.self).contains(#""cost":0.25,"tokens":{"total":15,"input":5,"#))
  }

  @Test("A stray line is played as it stands; a malformed one has no form")
  func garbage() {
    #expect(writer.line(.stray("{not\njson"), at: 0) == Array("{notjson\n".utf8))
    #expect(writer.line(.malformed(reason: "x"), at: 0).isEmpty)
  }
}
