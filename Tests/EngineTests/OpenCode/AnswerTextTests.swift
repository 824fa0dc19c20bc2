import Engine
import Testing

@Suite struct AnswerTextTests {
  /// What each event adds.
  private func pieces(_ events: [AgentEvent]) -> [String] {
    var answer = AnswerText()
    return events.map { answer.apply($0) }
  }

  private func text(_ events: [AgentEvent]) -> String { pieces(events).joined() }

  @Test func `ST-14: deltas, their whole block and its repetition are taken once`() {
    let pieces = pieces([
      .textDelta(part: "a", text: "one "), .textDelta(part: "a", text: "two"), .text(part: "a", text: "one two three"),
      .text(part: "a", text: "one two three"), .textDelta(part: "b", text: "four"),
    ])
    #expect(pieces == ["one ", "two", " three", "", "\nfour"])
  }

  @Test func whatFollowsAToolCallBeginsALine() {
    let events: [AgentEvent] = [
      .text(part: "a", text: "<finding/>"), .tool(ToolCall(name: "read", subject: "x")),
      .textDelta(part: "a", text: "<done/>"),
    ]
    #expect(text(events) == "<finding/>\n<done/>")
  }

  @Test func `ST-14: blocks that arrive in each other's midst stay whole`() {
    let answer = text([
      .textDelta(part: "a", text: "1"), .textDelta(part: "b", text: "2"), .textDelta(part: "a", text: "3"),
      .text(part: "a", text: "13"), .text(part: "b", text: "2"),
    ])
    #expect(answer == "1\n2\n3")
  }

  @Test func aBlockThatContradictsItsDeltasIsKeptToo() {
    let answer = text([
      .textDelta(part: "a", text: "wrong"), .text(part: "a", text: "right"), .text(part: "a", text: "right"),
    ])
    #expect(answer == "wrong\nright")
  }

  @Test func blocksWithoutAnIdAreAllDifferent() {
    #expect(text([.text(part: "", text: "x"), .text(part: "", text: "x")]) == "x\nx")
  }

  @Test func reasoningIsNotPartOfTheAnswer() {
    #expect(text([.reasoning(part: "r", text: "hm"), .reasoningDelta(part: "r", text: "m")]).isEmpty)
  }

  @Test func aBlockOfManyPiecesIsKnownAgainByItsWhole() {
    let words = (0..<1000).map { "word \($0) ü\n" }
    let whole = words.joined()
    let deltas = words.map { AgentEvent.textDelta(part: "a", text: $0) }
    #expect(text(deltas + [.text(part: "a", text: whole + "end")]) == whole + "end")
    let changed = whole.replacing("word 500 ", with: "word 501 ")
    #expect(text(deltas + [.text(part: "a", text: changed)]) == whole + changed)
  }
}
