import EngineTestKit
import Testing

@testable import Engine

@Suite struct ChatDecoderTests {
  private static func usage(_ tokens: TokenUsage, cost: Double? = nil) -> ChatPiece {
    .usage(Usage(tokens: tokens, costUSD: cost))
  }

  private static let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)

  @Test(arguments: [
    (#"{"choices":[{"index":0,"delta":{"role":"assistant","content":null}}]}"#, []),
    (#"{"choices":[{"delta":{"content":"a\u00e4\n"},"finish_reason":null}]}"#, [ChatPiece.content("aä\n")]),
    (#"{"choices":[{"delta":{"content":""}}]}"#, []),
    (#"{"choices":[{"delta":{"reasoning_content":"hm"}}]}"#, [.reasoning("hm")]),
    (#"{"choices":[{"delta":{"reasoning":"hm","content":"a"}}]}"#, [.reasoning("hm"), .content("a")]),
    (#"{"choices":[{"delta":{"refusal":"no"}}]}"#, [.content("no")]),
    (#"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#, [.finish("stop")]),
    (#"{"choices":[{"delta":{"content":"a"}},{"delta":{"content":"b"}}]}"#, [.content("a")]),
    (
      #"{"choices":[{"delta":{"tool_calls":[{"index":1,"id":"c1","function":{"name":"read","arguments":"{\"pa"}}]}}]}"#,
      [.toolCall(index: 1, id: "c1", name: "read", arguments: #"{"pa"#)]
    ),
    (
      #"{"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"x"}},{"function":{"arguments":"y"}}]}}]}"#,
      [
        .toolCall(index: 0, id: nil, name: nil, arguments: "x"),
        .toolCall(index: 1, id: nil, name: nil, arguments: "y"),
      ]
    ),
    (#"{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4}}"#, [usage(TokenUsage(input: 9, output: 4))]),
    (
      #"{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":7},"#
        + #""completion_tokens_details":{"reasoning_tokens":3},"cost":0.25}}"#,
      [usage(TokenUsage(input: 2, output: 1, reasoning: 3, cacheRead: 7), cost: 0.25)]
    ),
    (
      #"{"usage":{"prompt_tokens":9,"completion_tokens":4,"prompt_cache_hit_tokens":20}}"#,
      [usage(TokenUsage(input: 0, output: 4, cacheRead: 9))]
    ),
    (#"{"choices":[{"delta":{"content":"a"}}],"usage":null}"#, [.content("a")]),
    (#"{"usage":{"prompt_tokens":1e300,"completion_tokens":-4}}"#, []),
    (#"{"usage":{"prompt_tokens":5,"completion_tokens":-4}}"#, [usage(TokenUsage(input: 5))]),
    (
      #"{"error":{"message":"busy","type":"server_error","code":503}}"#,
      [.error(ProviderError(message: "busy", kind: "503 server_error", status: 503))]
    ),
    (#"{"error":"busy"}"#, [.error(ProviderError(message: "busy"))]),
    (#"{"error":{}}"#, [.error(ProviderError(message: "an error without a description"))]),
    (#"{"choices":[{"message":{"content":"all"},"finish_reason":"stop"}]}"#, [.content("all"), .finish("stop")]),
    ("[DONE]", [.end]), ("{}", []), ("", [.unusable("an event that is no JSON object")]),
    ("[]", [.unusable("an event that is no JSON object")]), ("{\"a\":", [.unusable("an event that is no JSON object")]),
    ("{} {}", [.unusable("an event that is no JSON object")]),
    ("<html>", [.unusable("an event that is no JSON object")]),
    (#"{"choices":\#(deep)}"#, [.unusable("an event that is no JSON object")]),
    (#"{"choices":"none"}"#, []), (#"{"choices":[1,"{",null,[{}]]}"#, []),
    (#"{"choices":[{"delta":[{"content":"a"}]}]}"#, []),
    (#"{"choices":[{"delta":{"content":7,"tool_calls":"x"},"finish_reason":4}]}"#, []),
  ])
  func `a chunk gives what it holds, and nonsense nothing`(text: String, pieces: [ChatPiece]) {
    #expect(ChatDecoder.pieces(of: Array(text.utf8)) == pieces)
  }

  @Test func `calls are put together from their pieces`() {
    var answer = ChatAnswer()
    for piece: ChatPiece in [
      .toolCall(index: 1, id: "b", name: "grep", arguments: "{"),
      .toolCall(index: 0, id: "a", name: "read", arguments: ""),
      .toolCall(index: 1, id: nil, name: nil, arguments: "}"),
      .toolCall(index: 0, id: nil, name: nil, arguments: "{\"path\""),
      .toolCall(index: 0, id: nil, name: nil, arguments: ":\"x\"}"),
      .toolCall(index: 7, id: nil, name: nil, arguments: "lost"),
      .toolCall(index: 3, id: nil, name: "list", arguments: ""), .finish("tool_calls"),
    ] { answer.apply(piece) }
    #expect(
      answer.calls == [
        .init(id: "a", name: "read", arguments: #"{"path":"x"}"#), .init(id: "b", name: "grep", arguments: "{}"),
        .init(id: "call_3", name: "list", arguments: ""),
      ])
    #expect(answer.reason == "tool-calls")
  }

  @Test(arguments: [
    ("stop", "stop"), ("eos", "stop"), ("length", "length"), ("max_tokens", "length"),
    ("content_filter", "content-filter"),
    ("tool_calls", "stop"), ("whatever", "whatever"), (nil, "unknown"),
  ])
  func `the endpoint's words become the contract's`(word: String?, reason: String) {
    var answer = ChatAnswer()
    if let word { answer.apply(.finish(word)) }
    #expect(answer.reason == reason)
  }

  @Test func `an answer is bounded`() {
    var answer = ChatAnswer()
    let piece = String(repeating: "a", count: 1 << 20)
    for _ in 0..<20 { answer.apply(.content(piece)) }
    for index in 0..<100 { answer.apply(.toolCall(index: index, id: nil, name: "read", arguments: "")) }
    #expect(answer.isCut && answer.text.utf8.count == 8 << 20 && answer.calls.count == 32)
  }
}

@Suite struct FindingsJSONReaderTests {
  private static let one =
    #"{"severity":"high","file":"a.py","line":3,"title":"T {[\"","evidence":"x = {","body":"b","suggestion":""}"#

  private static func read(_ pieces: [String]) -> (findings: [RawFinding], reader: FindingsJSONReader) {
    var reader = FindingsJSONReader(category: "security")
    return (pieces.flatMap { reader.read($0) }, reader)
  }

  @Test func `each finding comes when its brace closes, however the text is cut`() {
    let text = "```json\n{\"findings\": [\(Self.one), \(Self.one)]}\n```"
    let whole = Self.read([text])
    let finding = RawFinding(
      severity: .warning, category: "security", file: "a.py", line: 3, title: "T {[\"", evidence: "x = {", body: "b")
    #expect(whole.findings == [finding, finding] && whole.reader.isWhole)
    let pieces = Self.read(text.map(String.init))
    #expect(pieces.findings == whole.findings && pieces.reader.isWhole)
    #expect(Self.read(["[\(Self.one)]"]).findings == [finding])
    #expect(Self.read(["{\"findings\": [\(Self.one), {\"sev"]).findings == [finding])
  }

  @Test(arguments: [
    (#"{"findings":[]}"#, true, 0), (#"{"findings":[{}]}"#, true, 1),
    (#"{"findings":[{"title":"t","file":""}]}"#, true, 1),
    (#"{"findings":["#, false, 0), ("", false, 0), ("no problems", false, 0), (#"{"findings":{}}"#, false, 0),
    (#"{"findings":[}"#, false, 0), (#"{"a":{"b":[{"title":"t","file":"f"}]}}"#, false, 0),
    (#"{"findings":[1,"{",null]}"#, true, 0),
    (String(repeating: "{\"a\":", count: 100), false, 0), (#"[{"title":7,"file":"f"}]"#, true, 1),
  ])
  func `only a whole list proves anything`(text: String, isWhole: Bool, unusable: Int) {
    let (findings, reader) = Self.read([text])
    #expect(findings.isEmpty && reader.isWhole == isWhole && reader.unusable == unusable)
  }
}
