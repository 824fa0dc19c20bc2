import CSystem
import Engine
import EngineTestKit
import Foundation
import Glibc

/// A shell script that is run as an agent, in a directory of its own.
final class ChildScript: Sendable {
  let directory: TemporaryDirectory
  let command: ChildCommand
  private let grace: Duration
  private let vitals = Locked([Vitals]())
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

  var files: ChildFiles {
    ChildFiles(
      input: directory.file("prompt"), output: directory.file("out"), error: directory.file("err"),
      directory: directory.path)
  }

  func run(
    limits: ChildLimits = ChildLimits(), shim: String = Built.shim, time: any TimeSource = SystemTime()
  ) async throws -> ChildExit {
    defer { piece.finish() }
    return try await AgentProcess.run(
      command, files: files, shim: shim, grace: grace, limits: limits, time: time,
      onVitals: { [vitals] seen in vitals.withLock { $0.append(seen) } }
    ) { [output, piece] bytes in
      let bytes = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
      output.withLock { $0 += bytes }
      piece.yield(bytes)
    }
  }

  /// Runs until the script has printed `ready`, then cancels; says whether that was thrown, and hands on how long it took.
  func runAndCancel(_ took: (Duration) -> Void = { _ in }) async -> Bool {
    let task = Task { try await run() }
    await printed("ready\n")
    let start = SuspendingClock.now
    task.cancel()
    let result = await task.result
    took(SuspendingClock.now - start)
    guard case .failure(let error) = result else { return false }
    return (error as? ReviewFailure)?.code == .cancelled
  }

  /// What its tree used, as the shim told it.
  var vitalsSeen: [Vitals] { vitals.withLock { $0 } }

  /// What arrived.
  var printed: [UInt8] { output.withLock { $0 } }
  var printedText: String { String(decoding: printed, as: UTF8.self) }

  /// The process ids that the script has written, one a line.
  var processes: [pid_t] {
    String(decoding: directory.read("pids"), as: UTF8.self).split(separator: "\n").compactMap { pid_t($0) }
  }

  /// Returns when the script has printed `text`, or is over.
  func printed(_ text: String) async {
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
  return unsafe poll(&event, 1, 120_000) == 1
}
