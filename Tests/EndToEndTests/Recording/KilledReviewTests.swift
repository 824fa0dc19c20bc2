import EngineTestKit
import Foundation
import Glibc
import Testing

/// Reviews that are killed in the middle: nothing of them runs on, and what was recorded plays. `CONCLAVE_KILLS` sets how many.
@Suite struct KilledReviewTests {
  private static let rounds = ProcessInfo.processInfo.environment["CONCLAVE_KILLS"].flatMap(Int.init) ?? 10

  /// Starts a review with seven agents and kills it when it has printed so many lines. Returns when it is dead: how many
  /// processes of it there were.
  private func kill(_ scratch: Scratch, after count: Int) throws -> Int {
    let process = Process()
    process.executableURL = URL(filePath: Program.conclave)
    process.arguments = ["--runtime", "rehearsal:demo", "--format", "jsonl"]
    process.environment = scratch.program.fullEnvironment
    process.currentDirectoryURL = scratch.program.directory
    let pipe = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    var lines = 0
    while lines < count {
      let data = pipe.fileHandleForReading.availableData
      if data.isEmpty { break }
      lines += data.count { $0 == 0x0A }
    }
    let processes = try Cookie.processes(of: scratch).count
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return processes
  }

  /// Seconds until nothing of the test's is alive; nil if that takes more than one.
  private func quiet(_ scratch: Scratch) throws -> Double? {
    let start = Date()
    while true {
      if try Cookie.processes(of: scratch).isEmpty { return Date().timeIntervalSince(start) }
      if Date().timeIntervalSince(start) > 1 { return nil }
    }
  }

  @Test func `no agent survives, and the recording plays up to its last whole record`() throws {
    var random = SplitMix(seed: 7)
    var longest = 0.0
    var amongAgents = 0
    for round in 0..<Self.rounds {
      var scratch = try Scratch.example()
      scratch.program.environment["CONCLAVE_REHEARSAL_SPEED"] = "40"
      let count = Int.random(in: 1...250, using: &random)
      if try kill(scratch, after: count) > 2 { amongAgents += 1 }
      let seconds = try quiet(scratch)
      #expect(seconds != nil, "round \(round), killed after \(count) lines")
      longest = max(longest, seconds ?? 1)

      let run = try #require(scratch.runs().last)
      let journal = run.appending(path: "journal.jsonl")
      let bytes = (try? Data(contentsOf: journal)) ?? Data()
      let whole = bytes.lastIndex(of: 0x0A).map { bytes[...$0] } ?? Data()
      let replayed = try scratch.run("conclave replay '\(run.path)' --print --format jsonl")
      if whole.isEmpty {
        #expect(replayed.status == 2)
      } else {
        #expect(replayed.status == (whole.count == bytes.count ? 0 : 3), "\(replayed.errors)")
        #expect(replayed.outputBytes == whole)
        #expect(try scratch.run("conclave replay '\(run.path)' --print").output.contains("\nDecision: "))
      }
    }
    // Else nothing was there that could have survived.
    #expect(amongAgents > Self.rounds / 2)
    print("\(Self.rounds) kills, \(amongAgents) of them among agents: no process left after at most \(longest) s")
  }
}
