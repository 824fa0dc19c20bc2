import Engine
import TUI
import Testing

@Suite struct TranscriptTests {
  static func text(_ pieces: String...) -> [String] {
    var transcript = Transcript()
    for piece in pieces { transcript.append(text: piece, kind: .prose, at: .zero) }
    return transcript.lines.map(\.text)
  }

  @Test func growsALineUntilItsLineFeed() {
    #expect(Self.text("a", "b\nc", "\n", "d") == ["ab", "c", "d"])
    #expect(Self.text("a\n\n\n\nb") == ["a", "", "b"])
    #expect(Self.text("\n\na") == ["a"])
    #expect(Self.text("a\r\nb") == ["a\r", "b"])
    #expect(Self.text("a\u{2028}b\u{85}c") == ["a\u{2028}b\u{85}c"])
  }

  @Test func remembersABoundedNumberOfLines() {
    var transcript = Transcript()
    for number in 0..<50_000 { transcript.append(text: "line \(number)\n", kind: .prose, at: .zero) }
    #expect(transcript.lines.count <= Transcript.capacity + 200)
    #expect(transcript.end == 50_000)
    #expect(transcript.lines.last?.text == "line 49999")
  }

  @Test func breaksAnEndlessLine() {
    var transcript = Transcript()
    for _ in 0..<100 { transcript.append(text: String(repeating: "ü🙂x", count: 1_000), kind: .prose, at: .zero) }
    #expect(transcript.lines.allSatisfy { $0.text.utf8.count <= Transcript.lineBytes + 16 })
    #expect(transcript.lines.map { $0.text.unicodeScalars.count }.reduce(0, +) == 300_000)
  }

  @Test func newTextDoesNotMoveAReaderWhoScrolledUp() {
    var robot = Robot(SampleReview.events(SampleReview.beginning()), size: Size(width: 80, height: 24))
    func say(_ text: String) {
      robot.send(
        .review(
          ReviewEvent(
            sequence: 0, at: .seconds(1), kind: .specialist(.security, .agent(.textDelta(part: "1", text: text))))))
    }
    for number in 1...100 { say("row \(number)\n") }
    robot.press("z k k k")
    let before = robot.frame
    #expect(before.contains("row 97") && !before.contains("row 98"))
    for number in 101...112 { say("row \(number)\n") }
    #expect(robot.frame.contains("12 new lines, G to follow"))
    #expect(robot.frame.contains("row 97") && !robot.frame.contains("row 98"))
    robot.press("G")
    #expect(robot.frame.contains("row 112") && !robot.frame.contains("G to follow"))
    robot.press("g")
    #expect(robot.frame.contains("row 1 "))
    robot.press("j")
    #expect(!robot.frame.contains("row 1 ") && robot.frame.contains("row 2 "))
  }
}
