import CSystem
import Engine
import EngineTestKit
import Foundation
import Glibc
import Testing

/// The engine is killed and can't clean up (reliability.md, CP-12).
@Suite struct ParentDeathTests {
  /// Stands for the engine: holds the lifeline, starts the shim, waits. Its own status pipe is descriptor 4.
  private static let parent = """
    $^F = 255; pipe(R, W);
    if (!fork) { close W; exec $ARGV[0], "--grace-ms", "100", "--stdin", "/dev/null", "--stdout", "$ARGV[1]/out",
      "--stderr", "$ARGV[1]/err", "--chdir", $ARGV[1], "--lifeline", fileno(R), "--status-fd", "4", "--",
      "/bin/sh", "-c", $ARGV[2] }
    close R; sleep 600;
    """

  @Test("CP-12: killing the engine leaves no agent") func killingTheEngineLeavesNoAgent() throws {
    let directory = try TemporaryDirectory()
    let agent = """
      trap '' TERM; setsid sh -c 'trap "" TERM; echo $$ >> pids; while :; do sleep 600; done' &
      echo $$ >> pids; until [ $(wc -l < pids) = 2 ]; do :; done; mv pids ready; while :; do sleep 600; done
      """
    let (status, statusEnd) = try pipe()
    let (idle, idleEnd) = try pipe()
    let arguments = ["perl", "-e", ParentDeathTests.parent, Built.shim, directory.path, agent]
    var pointers = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("PATH=/usr/bin:/bin"), nil]
    let engine = unsafe conclave_spawn("/usr/bin/perl", &pointers, &environment, idleEnd, statusEnd)
    unsafe (pointers + environment).forEach { unsafe free($0) }
    try #require(engine > 0)
    close(statusEnd)
    close(idleEnd)
    defer { close(status); close(idle) }

    // The agent and its daemon are up as soon as the file has its last name.
    #expect(appears("ready", in: directory.path))
    let killed = SuspendingClock.now
    kill(engine, SIGKILL)
    var ignored: Int32 = 0
    unsafe waitpid(engine, &ignored, 0)

    // The pipe ends with the shim, and the shim only after the last descendant.
    #expect(readToEnd(status) == "signal 9 survivors")
    FaultNote.say(
      "CP-12", "agent and its daemon, both deaf to TERM, gone after \(SuspendingClock.now - killed), grace 100 ms")
    let processes = String(decoding: directory.read("ready"), as: UTF8.self).split(separator: "\n").compactMap {
      pid_t($0)
    }
    #expect(processes.count == 2)
    #expect(processes.allSatisfy { !isAlive($0) })
  }

  private func pipe() throws -> (Int32, Int32) {
    var ends: (Int32, Int32) = (-1, -1)
    let result = unsafe conclave_pipe(&ends.0, &ends.1)
    try #require(result == 0)
    return ends
  }

  /// Waits, 20 s at most, for a name in a directory.
  private func appears(_ name: String, in directory: String) -> Bool {
    let watch = inotify_init1(Int32(IN_CLOEXEC))
    defer { close(watch) }
    unsafe inotify_add_watch(watch, directory, UInt32(IN_MOVED_TO))
    var event = pollfd(fd: watch, events: Int16(POLLIN), revents: 0)
    // The file may have come before the watch.
    if FileManager.default.fileExists(atPath: "\(directory)/\(name)") { return true }
    return unsafe poll(&event, 1, 120_000) == 1
  }

  /// The first three words of the last line that arrives before the end, 20 s at most for each piece.
  private func readToEnd(_ descriptor: Int32) -> String {
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 512)
    while true {
      var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&event, 1, 120_000) == 1 else { return "no end" }
      let count = unsafe read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      text += buffer[..<count]
    }
    let last = String(decoding: text, as: UTF8.self).split(separator: "\n").last ?? ""
    return last.split(separator: " ").prefix(3).joined(separator: " ")
  }
}
