import EngineTestKit
import Foundation
import Glibc
import Testing

@testable import Engine

/// Recorders that are killed, limited or given much to do. `CONCLAVE_KILLS` sets how many are killed, `CONCLAVE_RECORD_MB` how
/// much is recorded.
@Suite struct RecorderKillTests {
  private static func setting(_ name: String, or usual: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? usual
  }

  /// Reads until so many bytes have come or nothing more does, kills the process, and returns all that it had said.
  private func kill(_ probe: RecorderProbe, after count: Int) throws -> [String] {
    let (process, output) = try probe.start("exec $PROBE record $PLACE 100000000 300000")
    var said = Data()
    while said.count < count {
      let data = output.availableData
      if data.isEmpty { break }
      said += data
    }
    Glibc.kill(process.processIdentifier, SIGKILL)
    said += output.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    // A line that was not said to its end says nothing.
    let whole = said.lastIndex(of: 0x0A).map { said[...$0] } ?? Data()
    return String(decoding: whole, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func `DK-01: a recorder that is killed loses no event that it had acknowledged`() async throws {
    var random = SplitMix(seed: 11)
    let kills = Self.setting("CONCLAVE_KILLS", or: 50)
    var (recovered, lost, torn, ahead) = (0, 0, 0, 0)
    for round in 0..<kills {
      let probe = try RecorderProbe()
      let acknowledged = RecorderProbe.last(
        "acknowledged", in: try kill(probe, after: Int.random(in: 1...1200, using: &random)))
      var next = 0
      let reader = try? await JournalStream.read(
        JournalSource(path: probe.directory.file("journal.jsonl")), time: SystemTime()
      ) { events in
        #expect(
          events.allSatisfy { event in
            defer { next = event.sequence + 1 }
            return event.sequence == next
          }, "round \(round)")
      }
      recovered += next
      lost += max(0, (acknowledged ?? 0) - next)
      ahead += max(0, next - (acknowledged ?? 0))
      #expect(next >= acknowledged ?? 0, "round \(round)")
      let damages = reader?.damages.map(\.kind) ?? []
      #expect(damages.isEmpty || damages == [.tornTail], "round \(round): \(damages)")
      torn += damages.count
    }
    FaultNote.say(
      "DK-01",
      "\(kills) kills: \(recovered) events recovered, \(lost) acknowledged ones lost, \(torn) torn tails isolated")
    print(
      "\(kills) kills: \(recovered) events recovered, \(ahead) more than acknowledged, \(lost) lost, \(torn) torn tails"
    )
  }

  @Test(.disabled(if: Built.isSanitized, "a sanitizer has memory of its own"))
  func `DK-11: memory does not grow with the recording, neither of the writer nor of the reader`() throws {
    let megabytes = Self.setting("CONCLAVE_RECORD_MB", or: 12)
    let probe = try RecorderProbe()
    let segment = megabytes > 2000 ? JournalSegment.limit : 2 << 20
    let written = try probe.run(
      "exec $PROBE record $PLACE \(megabytes << 20) \(segment) | grep -v '^acknowledged .*[1-9]$'")
    let read = try probe.run("exec $PROBE read $PLACE")
    let writer = try #require(RecorderProbe.last("largest", in: written.lines))
    let reader = try #require(RecorderProbe.last("largest", in: read.lines))
    #expect(read.lines.contains { $0.hasPrefix("events ") && $0.hasSuffix(" wrong 0") }, "\(read.lines)")
    #expect(!read.lines.contains { $0.hasPrefix("damage") })
    // The program itself has about 17 MB.
    #expect(writer < 24 << 20 && reader < 24 << 20)
    let segments = try FileManager.default.contentsOfDirectory(atPath: probe.directory.path).count {
      $0.hasSuffix("jsonl")
    }
    #expect(segments >= megabytes << 20 / segment)
    FaultNote.say(
      "DK-11",
      "\(megabytes) MB in \(segments) segments; largest size in memory: writer \(writer >> 20) MB, reader \(reader >> 20) MB"
    )
    print("\(megabytes) MB in \(segments) segments: writer \(writer >> 20) MB, reader \(reader >> 20) MB")
  }

  @Test(
    .disabled(if: Built.isSanitized, "a sanitizer keeps files of its own that are larger"),
    arguments: [0, 1, 7, 64, 200])
  func `DK-09: a limit on file sizes is a full disk and no death by SIGXFSZ`(kilobytes: Int) async throws {
    let probe = try RecorderProbe()
    let result = try probe.run("ulimit -f \(kilobytes); exec $PROBE record $PLACE 300000 1000000")
    #expect(result.signal == nil && result.status == 0)
    let stops = result.lines.filter { $0.hasPrefix("recording stopped at event ") }
    #expect(stops.count == 1 && stops[0].hasSuffix(": File too large; the review goes on"), "\(result.lines)")
    #expect(probe.directory.read("journal.jsonl").count == kilobytes << 10)
    let lost = try #require(RecorderProbe.last("lost", in: result.lines))
    guard kilobytes > 0 else { return #expect(lost == 0) }
    var played = 0
    _ = try await JournalStream.read(JournalSource(path: probe.directory.file("journal.jsonl")), time: SystemTime()) {
      played += $0.count
    }
    #expect((lost...lost + 1).contains(played))
    FaultNote.say("DK-09", "limit of \(kilobytes) KB: \(played) whole events kept, first lost is \(lost), exit 0")
  }
}
