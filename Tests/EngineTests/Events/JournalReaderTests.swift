import Testing

@testable import Engine

@Suite struct JournalReaderTests {
  /// A small recording of plain events, the last of which is the end.
  private let small: [ReviewEvent] = {
    let kinds: [ReviewEvent.Kind] = [
      .started(
        ReviewStart(run: "r1", engine: "1", runtime: "rules", wallMilliseconds: 1, overallLimitSeconds: 1500)),
      .judging, .notice(Notice(.note, "a \u{1B} b")),
      .specialist(.security, .agent(.textDelta(part: "p", text: "some text"))),
      .specialist(.security, .heartbeat(silenceSeconds: 30)),
      .finished(ReviewEnd(decision: .approved, complete: true, missing: [], milliseconds: 9, exitStatus: 0)),
    ]
    return kinds.enumerated().map { ReviewEvent(sequence: $0, at: .milliseconds(10 * $0), kind: $1) }
  }()

  private func kinds(_ reader: JournalReader) -> [JournalDamage.Kind] { reader.damages.map(\.kind) }

  @Test(arguments: [1, 2, 3, 7, 64, 1000, 65_536])
  func anySplitGivesTheSameEvents(pieces: Int) throws {
    var generator = Generator(seed: 21)
    let events = generator.events(60)
    let (played, reader) = try read(events.journal, pieces: pieces)
    #expect(played == events)
    #expect(reader.damages.isEmpty)
  }

  @Test func `DK-02: a cut at any byte of the last two records leaves the longest whole prefix`() throws {
    let whole = small.journal
    let lines = small.map { Wire.line($0).count }
    let keep = whole.count - lines.suffix(2).reduce(0, +)
    for cut in keep...whole.count {
      let (played, reader) = try read(Array(whole[..<cut]))
      var complete = 0
      var end = 0
      // A record that lacks only its line feed is whole.
      while complete < lines.count, end + lines[complete] - 1 <= cut {
        end += lines[complete]
        complete += 1
      }
      #expect(played == Array(small[..<complete]), "cut at \(cut)")
      #expect(kinds(reader) == (cut > end ? [.tornTail] : []), "cut at \(cut)")
      #expect(reader.isFinished == (complete == small.count))
    }
  }

  @Test func `DK-03: a flipped bit at any byte is noticed and costs one record at most`() throws {
    let whole = small.journal
    var lineOfByte: [Int] = []
    for (number, event) in small.enumerated() {
      lineOfByte += Array(repeating: number, count: Wire.line(event).count)
    }
    for position in whole.indices {
      for bit in 0..<8 {
        var bytes = whole
        bytes[position] ^= 1 << bit
        let (played, reader) = try read(bytes)
        let others = small.filter { $0.sequence != lineOfByte[position] }
        let keepsOthers = played.filter { $0.sequence != lineOfByte[position] } == others
        #expect(keepsOthers, "byte \(position) bit \(bit): \(reader.damages)")
        let isNoticed = !reader.damages.isEmpty || played == small
        #expect(isNoticed, "byte \(position) bit \(bit)")
      }
    }
  }

  @Test func randomMutationsNeverTrapAndNeverInventOrder() throws {
    var generator = Generator(seed: 20_000)
    let base = small.journal
    for round in 0..<20_000 {
      var bytes = base
      for _ in 0...generator.below(6) where !bytes.isEmpty {
        let position = generator.below(bytes.count)
        switch generator.below(6) {
        case 0: bytes[position] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes.remove(at: position)
        case 2: bytes.insert(generator.pick([0x0A, 0x22, 0x7B, 0x5C, 0x00, 0xFF]), at: position)
        case 3: bytes.removeSubrange(position..<min(bytes.count, position + generator.below(200)))
        case 4: bytes.insert(contentsOf: bytes[position...].prefix(generator.below(300)), at: position)
        default: bytes.insert(contentsOf: generator.pick(Generator.hostile).utf8, at: position)
        }
      }
      guard let (played, reader) = try? read(bytes, pieces: 1 + generator.below(4000)) else { continue }
      let ordered = zip(played, played.dropFirst()).allSatisfy { $0.sequence < $1.sequence && $0.at <= $1.at }
      #expect(ordered, "round \(round)")
      #expect(reader.events == played.count)
    }
  }

  // MARK: Logs of CI jobs

  @Test func aLogAroundTheRecordsIsStrippedAndNoDamage() throws {
    var text: [UInt8] = Array("Running with gitlab-runner 17.0\r\n\u{1B}[0KPreparing…\r\n".utf8)
    for event in small {
      text += Array("2026-11-25T14:22:33.123456Z 00O \u{1B}[32m".utf8)
      text += Wire.line(event).dropLast()
      text += Array("\u{1B}[0m\r\n".utf8)
      text += Array("2026-11-25T14:22:33.123456Z 00O other output\r\n".utf8)
    }
    let (played, reader) = try read(text + Array("Job succeeded".utf8))
    #expect(played == small)
    #expect(reader.damages.isEmpty)
    #expect(reader.isFinished)
  }

  @Test func maskedValuesAreUsedAndMarkedAltered() throws {
    let masked = String(decoding: small.journal, as: UTF8.self).replacing("some text", with: "some [MASKED]")
    let (played, reader) = try read(Array(masked.utf8))
    #expect(played.map(\.sequence) == [0, 1, 2, 3, 4, 5])
    #expect(played[3].kind == .specialist(.security, .agent(.textDelta(part: "p", text: "some [MASKED]"))))
    #expect(kinds(reader) == [.altered(sequence: 3)])
    #expect(reader.damages.first?.description == "line 4: event 3 was altered since it was recorded")
  }

  @Test func aMaskInEveryLineLeavesAllOfThem() throws {
    let masked = String(decoding: small.journal, as: UTF8.self).replacing(#""type""#, with: #""***":0,"type""#)
    let (played, reader) = try read(Array(masked.utf8))
    #expect(played == small)
    #expect(kinds(reader) == small.map { .altered(sequence: $0.sequence) })
  }

  @Test func anAlteredRecordIsNotUsedOutOfTurn() throws {
    // The number of the third record was changed to one far ahead: believing it would lose the rest.
    let text = String(decoding: small.journal, as: UTF8.self).replacing(#""seq":2"#, with: #""seq":900"#)
    let (played, reader) = try read(Array(text.utf8))
    #expect(played.map(\.sequence) == [0, 1, 3, 4, 5])
    #expect(kinds(reader) == [.corrupt, .missing(2...2)])
  }

  @Test func anAlteredTimeDoesNotMoveTheRest() throws {
    let text = String(decoding: small.journal, as: UTF8.self).replacing(#""t":20,"#, with: #""t":920000000,"#)
    let (played, _) = try read(Array(text.utf8))
    #expect(played.map(\.at.wholeMilliseconds) == [0, 10, 10, 30, 40, 50])
  }

  // MARK: Damage

  @Test func linesOfOthersInAJournalAreNamedInOneRun() throws {
    var lines = small.map(Wire.line)
    lines.insert(Array("what is this\nand this\n\n".utf8), at: 3)
    let (played, reader) = try read(lines.flatMap(\.self))
    #expect(played == small)
    #expect(reader.damages == [JournalDamage(.foreign(lines: 2), line: 4, eventsBefore: 3)])
  }

  @Test func missingRecordsAreNamed() throws {
    let (played, reader) = try read((small[1...1] + small[4...]).flatMap(Wire.line))
    #expect(played.map(\.sequence) == [1, 4, 5])
    #expect(kinds(reader) == [.missing(0...0), .missing(2...3)])
  }

  @Test func repeatedAndMisplacedRecordsAreNotPlayedTwice() throws {
    let order = [0, 1, 2, 2, 1, 3, 4, 5]
    let (played, reader) = try read(order.flatMap { Wire.line(small[$0]) })
    #expect(played == small)
    #expect(kinds(reader) == [.repeated(sequence: 2), .repeated(sequence: 1)])
  }

  @Test func aSecondRecordingIsNamedAndNotMixedIn() throws {
    let (played, reader) = try read(small.journal + small.journal)
    #expect(played == small)
    #expect(reader.damages == [JournalDamage(.secondRecording(run: "r1"), line: 7, eventsBefore: 6)])
  }

  @Test func twoRecordsOnOneLineAreBothFound() throws {
    var bytes = small.journal
    let feed = try #require(bytes.firstIndex(of: 0x0A))
    bytes.remove(at: feed)
    #expect(try read(bytes).events == small)
  }

  @Test func aRecordGluedToTheStartOfACutOneIsFound() throws {
    let bytes = Wire.line(small[0]) + Wire.line(small[1]).prefix(30) + small[2...].flatMap(Wire.line)
    let (played, reader) = try read(Array(bytes))
    #expect(played.map(\.sequence) == [0, 2, 3, 4, 5])
    #expect(kinds(reader) == [.corrupt, .missing(1...1)])
  }

  @Test func aLineOverTheLimitIsDroppedAndTheRestPlays() throws {
    let long = [UInt8](repeating: 0x78, count: Wire.lineLimit + 1) + [0x0A]
    let (played, reader) = try read(Wire.line(small[0]) + long + small[1...].flatMap(Wire.line), pieces: 1 << 20)
    #expect(played == small)
    #expect(kinds(reader) == [.oversize])
  }

  @Test func manyDamagesAreCountedAndNotKept() throws {
    let junk = Array("{\"v\":1,\"seq\n".utf8)
    let (_, reader) = try read(Wire.line(small[0]) + (0..<1500).flatMap { _ in junk })
    #expect(reader.damages.count == JournalReader.damageLimit)
    #expect(reader.uncountedDamages == 500)
  }

  @Test func manyOpeningsOnOneLineTakeLinearTime() throws {
    // 200,000 starts of a record without an end; at quadratic cost this would not end.
    let opening = Array(#"{"v":1,"s"#.utf8)
    let line = (0..<200_000).flatMap { _ in opening }
    let (played, _) = try read(Wire.line(small[0]) + line + [0x0A] + Wire.line(small[1]), pieces: 1 << 20)
    #expect(played.count == 2)
  }

  // MARK: Refused

  @Test(arguments: [
    "", "\n", "hello\nworld\n", "{}\n{\"v\":1}\n", "\u{0}\u{1}", #"{"v":0,"seq":0,"t":0,"type":"started"}"#,
  ])
  func whatHoldsNoRecordIsNotARecording(text: String) {
    #expect {
      _ = try read(Array(text.utf8))
    } throws: { error in
      (error as? ReviewFailure)?.message == "test is not a recording: no record of conclave.journal/1 in it"
        && (error as? ReviewFailure)?.code == .usage
    }
  }

  @Test func aLaterVersionIsRefusedByName() {
    let later = String(decoding: small.journal, as: UTF8.self).replacing(#"{"v":1"#, with: #"{"v":3"#)
    #expect {
      _ = try read(Array(later.utf8))
    } throws: { error in
      (error as? ReviewFailure)?.message
        == "test is a recording in version 3 of the format; this program reads version 1"
    }
  }

  @Test func aRecordOfALaterVersionInTheMiddleIsDamage() throws {
    let mixed = String(decoding: Wire.line(small[2]), as: UTF8.self).replacing(#"{"v":1"#, with: #"{"v":2"#)
    let (played, reader) = try read(small[..<2].flatMap(Wire.line) + Array(mixed.utf8) + small[3...].flatMap(Wire.line))
    #expect(played.map(\.sequence) == [0, 1, 3, 4, 5])
    #expect(kinds(reader) == [.newer(version: 2), .missing(2...2)])
  }
}
