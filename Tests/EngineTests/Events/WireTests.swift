import Testing

@testable import Engine

@Suite struct WireTests {
  @Test(arguments: 0..<Generator.kinds)
  func everyKindReadsBackAsItWasWritten(kind: Int) {
    var generator = Generator(seed: UInt64(kind))
    for sequence in 0..<60 {
      let event = ReviewEvent(
        sequence: sequence, at: .milliseconds(generator.below(1 << 40)), kind: generator.kind(kind))
      let line = Wire.line(event)
      #expect(Wire.decode(line.dropLast()) == .record(.event(event), isAltered: false))
    }
  }

  @Test func aLineStaysOneLineAndOnePieceOfText() {
    var generator = Generator(seed: 7)
    for kind in (0..<20).flatMap({ _ in 0..<Generator.kinds }) {
      let line = Wire.line(ReviewEvent(sequence: 0, at: .zero, kind: generator.kind(kind)))
      #expect(line.last == 0x0A)
      let scalars = String(decoding: line.dropLast(), as: UTF8.self).unicodeScalars
      let breaking = scalars.filter {
        $0.properties.generalCategory == .control || "\u{2028}\u{2029}".unicodeScalars.contains($0)
      }
      #expect(breaking.isEmpty)
    }
  }

  @Test func theFormIsTheDocumentedOne() {
    let delta = ReviewEvent(
      sequence: 3, at: .milliseconds(1500),
      kind: .specialist(.security, .agent(.textDelta(part: "p1", text: "a\u{1B}\n"))))
    let body = #"{"v":1,"seq":3,"t":1500,"type":"text_delta","agent":"security","part":"p1","text":"a\u001b\n""#
    let checksum = String(StableHash.crc32(Array(body.utf8)), radix: 16)
    let padded = String(repeating: "0", count: 8 - checksum.count) + checksum
    #expect(String(decoding: Wire.line(delta), as: UTF8.self) == body + #","crc":""# + padded + "\"}\n")
  }

  /// A line with a right checksum around `members`.
  private func sealed(_ body: String) -> ArraySlice<UInt8> {
    let bytes = Array(body.utf8)
    return (bytes + Wire.seal + Hex.digits(StableHash.crc32(bytes)) + [0x22, 0x7D])[...]
  }

  @Test func unknownMembersAreIgnored() {
    let line = sealed(#"{"v":1,"seq":4,"t":9,"type":"judging","colour":{"deep":[1,{"v":2}]},"n":null"#)
    let event = ReviewEvent(sequence: 4, at: .milliseconds(9), kind: .judging)
    #expect(Wire.decode(line) == .record(.event(event), isAltered: false))
  }

  @Test(arguments: [
    (#"{"v":1,"seq":4,"t":9,"type":"telepathy","agent":"security""#, "telepathy"),
    (#"{"v":1,"seq":4,"t":9,"type":"telepathy""#, "telepathy"),
    (#"{"v":1,"seq":4,"t":9,"type":"notice","level":"shout","text":"x""#, "notice"),
    (#"{"v":1,"seq":4,"t":9,"type":"finished""#, "finished"),
    (#"{"v":1,"seq":4,"t":9,"type":"gap","to":3"#, "gap"),
    (#"{"v":1,"seq":4,"t":9,"type":"step_finish","agent":"a","reason":"stop","tokens":{"input":1e99}"#, "step_finish"),
  ])
  func whatThisVersionDoesNotKnowIsKeptByName(body: String, type: String) {
    #expect(
      Wire.decode(sealed(body)) == .record(.unknown(type: type, sequence: 4, at: .milliseconds(9)), isAltered: false))
  }

  @Test(arguments: [
    "", "{", #"{"v":1}"#, #"{"v":1,"seq":-1,"t":0,"type":"judging""#, #"{"v":1,"seq":1.5,"t":0,"type":"judging""#,
    #"{"v":1,"seq":99999999999999999999,"t":0,"type":"judging""#, #"{"v":0,"seq":1,"t":0,"type":"judging""#,
    #"{"v":"1","seq":1,"t":0,"type":"judging""#, #"{"seq":1,"v":1,"t":0,"type":"judging""#,
    #"{"v":1,"seq":9007199254740993,"t":0,"type":"judging""#, #"{"v":1,"seq":1,"t":"0","type":"judging""#,
  ])
  func whatIsNoRecordIsUnreadable(body: String) {
    #expect(Wire.decode(sealed(body)) == .unreadable)
  }

  @Test func timesOutOfReachAreBounded() {
    for (written, read) in [(-5, 0), (Int.max, (1 << 53) / 1000), (Int.min, 0)] {
      let line = sealed(#"{"v":1,"seq":0,"t":\#(written),"type":"judging""#)
      #expect(
        Wire.decode(line)
          == .record(.event(ReviewEvent(sequence: 0, at: .milliseconds(read), kind: .judging)), isAltered: false))
    }
  }

  @Test func aLaterVersionIsNamed() {
    #expect(Wire.decode(sealed(#"{"v":7,"seq":0,"t":0,"type":"started""#)) == .newer(version: 7, isChecked: true))
  }

  @Test func textsThatWouldNotFitIntoALineAreCutWithAMark() throws {
    let long = String(repeating: "\u{1}", count: 3 << 20)
    let line = Wire.line(ReviewEvent(sequence: 5, at: .zero, kind: .specialist(.release, .agent(.stray(long)))))
    #expect(line.count <= Wire.lineLimit + 1)
    guard case .record(.event(let event), isAltered: false) = Wire.decode(line.dropLast()),
      case .specialist(.release, .agent(.stray(let text))) = event.kind
    else {
      Issue.record("the line can't be read")
      return
    }
    #expect(text.hasPrefix("\u{1}\u{1}"))
    #expect(text.hasSuffix("… [\((3 << 20) - (1 << 20)) bytes cut]"))
  }

  @Test func aJudgementTooLargeForALineKeepsAllItsFindings() {
    var generator = Generator(seed: 3)
    let findings = (1...700).map { number in
      var finding = generator.finding()
      finding.id = FindingID(number)
      finding.body = String(repeating: "\u{2}", count: 2000)
      return finding
    }
    let judgement = Judgement(
      findings: findings, all: findings, ledger: [], decision: .minorIssues, decisionReason: "many")
    let line = Wire.line(ReviewEvent(sequence: 5, at: .zero, kind: .judged(judgement)))
    guard case .record(.event(let event), isAltered: false) = Wire.decode(line.dropLast()),
      case .judged(let read) = event.kind
    else {
      Issue.record("the line can't be read")
      return
    }
    #expect(read.findings.map(\.id) == findings.map(\.id))
    #expect(read.decision == .minorIssues)
  }
}
