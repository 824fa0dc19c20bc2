import EngineTestKit
import Foundation
import Testing

/// What a line without an end costs.
@Suite struct HugeLineTests {
  @Test(.disabled(if: Built.isSanitized, "a sanitizer has memory of its own"))
  func `ST-04: a line of 100 MB takes at most 64 MiB of memory more`() throws {
    let usual = try peak(afterLineOf: "1KB")
    let huge = try peak(afterLineOf: "100MB")
    #expect(usual > 1 << 10)
    #expect(huge - usual <= 64 << 10)
    FaultNote.say(
      "ST-04", "peak \(huge >> 10) MiB with a line of 100 MB, \(usual >> 10) MiB without; the rest was read")
  }

  /// The most that the program held in memory until it had read what follows the line, in KiB. The agent then hangs, so that
  /// the program can be looked at.
  private func peak(afterLineOf size: String) throws -> Int {
    let scratch = try Scratch.example()
    let play = """
      [security]
      flood \(size)
      raw "\\n"
      finding severity=critical file=src/auth/session.py line=29 title=After evidence="return token == stored_token"
      hang
      """
    let scenario = try scratch.home.write("line.rehearsal", play.utf8)
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: Program.conclave)
    process.arguments = ["--runtime", "rehearsal:\(scenario)", "--only", "security", "--print"]
    process.environment = scratch.program.fullEnvironment
    process.currentDirectoryURL = scratch.program.directory
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer { process.waitUntilExit() }
    defer { process.terminate() }
    var printed = Data()
    while printed.range(of: Data("critical".utf8)) == nil {
      let more = output.fileHandleForReading.availableData
      try #require(!more.isEmpty, "\(String(decoding: printed, as: UTF8.self))")
      printed += more
    }
    let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return try #require(line?.split(whereSeparator: { " \t".contains($0) }).dropFirst().first.flatMap { Int($0) })
  }
}
