import EngineTestKit
import Foundation
import Glibc
import Testing

/// What a line without an end costs.
@Suite struct HugeLineTests {
  @Test func `ST-04: a line of 100 MB takes at most 64 MiB of memory more`() throws {
    let usual = try peak(of: "st-12-unknown-events")
    let huge = try peak(of: "st-04-huge-line")
    #expect(usual > 4 << 20)
    #expect(huge - usual <= 64 << 20)
    FaultNote.say("ST-04", "peak \(huge >> 20) MiB with a line of 100 MB, \(usual >> 20) MiB without; rest read")
  }

  /// The most that one process of a review held in memory, in bytes.
  private func peak(of name: String) throws -> Int {
    let scratch = try Scratch.example()
    let script = """
      cd shop && CONCLAVE_REHEARSAL_SPEED=20 '\(Program.conclave)' --runtime rehearsal:\(name) --only security --print
      """
    let arguments = ["sh", "-c", "cd '\(scratch.directory.path)' && \(script) >out 2>&1"]
    let environment = scratch.program.fullEnvironment.map { "\($0.key)=\($0.value)" }
    var pointers = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var settings = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer { unsafe (pointers + settings).forEach { unsafe free($0) } }
    var process: pid_t = 0
    let error = unsafe posix_spawn(&process, "/bin/sh", nil, nil, &pointers, &settings)
    try #require(error == 0)
    var usage = rusage()
    var status: Int32 = 0
    while unsafe wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
    // A finding at or above the threshold.
    #expect(status == 1 << 8)
    return usage.ru_maxrss * 1024
  }
}
