import EngineTestKit
import Foundation
import Glibc
import Testing

/// Reviews without a screen that are asked to stop by a signal.
@Suite struct StoppedReviewTests {
  /// Seven agents that speak once and then work on for a long time.
  private static let scenario = """
    [*]
    text "I am at work." over 10ms
    silence 20m
    """

  private struct Stopped {
    var status: Int32
    var seconds: Double
    var lines: [String]
    var isSignalled: Bool
  }

  /// Starts a review, sends the signals when all seven agents are at work, and waits for its end.
  private func stop(_ scratch: Scratch, by signals: [Int32]) throws -> Stopped {
    try scratch.home.write("held.rehearsal", Array(Self.scenario.utf8))
    let (process, pipe) = try scratch.program.start(
      ["--runtime", "rehearsal:\(scratch.home.file("held.rehearsal"))", "--format", "jsonl"])
    var output = Data()
    while output.ranges(of: Data("I am at work.".utf8)).count < 7 {
      let data = pipe.availableData
      try #require(!data.isEmpty, "\(String(decoding: output, as: UTF8.self))")
      output += data
    }
    let start = ContinuousClock.now
    for signal in signals { Glibc.kill(process.processIdentifier, signal) }
    output += pipe.readDataToEndOfFile()
    process.waitUntilExit()
    let seconds = Double((ContinuousClock.now - start) / .milliseconds(1)) / 1000
    return Stopped(
      status: process.terminationStatus, seconds: seconds,
      lines: String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init),
      isSignalled: process.terminationReason == .uncaughtSignal)
  }

  @Test(arguments: [(SIGTERM, 143), (SIGINT, 130), (SIGHUP, 129), (SIGQUIT, 131)] as [(Int32, Int32)])
  func `CP-11: a signal stops seven agents, closes the recording and is the exit status`(
    signal: Int32, status: Int32
  ) throws {
    let scratch = try Scratch.example()
    let stopped = try stop(scratch, by: [signal])
    #expect(stopped.status == status && !stopped.isSignalled)
    #expect(try Cookie.processes(of: scratch).isEmpty)
    #expect(stopped.lines.last?.contains(#""type":"finished""#) == true)
    let run = try #require(scratch.runs().first)
    let journal = String(decoding: try Data(contentsOf: run.appending(path: "journal.jsonl")), as: UTF8.self)
    #expect(journal.split(separator: "\n").map(String.init) == stopped.lines)
    // Nobody proved that it had finished.
    let report = try JSONSerialization.jsonObject(with: Data(contentsOf: run.appending(path: "report.json")))
    #expect((report as? [String: Any])?["complete"] as? Bool == false)
    if signal == SIGTERM {
      FaultNote.say(
        "CP-11", "7 agents gone and record closed \(stopped.seconds) s after SIGTERM, exit \(stopped.status)")
    }
  }

  @Test func `CP-11: a second signal ends it at once, and its agents with it`() throws {
    let scratch = try Scratch.example()
    let stopped = try stop(scratch, by: [SIGTERM, SIGINT])
    #expect([130, 143].contains(stopped.status))
    #expect(try Cookie.secondsUntilQuiet(scratch) != nil)
  }
}
