import Engine
import Testing

@Suite struct AnswerTextTests {
  private func fold(_ events: [AgentEvent]) -> (answer: AnswerText, pieces: [String]) {
    var answer = AnswerText()
    let pieces = events.map { answer.apply($0) }
    return (answer, pieces)
  }

  @Test func `ST-14: deltas, their whole block and its repetition are taken once`() {
    let (answer, pieces) = fold([
      .textDelta(part: "a", text: "one "), .textDelta(part: "a", text: "two"), .text(part: "a", text: "one two three"),
      .text(part: "a", text: "one two three"), .textDelta(part: "b", text: "four"),
    ])
    #expect(answer.all == "one two three\nfour")
    #expect(pieces == ["one ", "two", " three", "", "\nfour"])
    #expect(pieces.joined() == answer.all)
  }

  @Test func theAnswerIsWhatFollowsTheLastToolCall() {
    let (answer, _) = fold([
      .text(part: "a", text: "<finding/>\n"), .tool(ToolCall(name: "read", subject: "x")),
      .text(part: "b", text: "<done/>"),
    ])
    #expect(answer.all == "<finding/>\n<done/>")
    #expect(answer.final == "<done/>")
    #expect(fold([.text(part: "a", text: "x"), .tool(ToolCall(name: "read", subject: "x"))]).answer.final.isEmpty)
  }

  @Test func `ST-14: blocks that arrive in each other's midst stay whole`() {
    let (answer, _) = fold([
      .textDelta(part: "a", text: "1"), .textDelta(part: "b", text: "2"), .textDelta(part: "a", text: "3"),
      .text(part: "a", text: "13"), .text(part: "b", text: "2"),
    ])
    #expect(answer.all == "1\n2\n3")
  }

  @Test func aBlockThatContradictsItsDeltasIsKeptToo() {
    let (answer, _) = fold([
      .textDelta(part: "a", text: "wrong"), .text(part: "a", text: "right"), .text(part: "a", text: "right"),
    ])
    #expect(answer.all == "wrong\nright")
  }

  @Test func blocksWithoutAnIdAreAllDifferent() {
    #expect(fold([.text(part: "", text: "x"), .text(part: "", text: "x")]).answer.all == "x\nx")
  }

  @Test func reasoningIsNotPartOfTheAnswer() {
    #expect(fold([.reasoning(part: "r", text: "hm"), .reasoningDelta(part: "r", text: "m")]).answer.all.isEmpty)
  }

  @Test func tooMuchIsLeftOutAndSaid() {
    var answer = AnswerText()
    let megabyte = String(repeating: "x", count: 1 << 20)
    for _ in 0..<20 { _ = answer.apply(.textDelta(part: "a", text: megabyte)) }
    #expect(answer.all.utf8.count == AnswerText.limit)
    #expect(answer.isCut)
  }
}
