import EngineTestKit
import Foundation
import Glibc
import Testing

@testable import Engine

/// Recordings of several files.
@Suite struct JournalSegmentTests {
  private let directory: TemporaryDirectory
  private var path: String { directory.file("journal.jsonl") }

  init() throws { directory = try TemporaryDirectory() }

  /// Plain events of which the last one is the end.
  private func events(_ count: Int) -> [ReviewEvent] {
    (0..<count).map { number in
      let end = ReviewEnd(decision: .approved, complete: true, missing: [], milliseconds: 9, exitStatus: 0)
      let text = String(repeating: "word ", count: number % 30)
      let kind: ReviewEvent.Kind =
        number == count - 1 ? .finished(end) : .specialist(.security, .agent(.text(part: "\(number)", text: text)))
      return ReviewEvent(sequence: number, at: .milliseconds(number), kind: kind)
    }
  }

  /// Records in segments of so many bytes; returns the number of segments.
  @discardableResult
  private func record(_ events: [ReviewEvent], segment: Int, index: String? = nil) throws -> Int {
    var writer = JournalWriter(
      try JournalFiles(journal: path, index: index.map(directory.file), segmentLimit: segment)
    ) { _ in }
    for event in events { writer.append(event, now: event.at) }
    #expect(writer.finish(now: .zero) == nil)
    return segments.count
  }

  private var segments: [String] {
    (0...).lazy.map { JournalSegment.path("journal.jsonl", $0) }
      .prefix { FileManager.default.fileExists(atPath: directory.file($0)) }.map { $0 }
  }

  private func play(_ path: String? = nil) async throws -> (events: [ReviewEvent], reader: JournalReader) {
    var played: [ReviewEvent] = []
    let reader = try await JournalStream.read(JournalSource(path: path ?? self.path), time: SystemTime()) {
      played += $0
    }
    return (played, reader)
  }

  @Test(arguments: [
    ("journal.jsonl", 0, "journal.jsonl"), ("journal.jsonl", 1, "journal.1.jsonl"),
    ("/a.jsonl/r.jsonl", 12, "/a.jsonl/r.12.jsonl"), ("recording", 3, "recording.3"),
  ]) func `segments have numbered names`(first: String, number: Int, name: String) {
    #expect(JournalSegment.path(first, number) == name)
    #expect(JournalSegment.number(of: name, in: first) == number)
  }

  @Test(arguments: [
    "journal.01.jsonl", "journal.0.jsonl", "journal.-1.jsonl", "journal.jsonl.1", "journal.index", "",
    "journal.99999999999999999999.jsonl",
  ]) func `other names are no segments`(name: String) {
    #expect(JournalSegment.number(of: name, in: "journal.jsonl") == nil)
  }

  @Test func `DK-11: a segment is closed at its limit, and all of them read as one recording`() async throws {
    let events = events(2500)
    let count = try record(events, segment: 20_000, index: "journal.index")
    #expect(count > 5)
    let longest = events.map { Wire.line($0).count }.max() ?? 0
    for name in segments.dropLast() {
      let size = directory.read(name).count
      #expect(size >= 20_000 && size < 20_000 + longest, "\(name) has \(size) bytes")
    }
    let whole = segments.flatMap(directory.read)
    let isSame = whole == events.journal
    #expect(isSame)
    // Offsets in the index are those of the segments one after another.
    let index = JournalIndex(directory.read("journal.index")[...])
    #expect(index.entries.map(\.sequence) == [0, 1000, 2000])
    for entry in index.entries {
      let line = whole[entry.offset...].prefix { $0 != 0x0A }
      #expect(Wire.decode(line) == .record(.event(events[entry.sequence]), isAltered: false))
    }
    let (played, reader) = try await play()
    let isWhole = played == events
    #expect(isWhole && reader.damages.isEmpty && reader.isFinished)
    FaultNote.say("DK-11", "\(count) segments of 20 KB read as one")
  }

  @Test func `DK-11: a growing recording is followed from one segment to the next`() async throws {
    let events = events(400)
    // Whenever the reader waits at the end, the writer writes on.
    struct GrowingTime: TimeSource {
      let grow: @Sendable () -> Void
      func now() -> Duration { .zero }
      func wallMilliseconds() -> Int64 { 0 }
      func sleep(until deadline: Duration) async throws { grow() }
    }
    let feed = Locked(events[...])
    let files = try JournalFiles(journal: path, segmentLimit: 3000)
    let writer = Fed(files)
    let time = GrowingTime {
      for event in feed.withLock({ events in
        defer { events = events.dropFirst(7) }
        return Array(events.prefix(7))
      }) { writer.write(event) }
    }
    var played: [ReviewEvent] = []
    let reader = try await JournalStream.read(JournalSource(path: path), follow: true, time: time) { played += $0 }
    let isWhole = played == events
    #expect(isWhole && reader.damages.isEmpty && reader.isFinished)
    #expect(segments.count > 3)
  }

  @Test func `DK-11: damage is named with its segment, and a lost segment by its events`() async throws {
    let events = events(300)
    #expect(try record(events, segment: 3000) >= 5)
    var second = directory.read("journal.1.jsonl")
    let lines = second.split(separator: 0x0A, omittingEmptySubsequences: false)
    let start = lines[..<2].reduce(0) { $0 + $1.count + 1 }
    second[start + 20] ^= 1
    try directory.write("journal.1.jsonl", second)
    let third = directory.read("journal.2.jsonl")
    try directory.write("journal.2.jsonl", third.dropLast(20))
    try FileManager.default.removeItem(atPath: directory.file("journal.3.jsonl"))
    let (played, reader) = try await play()
    let words = reader.damages.map(\.description)
    try #require(words.count == 3, "\(words)")
    #expect(words[0].hasPrefix("segment 1, line 3: event ") && words[0].hasSuffix(" was altered since it was recorded"))
    #expect(words[1].hasPrefix("segment 2, line ") && words[1].hasSuffix("the file ends in the middle of a record"))
    #expect(words[2].hasPrefix("segment 4, line 1: events ") && words[2].hasSuffix(" missing"))
    #expect(played.last == events.last)
  }

  @Test func `DK-11: another recording that has the name of a next segment is not mixed in`() async throws {
    let start = ReviewStart(run: "r", engine: "1", runtime: "rules", wallMilliseconds: 1, overallLimitSeconds: 1)
    let first = [ReviewEvent(sequence: 0, at: .zero, kind: .started(start))]
    try directory.write("journal.jsonl", first.journal)
    try directory.write("journal.1.jsonl", first.journal)
    let (played, reader) = try await play()
    #expect(played == first)
    #expect(reader.damages.isEmpty)
  }

  @Test func `DK-11: what is no regular file is no segment`() async throws {
    try record(events(10), segment: .max)
    let open = Array(directory.read("journal.jsonl").prefix(300))
    try directory.write("journal.jsonl", open)
    #expect(unsafe mkfifo(directory.file("journal.1.jsonl"), 0o600) == 0)
    try FileManager.default.createSymbolicLink(
      atPath: directory.file("journal.2.jsonl"), withDestinationPath: directory.file("journal.jsonl"))
    let (_, reader) = try await play()
    #expect(reader.damages.map(\.kind) == [.tornTail])
  }

  @Test(arguments: [EMFILE, ENOSPC, EACCES])
  func `DK-11: where no next segment can be opened, the last one grows on and nothing is lost`(number: Int32) throws {
    let events = events(300)
    let calm = FaultyFiles()
    func record(_ files: FaultyFiles) throws -> Int? {
      var writer = JournalWriter(try JournalFiles(journal: "j", segmentLimit: 4000, layer: files)) { _ in }
      for event in events { writer.append(event, now: event.at) }
      return writer.finish(now: .zero)
    }
    #expect(try record(calm) == nil)
    let second = try #require(calm.calls.indices.filter { calm.calls[$0] == "open" }.dropFirst().first)
    let files = FaultyFiles(faults: [second: .error(number)])
    #expect(try record(files) == nil)
    let whole = (0..<20).flatMap { files.content(JournalSegment.path("j", $0)) }
    let isSame = whole == events.journal
    #expect(isSame)
    #expect(files.content("j").count >= 8000)
    #expect(!files.content("j.1").isEmpty)
  }

  @Test func `DK-11: a run is listed by the end in its last segment, also where that one is still empty`() async throws
  {
    let store = try RunStore(environment: ["XDG_STATE_HOME": directory.path])
    let events = events(300)
    for (segment, isCut) in [(3000, false), (3000, true), (100 << 20, false)] {
      let run = try store.createRun(repository: "/r", title: "", wallMilliseconds: 5000)
      let files = try JournalFiles(journal: run.journal, segmentLimit: segment)
      var writer = JournalWriter(files) { _ in }
      for event in isCut ? events.dropLast() : events[...] { writer.append(event, now: event.at) }
      #expect(writer.finish(now: .zero) == nil)
      if isCut {
        let next = (0...).lazy.map { JournalSegment.path(run.journal, $0) }
          .first { !FileManager.default.fileExists(atPath: $0) }
        #expect(FileManager.default.createFile(atPath: try #require(next), contents: nil))
      }
      let (played, reader) = try await play(run.journal)
      #expect(played.count == (isCut ? 299 : 300) && reader.damages.isEmpty)
    }
    let runs = try store.runs()
    #expect(runs.map(\.state.rawValue).sorted() == ["crashed", "finished", "finished"])
    #expect(runs.map { $0.endedMilliseconds ?? 0 }.sorted() == [5298, 5299, 5299])
    #expect(runs.allSatisfy { ($0.decision == .approved) == ($0.state == .finished) })
  }
}

/// A writer that several closures may feed.
private final class Fed: Sendable {
  private struct State: ~Copyable {
    var writer: JournalWriter
  }

  private let state: Locked<State>

  init(_ files: JournalFiles) { state = Locked(State(writer: JournalWriter(files) { _ in })) }

  func write(_ event: ReviewEvent) {
    state.withLock { state in
      state.writer.append(event, now: event.at)
      state.writer.tick(now: .seconds(1000) + event.at)
    }
  }
}
