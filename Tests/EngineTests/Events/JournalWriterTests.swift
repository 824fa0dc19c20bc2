import Glibc
import Testing

@testable import Engine

@Suite struct JournalWriterTests {
  private final class Changes: Sendable {
    let list = Locked([JournalChange]())
    var all: [JournalChange] { list.withLock { $0 } }
    func add(_ change: JournalChange) { list.withLock { $0.append(change) } }
  }

  private func events(_ count: Int, seed: UInt64 = 1) -> [ReviewEvent] {
    var generator = Generator(seed: seed)
    return generator.events(count)
  }

  private func opened(_ files: FaultyFiles, index: String? = "index") throws -> JournalFiles {
    try JournalFiles(journal: "journal", index: index, layer: files)
  }

  private func writer(_ files: FaultyFiles, _ changes: Changes = Changes()) throws -> JournalWriter {
    JournalWriter(try opened(files)) { changes.add($0) }
  }

  @Test func linesAreWrittenByTheHundred() throws {
    let files = FaultyFiles()
    var writer = try writer(files)
    let events = events(250)
    for event in events { writer.append(event, now: .zero) }
    #expect(files.holds(Array(events[..<200]).journal))
    #expect(writer.room == 50)
    #expect(writer.finish(now: .zero) == nil)
    #expect(files.holds(events.journal))
  }

  @Test func linesAreWrittenAfterFiftyMilliseconds() throws {
    let files = FaultyFiles()
    var writer = try writer(files)
    let events = events(3)
    #expect(writer.deadline == nil)
    writer.append(events[0], now: .milliseconds(1000))
    writer.append(events[1], now: .milliseconds(1030))
    #expect(writer.deadline == .milliseconds(1050))
    writer.tick(now: .milliseconds(1049))
    #expect(files.content("journal").isEmpty)
    writer.tick(now: .milliseconds(1050))
    #expect(files.holds(Array(events[..<2]).journal))
    #expect(writer.finish(now: .milliseconds(1050)) == nil)
  }

  @Test func dataIsCommittedTwiceASecondAtMostAndAtTheEnd() throws {
    let files = FaultyFiles()
    var writer = try writer(files)
    for (number, event) in events(2000).enumerated() {
      let now = Duration.milliseconds(number)
      writer.append(event, now: now)
      writer.tick(now: now)
    }
    let before = files.calls.count { $0 == "sync" }
    #expect((3...4).contains(before))
    #expect(writer.finish(now: .seconds(2)) == nil)
    #expect(files.calls.count { $0 == "sync" } == before + 1)
  }

  @Test func theIndexNamesEachThousandthEvent() throws {
    let files = FaultyFiles()
    var writer = try writer(files)
    let events = events(3500)
    for event in events { writer.append(event, now: .zero) }
    _ = writer.finish(now: .zero)
    let journal = files.content("journal")
    let index = JournalIndex(files.content("index")[...])
    #expect(index.entries.map(\.sequence) == [0, 1000, 2000, 3000])
    for entry in index.entries {
      let line = journal[entry.offset...].prefix { $0 != 0x0A }
      #expect(Wire.decode(line) == .record(.event(events[entry.sequence]), isAltered: false))
      #expect(index.entry(at: events[entry.sequence].at)?.sequence == entry.sequence)
    }
    #expect(index.entry(at: .seconds(-1)) == nil)
    #expect(index.entry(at: .seconds(1 << 40))?.sequence == 3000)
  }

  @Test(arguments: [
    "", "conclave.index/2\n0 0 0\n", "conclave.index/1\nx y z\n", "conclave.index/1\n0 0\n",
    "conclave.index/1\n-1 0 0\n",
    "conclave.index/1\n0 99999999999999999999 0\n",
  ])
  func anotherFileThanAnIndexGivesNoEntries(text: String) {
    #expect(JournalIndex(Array(text.utf8)[...]).entries.isEmpty)
  }

  /// Feeds events 10 ms apart, so that retries come due; returns what the file holds.
  private func record(
    _ events: [ReviewEvent], on files: FaultyFiles, _ changes: Changes, index: String? = "index"
  ) throws -> Int? {
    var writer = JournalWriter(try opened(files, index: index)) { changes.add($0) }
    for event in events {
      let now = Duration.milliseconds(10 * event.sequence)
      writer.append(event, now: now)
      writer.tick(now: now)
    }
    return writer.finish(now: .milliseconds(10 * events.count))
  }

  @Test(arguments: [EIO, EINTR, ENOSPC, EDQUOT, EFBIG, EAGAIN])
  func `DK-08, DK-09: one failure at any call of the recorder loses nothing`(number: Int32) throws {
    let events = events(350)
    let calm = FaultyFiles()
    _ = try record(events, on: calm, Changes())
    for call in 1..<calm.calls.count {
      let files = FaultyFiles(faults: [call: .error(number)])
      let changes = Changes()
      let lost = try record(events, on: files, changes)
      let isLastSync = calm.calls[call...].allSatisfy { $0 != "write" } && number != EINTR
      #expect(files.holds(events.journal), "call \(call)")
      #expect(lost == nil || isLastSync, "call \(call)")
      for change in changes.all.dropFirst() { #expect(change == .resumed(lost: 0)) }
    }
  }

  @Test func `DK-08: short writes at any call of the recorder lose nothing`() throws {
    let events = events(350)
    for call in 1..<40 {
      let files = FaultyFiles(faults: [call: .short(1), call + 1: .short(7), call + 2: .error(EINTR)])
      let changes = Changes()
      #expect(try record(events, on: files, changes) == nil)
      #expect(files.holds(events.journal))
      #expect(changes.all.isEmpty)
    }
  }

  @Test func aJournalThatCanNotBeCreatedIsOneClearError() {
    let files = FaultyFiles(faults: [0: .error(EROFS)])
    #expect {
      _ = try writer(files)
    } throws: { error in
      let failure = error as? ReviewFailure
      return failure?.code == .recording
        && failure?.message == "can't create the recording journal: Read-only file system"
    }
  }

  @Test func anIndexThatCanNotBeCreatedIsNoError() throws {
    let files = FaultyFiles(faults: [1: .error(EACCES)])
    let events = events(10)
    #expect(try record(events, on: files, Changes()) == nil)
    #expect(files.holds(events.journal))
  }

  @Test func `DK-04: a disk that is full from any byte on keeps what fits and names the first event that does not`()
    throws
  {
    let events = events(120, seed: 5)
    let whole = events.journal
    for room in stride(from: 0, to: min(whole.count, 65_536), by: 997) {
      let files = FaultyFiles(room: room)
      let changes = Changes()
      let first = try record(events, on: files, changes, index: nil)
      let holdsPrefix = files.holds(Array(whole.prefix(room)))
      #expect(holdsPrefix)
      let complete = whole.prefix(room).count { $0 == 0x0A }
      #expect(first == complete)
      #expect(changes.all.count == 1)
      guard case .stopped(let from, "No space left on device")? = changes.all.first else {
        Issue.record("no stop at \(room)")
        continue
      }
      #expect(from <= complete)
      if room > 0 {
        // A record that lacks only its line feed is whole.
        let played = (try? read(files.content("journal")).events) ?? []
        let isPrefix = played == Array(events.prefix(played.count)) && (0...1).contains(played.count - complete)
        #expect(isPrefix)
      }
    }
  }

  @Test func `DK-05: when space returns, recording goes on at the very byte`() throws {
    let events = events(300, seed: 6)
    let files = FaultyFiles(room: 5000)
    let changes = Changes()
    var writer = try writer(files, changes)
    for event in events {
      if event.sequence == 150 { files.setRoom(.max) }
      writer.append(event, now: .milliseconds(20 * event.sequence))
      writer.tick(now: .milliseconds(20 * event.sequence))
    }
    #expect(writer.finish(now: .seconds(10)) == nil)
    #expect(files.holds(events.journal))
    #expect(changes.all.count == 2)
    #expect(changes.all.last == .resumed(lost: 0))
  }

  @Test func `DK-05: what could not be kept is named by a gap on a line of its own`() throws {
    let text = String(repeating: "x", count: 200_000)
    let events = (0..<60).map { number in
      ReviewEvent(
        sequence: number, at: .milliseconds(number),
        kind: number == 0 ? .judging : .specialist(.security, .agent(.text(part: "\(number)", text: text))))
    }
    let files = FaultyFiles(room: 1000)
    let changes = Changes()
    var writer = try writer(files, changes)
    for event in events {
      if event.sequence == 50 { files.setRoom(.max) }
      writer.append(event, now: .milliseconds(100 * event.sequence))
      writer.tick(now: .milliseconds(100 * event.sequence))
    }
    #expect(writer.finish(now: .seconds(60)) == nil)
    let (played, reader) = try read(files.content("journal"))
    let missing = Set(events.map(\.sequence)).subtracting(played.map(\.sequence)).sorted()
    #expect(!missing.isEmpty)
    #expect(missing == Array(missing[0]...missing[missing.count - 1]))
    #expect(reader.damages.map(\.kind) == [.notRecorded(missing[0]...missing[missing.count - 1])])
    let isTheRest = played == events.filter { !missing.contains($0.sequence) }
    #expect(isTheRest)
    #expect(changes.all.last == .resumed(lost: missing.count))
  }

  @Test func `DK-04: a real full device stops the recording and not the review`() async throws {
    let changes = Changes()
    let log = EventLog(time: SystemTime())
    let files = try JournalFiles(journal: "/dev/full")
    log.append(.judging)
    log.append(.judging)
    log.close()
    #expect(await JournalRecorder.record(log.reader(), to: files, time: SystemTime()) { changes.add($0) } == 0)
    #expect(changes.all == [.stopped(from: 0, reason: "No space left on device")])
    #expect(
      changes.all.first?.notice.text == "recording stopped at event 0: No space left on device; the review goes on")
  }

  @Test func theRecorderWritesALogWhileItGrows() async throws {
    let files = FaultyFiles()
    let log = EventLog(time: SystemTime())
    let opened = try opened(files)
    let kinds = events(1234).map(\.kind)
    async let lost = JournalRecorder.record(log.reader(), to: opened, time: SystemTime()) { _ in }
    for kind in kinds {
      log.append(kind)
      if log.count % 50 == 0 { await Task.yield() }
    }
    log.close()
    #expect(await lost == nil)
    #expect(try read(files.content("journal")).events == Array(log.snapshot(from: 0)))
  }

  @Test func aQuietLogIsWrittenWithoutItsEnd() async throws {
    // The second event is appended by the write of the first: nothing but the delay brings that write about.
    let log = EventLog(time: SystemTime())
    let files = HookedFiles { log.close() }
    let opened = try JournalFiles(journal: "journal", layer: files)
    log.append(.judging)
    #expect(await JournalRecorder.record(log.reader(), to: opened, time: SystemTime()) { _ in } == nil)
    #expect(try read(files.base.content("journal")).events.count == 1)
  }

  private struct HookedFiles: FileLayer {
    let base = FaultyFiles()
    let onWrite: @Sendable () -> Void

    init(onWrite: @escaping @Sendable () -> Void) { self.onWrite = onWrite }

    func openForAppending(_ path: String) throws(SystemError) -> Int32 { try base.openForAppending(path) }
    func write(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
      defer { onWrite() }
      return try base.write(descriptor, bytes)
    }
    func synchronise(_ descriptor: Int32) throws(SystemError) { try base.synchronise(descriptor) }
    func close(_ descriptor: Int32) { base.close(descriptor) }
  }
}
