import EngineTestKit
import Foundation
import Glibc
import Testing

@testable import Engine

@Suite struct TriageJournalTests {
  private let directory: TemporaryDirectory
  private var path: String { directory.file("triage.jsonl") }

  init() throws { directory = try TemporaryDirectory() }

  private func act(_ number: Int) -> [UInt8] {
    Array(#"{"action":"accept","findings":["f\#(number)"],"note":"a\u2028\u001b"}"#.utf8)
  }

  /// Keeps `count` acts and returns the file's bytes.
  @discardableResult
  private func keep(_ count: Int) throws -> [UInt8] {
    let journal = try TriageJournal(path: path)
    for number in 0..<count { try journal.append(act(number), wallMilliseconds: Int64(number)) }
    return directory.read("triage.jsonl")
  }

  @Test func actsReadBackInOrder() throws {
    let bytes = try keep(3)
    let recording = TriageRecording(bytes)
    #expect(recording.entries.map(\.sequence) == [0, 1, 2])
    #expect(recording.entries.map(\.wallMilliseconds) == [0, 1, 2])
    #expect(recording.entries.map(\.action) == (0..<3).map(act))
    #expect(recording.length == bytes.count)
    #expect(recording.remainder == .nothing)
    #expect(try TriageJournal.read(path) == recording)
    #expect(try TriageJournal.read(directory.file("none")).entries.isEmpty)
  }

  @Test func theLineIsTheDocumentedOne() throws {
    let bytes = try keep(1)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasPrefix(#"{"v":1,"seq":0,"t":0,"action":{"action":"accept","findings":["f0"]"#))
    #expect(bytes.count { $0 == 0x0A } == 1)
  }

  @Test func `DK-02: every cut of the decisions leaves the longest whole prefix, and they go on from there`() throws {
    let bytes = try keep(3)
    let second = TriageRecording(Array(bytes.prefix(bytes.count - 1))).length
    let first = try #require(bytes.firstIndex(of: 0x0A)) + 1
    for cut in first...bytes.count {
      try directory.write("triage.jsonl", Array(bytes[..<cut]))
      let whole = cut == bytes.count ? 3 : cut >= second ? 2 : 1
      let journal = try TriageJournal(path: path)
      #expect(journal.entries.count == whole)
      #expect((journal.notice == nil) == [first, second, bytes.count].contains(cut))
      try journal.append(act(9), wallMilliseconds: 9)
      let recording = try TriageJournal.read(path)
      #expect(recording.entries.count == whole + 1)
      #expect(recording.remainder == .nothing)
    }
  }

  @Test func `DK-03: every flipped bit in the decisions is noticed and later ones are set aside`() throws {
    let bytes = try keep(3)
    let lines = bytes.split(separator: 0x0A).map { $0.count + 1 }
    for position in bytes.indices {
      var damaged = bytes
      damaged[position] ^= 1 << (position % 8)
      let recording = TriageRecording(damaged)
      let line = position < lines[0] ? 0 : position < lines[0] + lines[1] ? 1 : 2
      #expect(recording.entries.count == line, "byte \(position)")
      #expect(recording.remainder != .nothing, "byte \(position)")
    }
    var damaged = bytes
    damaged[lines[0] + 40] ^= 1
    try directory.write("triage.jsonl", damaged)
    let journal = try TriageJournal(path: path)
    #expect(journal.notice?.level == .warning)
    try journal.append(act(7), wallMilliseconds: 7)
    #expect(try TriageJournal.read(path).entries.map(\.action) == [act(0), act(7)])
    #expect(directory.read("triage.jsonl.damaged-1") == Array(damaged[lines[0]...]))
  }

  @Test func aLaterVersionIsNotTouched() throws {
    var line = Array(#"{"v":2,"seq":0,"t":0,"action":{}}"#.utf8)
    Wire.close(&line, from: 0)
    try directory.write("triage.jsonl", line)
    #expect {
      _ = try TriageJournal(path: path)
    } throws: { ($0 as? ReviewFailure)?.message == "\(path) was written by a later version of conclave" }
    #expect(directory.read("triage.jsonl") == line)
  }

  @Test(arguments: ["", "[]", "1", "{", "{}{}", "{}\n{}", "\u{FEFF}{}"])
  func whatIsNoObjectIsNotKept(text: String) throws {
    let journal = try TriageJournal(path: path)
    #expect(throws: ReviewFailure.self) { try journal.append(Array(text.utf8), wallMilliseconds: 0) }
    #expect(directory.read("triage.jsonl").isEmpty)
  }

  @Test func `DK-10: two programs can not triage one run`() throws {
    let journal = try TriageJournal(path: path)
    #expect {
      _ = try TriageJournal(path: path)
    } throws: { ($0 as? ReviewFailure)?.message == "another conclave has \(path) open" }
    try journal.append(act(0), wallMilliseconds: 0)
  }

  @Test func `DK-07: a link is refused`() throws {
    try directory.write("elsewhere", [])
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: directory.file("elsewhere"))
    #expect {
      _ = try TriageJournal(path: path)
    } throws: { ($0 as? ReviewFailure)?.code == .refused }
  }

  /// The real system, with a failure at one write and one commit.
  private struct FailingFiles: FileLayer {
    let failures: FaultyFiles
    let system = SystemFiles()

    func openForAppending(_ path: String) throws(SystemError) -> Int32 { try system.openForAppending(path) }
    func write(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
      let count = try failures.write(0, bytes)
      return try system.write(descriptor, bytes.prefix(count))
    }
    func synchronise(_ descriptor: Int32) throws(SystemError) { try failures.synchronise(0) }
    func close(_ descriptor: Int32) { system.close(descriptor) }
  }

  @Test(arguments: 0..<6, [ENOSPC, EIO, EDQUOT])
  func `DK-08, DK-09: a failed decision leaves the file as it was`(call: Int, number: Int32) throws {
    let failures = FaultyFiles(faults: [call + 1: .error(number)])
    _ = try failures.openForAppending("journal")
    let journal = try TriageJournal(path: path, layer: FailingFiles(failures: failures))
    var kept: [[UInt8]] = []
    for number in 0..<4 {
      do {
        try journal.append(act(number), wallMilliseconds: 0)
        kept.append(act(number))
      } catch {
        #expect(error.code == .recording)
      }
    }
    #expect(kept.count == 3)
    #expect(journal.entries.map(\.action) == kept)
    #expect(try TriageJournal.read(path).entries.map(\.action) == kept)
    #expect(try TriageJournal.read(path).remainder == .nothing)
  }

  @Test func randomMutationsNeverTrap() throws {
    var generator = Generator(seed: 5)
    let base = try keep(4)
    for _ in 0..<3000 {
      var bytes = base
      for _ in 0...generator.below(4) {
        let position = generator.below(bytes.count)
        if generator.flag() {
          bytes[position] = UInt8(truncatingIfNeeded: generator.next())
        } else {
          bytes.remove(at: position)
        }
      }
      let recording = TriageRecording(bytes)
      #expect(recording.entries.map(\.action) == (0..<recording.entries.count).map(act))
    }
  }
}
