import EngineTestKit
import Foundation
import Glibc
import Testing

@testable import Engine

@Suite struct JournalStreamTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func events(_ count: Int, ends: Bool = true) -> [ReviewEvent] {
    var generator = Generator(seed: 8)
    var events = generator.events(count).map { event in
      var event = event
      if case .finished = event.kind { event.kind = .judging }
      return event
    }
    if ends { events[count - 1].kind = generator.kind(7) }
    return events
  }

  @Test func aFileIsReadToItsEnd() async throws {
    let events = events(500)
    try directory.write("journal.jsonl", events.journal)
    let source = try JournalSource(path: directory.file("journal.jsonl"))
    var played: [ReviewEvent] = []
    let reader = try await JournalStream.read(source, time: SystemTime()) { played += $0 }
    let isSame = played == events
    #expect(isSame)
    #expect(reader.isFinished)
    #expect(reader.damages.isEmpty)
  }

  @Test func aGrowingFileIsFollowedToTheEndOfTheReview() async throws {
    let events = events(40)
    let path = directory.file("journal.jsonl")
    let writing = try SystemFiles().openForAppending(path)
    let source = try JournalSource(path: path)
    // The file grows whenever the reader has met its end and waits.
    struct GrowingTime: TimeSource {
      let grow: @Sendable () -> Void
      func now() -> Duration { .zero }
      func wallMilliseconds() -> Int64 { 0 }
      func sleep(until deadline: Duration) async throws { grow() }
    }
    let pieces = Locked(events.journal[...])
    let time = GrowingTime {
      let piece = pieces.withLock { pieces in
        defer { pieces = pieces.dropFirst(1000) }
        return Array(pieces.prefix(1000))
      }
      var written = 0
      try? SystemFiles().writeAll(writing, piece[...], written: &written)
    }
    var played: [ReviewEvent] = []
    let reader = try await JournalStream.read(source, follow: true, time: time) { played += $0 }
    close(writing)
    let isSame = played == events
    #expect(isSame)
    #expect(reader.isFinished)
  }

  @Test func followingEndsWhereItIsCancelled() async throws {
    try directory.write("journal.jsonl", events(10, ends: false).journal)
    let path = directory.file("journal.jsonl")
    let task = Task {
      return try await JournalStream.read(JournalSource(path: path), follow: true, time: SystemTime()) { _ in
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      }
    }
    let reader = try await task.value
    #expect(reader.events == 10)
    #expect(!reader.isFinished)
  }

  @Test func aPipeIsReadWithoutItsWholeLength() async throws {
    let events = events(300)
    var ends: [Int32] = [0, 0]
    #expect(unsafe pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    let journal = events.journal
    Thread.detachNewThread {
      var written = 0
      try? SystemFiles().writeAll(writing, journal[...], written: &written)
      close(writing)
    }
    var played: [ReviewEvent] = []
    let source = JournalSource(stream: reading, name: "standard input")
    let reader = try await JournalStream.read(source, time: SystemTime()) { played += $0 }
    close(reading)
    let isSame = played == events
    #expect(isSame)
    #expect(reader.damages.isEmpty)
  }

  @Test func aDirectoryAndAMissingFileAreOneClearError() async throws {
    #expect {
      _ = try JournalSource(path: directory.file("none"))
    } throws: { ($0 as? ReviewFailure)?.message == "can't read \(directory.file("none")): No such file or directory" }
    let source = try JournalSource(path: directory.path)
    await #expect {
      _ = try await JournalStream.read(source, time: SystemTime()) { _ in }
    } throws: { ($0 as? ReviewFailure)?.message == "can't read \(directory.path): Is a directory" }
  }
}
