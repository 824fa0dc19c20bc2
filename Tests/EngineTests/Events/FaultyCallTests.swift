import EngineTestKit
import Foundation
import Glibc
import Testing

@testable import Engine

/// Each call to the disk that a run's store, recorder, index, triage journal and report make fails once, in a real process: a
/// library that is loaded before the system's own lets it.
@Suite struct FaultyCallTests {
  private let library: TemporaryDirectory
  private var path: String { library.file("faulty-calls.so") }

  init() throws {
    library = try TemporaryDirectory()
    try library.write("faulty-calls.c", Fixtures.bytes("faulty-calls/faulty-calls.c"))
    let compiler = Process()
    compiler.executableURL = URL(filePath: "/usr/bin/env")
    compiler.arguments = [
      "cc", "-shared", "-fPIC", "-o", library.file("faulty-calls.so"), library.file("faulty-calls.c"),
    ]
    try compiler.run()
    compiler.waitUntilExit()
    try #require(compiler.terminationStatus == 0)
  }

  private func run(_ probe: RecorderProbe, call: Int, error: Int32) throws -> (signal: Int32?, lines: [String]) {
    let result = try probe.run(
      "exec env LD_PRELOAD='\(path)' $PROBE store $PLACE",
      environment: [
        "FAULTY_PLACE": probe.directory.path, "FAULTY_LOG": library.file("calls"), "FAULTY_CALL": "\(call)",
        "FAULTY_ERROR": "\(error)",
      ])
    return (result.signal, result.lines)
  }

  private func calls() throws -> [String] {
    defer { try? FileManager.default.removeItem(atPath: library.file("calls")) }
    return String(decoding: library.read("calls"), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func recorded(in run: String) async -> [Int] {
    var played: [Int] = []
    guard let source = try? JournalSource(path: run + "/journal.jsonl") else { return [] }
    _ = try? await JournalStream.read(source, time: SystemTime()) { played += $0.map(\.sequence) }
    return played
  }

  /// 0 stands for a write of a single byte.
  @Test(arguments: [EIO, EINTR, ENOSPC, EDQUOT, 0])
  func `DK-08: whichever call fails, nothing that was promised is lost and nothing traps`(error: Int32) async throws {
    let calm = try run(try RecorderProbe(), call: 0, error: 0)
    #expect(calm.lines.dropFirst() == ["recorded 60", "act 0", "act 1", "act 2", "report", "listed 1"])
    let calls = try calls()
    #expect(
      Set(calls).isSuperset(of: ["open", "openat", "mkdirat", "write", "fdatasync", "fsync", "renameat", "flock"]))
    var refusals = 0
    for (number, call) in calls.enumerated() where error != 0 || call == "write" {
      let probe = try RecorderProbe()
      let (signal, lines) = try run(probe, call: number + 1, error: error)
      let what = "call \(number + 1), \(call): \(lines)"
      #expect(signal == nil, "\(what)")
      refusals += lines.count { $0.hasPrefix("refused ") }
      guard let run = lines.first(where: { $0.hasPrefix("run ") })?.dropFirst(4) else {
        #expect(lines.count == 1 && lines[0].hasPrefix("refused "), "\(what)")
        continue
      }
      if let count = RecorderProbe.last("recorded", in: lines) {
        let played = await recorded(in: String(run))
        #expect(played.starts(with: 0..<count), "\(what)")
      }
      let acts = lines.filter { $0.hasPrefix("act ") }.compactMap { Int($0.dropFirst(4)) }
      let kept = try TriageJournal.read("\(run)/triage.jsonl")
      #expect(
        kept.entries.map { String(decoding: $0.action, as: UTF8.self) } == acts.map { #"{"n":\#($0)}"# }, "\(what)")
      #expect(kept.remainder == .nothing, "\(what)")
      let report = FileManager.default.contents(atPath: "\(run)/report.json")
      #expect(report.map { $0 == Data(#"{"report":1}"#.utf8) } ?? !lines.contains("report"), "\(what)")
    }
    _ = try? self.calls()
    FaultNote.say(
      "DK-08", "each of \(calls.count) calls failed once with each error, 0 crashes, 0 promised records lost")
    print("error \(error): \(calls.count) calls, \(refusals) refusals")
  }
}
