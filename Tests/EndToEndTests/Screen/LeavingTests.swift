import EngineTestKit
import Foundation
import Glibc
import Testing

/// Every way out of the screen gives the terminal back and leaves no agent behind (reliability.md, TT-07, TT-08, D10).
@Suite struct LeavingTests {
  @Test(arguments: [
    (SIGTERM, 143), (SIGHUP, 129), (SIGQUIT, 131), (SIGINT, 130), (SIGSEGV, 139), (SIGABRT, 134),
    (SIGKILL, 137),
  ]) func `TT-07, TT-08: a signal ends the review and restores the terminal`(signal: Int32, status: Int) throws {
    let shell = try ExampleShell(environment: ["SWIFT_BACKTRACE": "enable=no"])
    try HeldReview.start(on: shell)
    try shell.terminal.wait(for: "Model is thinking... (", "Shorter this time.")
    #expect(kill(shell.processIdentifier, signal) == 0)
    try shell.terminal.wait("the shell") { _ in shell.terminal.flag("pane_current_command") == "bash" }
    #expect(try shell.status() == status)
    try shell.expectUsable()
    try shell.terminal.wait("the end of all agents") { _ in try Self.processes(below: shell.home.path).isEmpty }
    // What was recorded until then is a review.
    #expect(try shell.output(of: "conclave triage --print | head -30").contains("Session tokens are compared"))
  }

  /// `CONCLAVE_KILLS` sets how many.
  @Test func `CP-12, TT-07: killed at any moment, the screen leaves a usable terminal and no agent`() throws {
    let rounds = ProcessInfo.processInfo.environment["CONCLAVE_KILLS"].flatMap(Int.init) ?? 3
    let shell = try ExampleShell()
    var random = SplitMix(seed: 3)
    for round in 1...rounds {
      try shell.run("rm -f ~/pid; clear; tracked review --runtime rehearsal:demo")
      let pictures = Int.random(in: 1...20, using: &random)
      var seen = 0
      try shell.terminal.wait("\(pictures) pictures in round \(round)") { _ in
        if shell.terminal.flag("alternate_on") == "1" { seen += 1 }
        return seen >= pictures
      }
      let process = shell.processIdentifier
      try #require(process > 1)
      #expect(kill(process, SIGKILL) == 0)
      try shell.terminal.wait("the shell") { _ in shell.terminal.flag("pane_current_command") == "bash" }
      #expect(try shell.status() == 137)
      try shell.expectUsable()
      try shell.terminal.wait("the end of all agents") { _ in try Self.processes(below: shell.home.path).isEmpty }
    }
    FaultNote.say("TT-07", "\(rounds) kills: terminal restored each time, no agent left")
  }

  @Test func `Ctrl-C twice aborts and leaves`() throws {
    let shell = try ExampleShell()
    try HeldReview.start(on: shell)
    try shell.terminal.wait(for: "Model is thinking... (", "Shorter this time.")
    try shell.terminal.press("C-c", "C-c")
    try shell.terminal.wait(for: "conclave triage opens its findings again")
    #expect(try shell.status() == 130)
    try shell.expectUsable()
    try shell.terminal.wait("the end of all agents") { _ in try Self.processes(below: shell.home.path).isEmpty }
  }

  @Test func `a window that is closed ends the review`() throws {
    let shell = try ExampleShell()
    try HeldReview.start(on: shell)
    try shell.terminal.wait(for: "Model is thinking... (", "Shorter this time.")
    let process = shell.processIdentifier
    try shell.terminal.close()
    try shell.terminal.wait("the end of the program") { _ in kill(process, 0) != 0 }
    try shell.terminal.wait("the end of all agents") { _ in try Self.processes(below: shell.home.path).isEmpty }
  }

  /// Agents of a review below a directory: their prompts and working directories are there.
  private static func processes(below directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }.filter { number in
      let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/cwd")
      let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/exe")
      guard let place, let program else { return false }
      return place.hasPrefix(directory)
        && (program.hasPrefix(Program.conclave) || program.hasPrefix(Built.shim))
    }
  }
}
