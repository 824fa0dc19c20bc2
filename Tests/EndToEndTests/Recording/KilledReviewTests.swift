import EngineTestKit
import Foundation
import Glibc
import Testing

/// Reviews that are killed in the middle: nothing of them runs on, and what was recorded plays. `CONCLAVE_KILLS` sets how many.
@Suite struct KilledReviewTests {
  private static let rounds = ProcessInfo.processInfo.environment["CONCLAVE_KILLS"].flatMap(Int.init) ?? 10

  /// Starts a review with seven agents and kills it when it has printed so many lines. Returns when it is dead: how many
  /// processes of it there were, and all lines that it printed.
  private func kill(_ scratch: Scratch, after count: Int) throws -> (processes: Int, lines: Int) {
    let (process, output) = try scratch.program.start(
      ["--runtime", "rehearsal:demo", "--format", "jsonl"])
    var lines = 0
    while lines < count {
      let data = output.availableData
      if data.isEmpty { break }
      lines += data.count { $0 == 0x0A }
    }
    let processes = try Cookie.processes(of: scratch).count
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    lines += output.readDataToEndOfFile().count { $0 == 0x0A }
    return (processes, lines)
  }

  @Test
  func `CP-12, DK-01: no agent survives, the recording plays up to its last whole record, and the next review says so`()
    throws
  {
    var random = SplitMix(seed: 7)
    var longest = 0.0
    var amongAgents = 0
    var (survivors, torn, unrecorded) = (0, 0, 0)
    for round in 0..<Self.rounds {
      var scratch = try Scratch.example()
      scratch.program.environment["CONCLAVE_REHEARSAL_SPEED"] = "40"
      let count = Int.random(in: 1...250, using: &random)
      let killed = try kill(scratch, after: count)
      if killed.processes > 2 { amongAgents += 1 }
      let seconds = try Cookie.secondsUntilQuiet(scratch)
      #expect(seconds != nil, "round \(round), killed after \(count) lines")
      longest = max(longest, seconds ?? 1)
      if seconds == nil { survivors += 1 }

      let run = try #require(scratch.runs().last)
      let journal = run.appending(path: "journal.jsonl")
      let bytes = (try? Data(contentsOf: journal)) ?? Data()
      let whole = bytes.lastIndex(of: 0x0A).map { bytes[...$0] } ?? Data()
      // Lines are printed as they happen and recorded 50 ms later at most; what agents printed is in their own files.
      unrecorded = max(unrecorded, killed.lines - whole.count { $0 == 0x0A })
      if whole.count < bytes.count { torn += 1 }
      let replayed = try scratch.run("conclave replay '\(run.path)' --print --format jsonl")
      if whole.isEmpty {
        #expect(replayed.status == 2)
      } else {
        #expect(replayed.status == (whole.count == bytes.count ? 0 : 3), "\(replayed.errors)")
        #expect(replayed.outputBytes == whole)
        #expect(try scratch.run("conclave replay '\(run.path)' --print").output.contains("\nDecision: "))
      }
    }
    FaultNote.say(
      "CP-12",
      "\(Self.rounds) kills, \(amongAgents) among agents: \(survivors) survivors, all gone after at most \(longest) s")
    FaultNote.say("DK-01", "\(Self.rounds) kills of a whole review: \(torn) torn tails, the rest plays")
    // Else nothing was there that could have survived.
    #expect(amongAgents > Self.rounds / 2)
    print(
      "\(Self.rounds) kills, \(amongAgents) of them among agents: \(survivors) survivors after at most \(longest) s,",
      "\(torn) torn tails, at most \(unrecorded) printed lines not yet recorded")
  }

  @Test func `CP-12: the next review names the run that was killed, once, and how to replay it`() throws {
    var scratch = try Scratch.example()
    scratch.program.environment["CONCLAVE_REHEARSAL_SPEED"] = "40"
    _ = try kill(scratch, after: 100)
    let run = try #require(scratch.runs().last?.lastPathComponent)
    let words = "the earlier review \(run) crashed or could not be recorded to its end: `conclave replay \(run)`"
    #expect(try scratch.run("conclave runs").output.contains("\(run)  0 min ago  crashed"))
    #expect(try scratch.run("conclave").output.contains("warning: \(words)\n"))
    #expect(try !scratch.run("conclave").output.contains("crashed"))
    #expect(try scratch.run("conclave replay \(run) --print").status == 0)
  }
}
