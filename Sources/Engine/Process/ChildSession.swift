internal import CSystem
internal import Glibc

/// One child with its shim, from spawn to the last byte; lives on one thread.
final class ChildSession: Sendable {
  /// Milliseconds between two reads of a busy file: a quarter of a frame at 30 frames a second, so nobody sees it.
  private static let pause: Int32 = 8

  private let command: ChildCommand
  private let files: ChildFiles
  private let shim: String
  private let grace: Duration
  private let lifeline: Lifeline

  init(
    command: ChildCommand, files: ChildFiles, shim: String, grace: Duration, lifeline: Lifeline
  ) {
    self.command = command
    self.files = files
    self.shim = shim
    self.grace = grace
    self.lifeline = lifeline
  }

  func run(_ onBytes: (Span<UInt8>) -> Void) -> Result<ChildExit, ReviewFailure> {
    do throws(ReviewFailure) { return .success(try follow(onBytes)) } catch { return .failure(error) }
  }

  private func follow(_ onBytes: (Span<UInt8>) -> Void) throws(ReviewFailure) -> ChildExit {
    guard !lifeline.isStopped else { throw ReviewFailure(.cancelled, "\(command.executable) was not started") }
    var tail: OutputTail
    do { tail = try OutputTail(path: files.output) } catch {
      throw ReviewFailure(.agent, "can't write \(files.output): \(error)", hints: ShimStatus.hints(error.number))
    }
    let pipe = try ChildSession.pipe(to: command)
    let pid = try start(statusEnd: pipe.write)
    let line = wait(for: pipe.read, &tail, onBytes)
    var ignored: Int32 = 0
    while unsafe waitpid(pid, &ignored, 0) < 0, errno == EINTR {}
    tail.read(onBytes)
    switch ShimStatus(line) {
    case .ended(let status, let survivors, let names):
      return ChildExit(status: status, survivorsKilled: survivors, survivorNames: names)
    case .spawnFailed(let error, let step):
      throw ShimStatus.failure(error: error, step: step, command: command, files: files)
    case nil:
      throw ReviewFailure(
        .agent, "agent-shim of \(command.executable) ended without a word", hints: ["is \(shim) the one of this build?"]
      )
    }
  }

  static func pipe(to command: ChildCommand) throws(ReviewFailure) -> ChildPipe {
    do { return try ChildPipe() } catch {
      throw ReviewFailure(.agent, "can't make a pipe to \(command.executable): \(error)")
    }
  }

  /// Starts the shim; from then on it holds the only other end of the status pipe, so the pipe ends with it.
  private func start(statusEnd: consuming Descriptor) throws(ReviewFailure) -> pid_t {
    let parts = max(.zero, min(grace, .seconds(3600))).components
    let milliseconds = parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000
    let arguments =
      [
        "agent-shim", "--grace-ms", String(milliseconds), "--stdin", files.input, "--stdout", files.output,
        "--stderr", files.error, "--chdir", files.directory, "--lifeline", "3", "--status-fd", "4", "--",
        command.executable,
      ] + command.arguments
    let environment = command.environment.map { "\($0.key)=\($0.value)" }.sorted()
    let pid = unsafe CStrings.with(arguments) { arguments in
      unsafe CStrings.with(environment) { environment in
        unsafe conclave_spawn(shim, arguments, environment, lifeline.shimEnd, statusEnd.number)
      }
    }
    guard pid > 0 else {
      throw ReviewFailure(
        .agent, "can't start \(shim): \(SystemError(-pid))",
        hints: ["agent-shim belongs beside conclave; build or install both"])
    }
    return pid
  }

  /// Reads the child's output as it comes until the shim has closed the status pipe; returns what the shim wrote
  /// there.
  ///
  /// After each read the file is left alone for a moment: an agent that writes ten thousand small pieces a second
  /// would wake this thread as often.
  private func wait(
    for status: borrowing Descriptor, _ tail: inout OutputTail, _ onBytes: (Span<UInt8>) -> Void
  ) -> String {
    var line: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 512)
    var isBusy = false
    while true {
      var events = [
        pollfd(fd: status.number, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isBusy ? -1 : tail.watchNumber, events: Int16(POLLIN), revents: 0),
      ]
      _ = unsafe poll(&events, 2, isBusy ? ChildSession.pause : tail.patience)
      isBusy = tail.read(onBytes)
      guard events[0].revents != 0 else { continue }
      let count = unsafe read(status.number, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return String(decoding: line, as: UTF8.self) }
      if line.count < 4096 { line += chunk[..<count] }
    }
  }
}
