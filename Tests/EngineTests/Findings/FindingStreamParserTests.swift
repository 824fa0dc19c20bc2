import Testing

@testable import Engine

/// One answer and what has to be read out of it, each finding as `severity file:line title [evidence] {body} <suggestion>`,
/// with `~` in front of a cut one.
struct AnswerCase: Sendable, CustomTestStringConvertible {
  var name: String
  var answer: String
  var events: [String]

  init(_ name: String, _ answer: String, _ events: [String]) {
    (self.name, self.answer, self.events) = (name, answer, events)
  }

  var testDescription: String { name }
}

@Suite struct FindingStreamParserTests {
  static func words(_ event: FindingStreamEvent) -> String {
    switch event {
    case .unusable(let reason): return "unusable: \(reason)"
    case .done(let proof): return "done" + (proof.problem.map { ": \($0)" } ?? "")
    case .finding(let raw):
      var text = raw.isTruncated ? "~" : ""
      text += "\(raw.severity) \(raw.file)" + (raw.line.map { ":\($0)" } ?? "") + " \(raw.title) [\(raw.evidence)]"
      if !raw.body.isEmpty { text += " {\(raw.body)}" }
      if let suggestion = raw.suggestion { text += " <\(suggestion)>" }
      return text
    }
  }

  static func read(_ pieces: [[UInt8]]) -> [String] {
    var parser = FindingStreamParser()
    var events = pieces.flatMap { parser.consume($0) }
    events += parser.finish()
    return events.map(words)
  }

  @Test(arguments: AnswerCase.all) func readsAnAnswer(_ example: AnswerCase) {
    #expect(Self.read([Array(example.answer.utf8)]) == example.events)
  }

  @Test(arguments: AnswerCase.all) func anySplitReadsTheSame(_ example: AnswerCase) {
    let bytes = Array(example.answer.utf8)
    #expect(Self.read(bytes.map { [$0] }) == example.events)
    for split in 0...bytes.count {
      let events = Self.read([Array(bytes[..<split]), Array(bytes[split...])])
      guard events == example.events else {
        Issue.record("split at \(split): \(events)")
        return
      }
    }
  }

  @Test(arguments: AnswerCase.all.filter { $0.name.hasPrefix("glued") })
  func `ST-22: an answer that begins again is read once`(_ example: AnswerCase) {
    #expect(Self.read([Array(example.answer.utf8)]) == example.events)
  }

  @Test func `ST-22: there are such answers`() {
    #expect(AnswerCase.all.count { $0.name.hasPrefix("glued") } >= 3)
  }

  @Test func aFindingIsReportedWithItsClosingTag() {
    var parser = FindingStreamParser()
    let text = "<finding file=\"a\"><title>T</title><evidence>e</evidence></finding"
    #expect(parser.consume(text).isEmpty)
    #expect(parser.consume(">").map(Self.words) == ["suggestion a T [e]"])
    #expect(parser.answerProof.problem == "the answer does not say that it is finished")
    #expect(parser.consume("\n<done findings=\"1\"/>").map(Self.words) == ["done"])
    #expect(parser.answerProof.isProved)
  }

  @Test func somethingAfterDoneTakesTheProofAway() {
    var parser = FindingStreamParser()
    _ = parser.consume("<done findings=\"0\"/>")
    #expect(parser.answerProof.isProved)
    _ = parser.consume("<finding file=\"a\"><title>T</title></finding>")
    #expect(!parser.answerProof.isProved)
    _ = parser.consume("<done findings='1'/>")
    #expect(parser.answerProof.isProved)
  }

  @Test func moreThanTheLimitIsCountedAndStillProved() {
    var parser = FindingStreamParser(limit: 3)
    let answer =
      (1...5).map { "<finding file=\"a\" line=\"\($0)\"><title>T</title><evidence>e</evidence></finding>" }.joined()
      + "<done findings=\"5\"/>"
    let events = parser.consume(answer)
    #expect(events.count == 4)
    #expect(parser.dropped == 2)
    #expect(parser.answerProof.isProved)
  }

  @Test func partsAreBounded() {
    let long = String(repeating: "é", count: 20_000)
    var parser = FindingStreamParser()
    let events = parser.consume(
      "<finding file=\"a\"><title>\(long)</title><evidence>\(long)</evidence><body>\(long)</body></finding>")
    guard case .finding(let raw)? = events.first else {
      Issue.record("nothing read")
      return
    }
    #expect(raw.title.utf8.count == 300)
    #expect(raw.evidence.utf8.count == 8192)
    #expect(raw.body == String(repeating: "é", count: 4096))
  }

  @Test func tenMegabytesLoseNothing() {
    let noise = String(repeating: "<p class=\"x\">a < b && c > d ]]> ``` <!-- - --> <title> &lt;\n", count: 80_000)
    let good = "<finding file=\"a\"><title>T</title><evidence>e</evidence></finding>"
    let inside = "<finding file=\"b\"><title>U</title><evidence>\(noise)</evidence></finding>"
    let events = Self.read([Array((noise + good + inside + noise + "\n" + good.replacing("a", with: "c")).utf8)])
    #expect(events.count == 3)
    #expect(events.first == "suggestion a T [e]")
    #expect(events.last == "suggestion c T [e]")
  }

  @Test func aHugeUnclosedPartIsTheSameInAnyChunks() {
    let filler = String(repeating: "some code < more\n", count: 8000)
    let answer = Array(
      ("<finding file=\"a\"><title>T</title><evidence><![CDATA[\(filler)</evidence><body>B</body></finding>"
        + "<finding file=\"b\"><title>U</title><evidence>e</evidence></finding><done findings=\"2\"/>").utf8)
    let whole = Self.read([answer])
    #expect(whole.count == 3)
    #expect(whole.last == "done")
    for size in [1, 7, 1000, 65_536] {
      let pieces = stride(from: 0, to: answer.count, by: size).map { Array(answer[$0..<min($0 + size, answer.count)]) }
      #expect(Self.read(pieces) == whole)
    }
  }

  @Test func bytesThatAreNotUTF8AreKeptReadable() {
    let answer =
      Array("<finding file=\"a\"><title>T</title><evidence>x".utf8) + [0xFF, 0xFE]
      + Array("y</evidence></finding>".utf8)
    #expect(Self.read([answer]) == ["suggestion a T [x\u{FFFD}\u{FFFD}y]"])
  }
}
