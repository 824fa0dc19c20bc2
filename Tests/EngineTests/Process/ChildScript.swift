import CSystem
import Engine
import EngineTestKit
import Foundation
import Glibc

/// A shell script that is run as an agent, in a directory of its own.
final class ChildScript: Sendable {
  let directory: TemporaryDirectory
  private let command: ChildCommand
  private let grace: Duration
  private let output = Locked([UInt8]())
  private let pieces: AsyncStream<[UInt8]>
  private let piece: AsyncStream<[UInt8]>.Continuation

  init(_ script: String, prompt: [UInt8] = [], grace: Duration = .seconds(20)) throws {
    directory = try TemporaryDirectory()
    try directory.write("prompt", prompt)
    command = ChildCommand(
      executable: "/bin/sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin", "DIR": directory.path])
    self.grace = grace
    (pieces, piece) = AsyncStream.makeStream()
  }

  init(program: String) throws {
    directory = try TemporaryDirectory()
    try directory.write("prompt", [])
    command = ChildCommand(executable: program)
    grace = .seconds(1)
    (pieces, piece) = AsyncStream.makeStream()
  }

  func run() async throws -> ChildExit {
    defer { piece.finish() }
    let files = ChildFiles(
      input: directory.file("prompt"), output: directory.file("out"), error: directory.file("err"),
      directory: directory.path)
    return try await AgentProcess.run(command, files: files, shim: Built.shim, grace: grace) { [output, piece] bytes in
      let bytes = (0..<bytes.count).map { bytes[$0] }
      output.withLock { $0 += bytes }
      piece.yield(bytes)
    }
  }

  /// Runs until the script has printed `ready`, then cancels; returns what was thrown.
  func runAndCancel() async -> ReviewFailure? {
    let task = Task { try await run() }
    await printed("ready\n")
    task.cancel()
    do { _ = try await task.value } catch { return error as? ReviewFailure }
    return nil
  }

  /// What arrived.
  var printed: [UInt8] { output.withLock { $0 } }
  var printedText: String { String(decoding: printed, as: UTF8.self) }

  /// The process ids that the script has written, one a line.
  var processes: [pid_t] {
    String(decoding: directory.read("pids"), as: UTF8.self).split(separator: "\n").compactMap { pid_t($0) }
  }

  private func printed(_ text: String) async {
    for await _ in pieces where printedText.contains(text) { return }
  }
}

/// Whether a process with this id exists; one that only waits to be reaped does not count.
func isAlive(_ process: pid_t) -> Bool {
  guard let stat = FileManager.default.contents(atPath: "/proc/\(process)/stat"),
    let end = stat.lastIndex(of: UInt8(ascii: ")"))
  else { return false }
  return !["Z", "X"].contains(String(decoding: stat[(end + 2)...].prefix(1), as: UTF8.self))
}

/// Waits for a process to end, 20 s at most; says whether it has.
func ends(_ process: pid_t) -> Bool {
  let descriptor = conclave_pidfd(process)
  guard descriptor >= 0 else { return true }
  defer { close(descriptor) }
  var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
  return unsafe poll(&event, 1, 20_000) == 1
}
