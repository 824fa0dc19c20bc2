internal import CSystem
internal import Glibc

/// One child with its shim, from spawn to the last byte; lives on one thread.
final class ChildSession: Sendable {
  /// Milliseconds between two reads of a busy file: a quarter of a frame at 30 frames a second, so nobody sees it.
  private static let pause: Int32 = 8

  let command: ChildCommand
  private let files: ChildFiles
  private let shim: String
  private let grace: Duration
  private let limits: ChildLimits
  private let lifeline: Lifeline
  private let cookie = ChildCookie()

  init(
    command: ChildCommand, files: ChildFiles, shim: String, grace: Duration, limits: ChildLimits, lifeline: Lifeline
  ) {
    self.command = command
    self.files = files
    self.shim = shim
    self.grace = grace
    self.limits = limits
    self.lifeline = lifeline
  }

  func run(
    _ onVitals: (Vitals) -> Void, _ onBytes: (Span<UInt8>) -> Void
  ) -> Result<ChildExit, ChildFailure> {
    do throws(ChildFailure) { return .success(try follow(onVitals, onBytes)) } catch { return .failure(error) }
  }

  private func follow(
    _ onVitals: (Vitals) -> Void, _ onBytes: (Span<UInt8>) -> Void
  ) throws(ChildFailure) -> ChildExit {
    guard !lifeline.isStopped else {
      throw ChildFailure(ReviewFailure(.cancelled, "\(command.executable) was not started"))
    }
    var tail: OutputTail
    do { tail = try OutputTail(path: files.output) } catch {
      let failure = ReviewFailure(
        .agent, "can't write \(files.output): \(error)", hints: ShimStatus.hints(error.number))
      throw ChildFailure(starting: failure, error)
    }
    let pipe = try ChildSession.pipe(to: command)
    let pid = try start(statusEnd: pipe.write)
    let report = wait(for: pipe.read, &tail, onVitals, onBytes)
    var ignored: Int32 = 0
    while unsafe waitpid(pid, &ignored, 0) < 0, errno == EINTR {}
    // A shim that was killed could not sweep.
    let swept = report.end == nil ? cookie.sweep(agent: report.agent) : 0
    tail.read(onBytes)
    switch report.end {
    case .ended(let status, let survivors, let names):
      return ChildExit(
        status: status, survivorsKilled: survivors, survivorNames: names, excess: report.excess,
        errorBytesDropped: report.errorBytesDropped)
    case .spawnFailed(let error, let step):
      let failure = ShimStatus.failure(error: error, step: step, command: command, files: files)
      throw ChildFailure(starting: failure, SystemError(error))
    case nil:
      let killed = swept == 0 ? "" : "; processes of it that were killed: \(swept)"
      throw ChildFailure(
        ReviewFailure(
          .agent, "agent-shim of \(command.executable) ended without a word\(killed)",
          hints: ["the system may have run out of memory", "is \(shim) the one of this build?"]))
    }
  }

  static func pipe(to command: ChildCommand) throws(ChildFailure) -> ChildPipe {
    do { return try ChildPipe() } catch {
      let failure = ReviewFailure(.agent, "can't make a pipe to \(command.executable): \(error)")
      throw ChildFailure(starting: failure, error)
    }
  }

  /// Starts the shim; from then on it holds the only other end of the status pipe, so the pipe ends with it.
  private func start(statusEnd: consuming Descriptor) throws(ChildFailure) -> pid_t {
    let parts = max(.zero, min(grace, .seconds(3600))).components
    let milliseconds = parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000
    let arguments =
      [
        "agent-shim", "--grace-ms", String(milliseconds), "--memory", String(limits.memory), "--error-bytes",
        String(limits.errorBytes), "--output-bytes", String(limits.outputBytes), "--stdin", files.input, "--stdout",
        files.output,
        "--stderr", files.error, "--chdir", files.directory, "--lifeline", "3", "--status-fd", "4", "--",
        command.executable,
      ] + command.arguments
    let environment = command.environment.map { "\($0.key)=\($0.value)" }.sorted() + [cookie.entry]
    let pid = unsafe CStrings.with(arguments) { arguments in
      unsafe CStrings.with(environment) { environment in
        unsafe conclave_spawn(shim, arguments, environment, lifeline.shimEnd, statusEnd.number)
      }
    }
    guard pid > 0 else {
      let failure = ReviewFailure(
        .agent, "can't start \(shim): \(SystemError(-pid))",
        hints: ["agent-shim belongs beside conclave; build or install both"])
      throw ChildFailure(starting: failure, SystemError(-pid))
    }
    return pid
  }

  /// Reads the child's output as it comes until the shim has closed the status pipe; returns what the shim told
  /// there.
  ///
  /// After each read the file is left alone for a moment: an agent that writes ten thousand small pieces a second
  /// would wake this thread as often.
  private func wait(
    for status: borrowing Descriptor, _ tail: inout OutputTail, _ onVitals: (Vitals) -> Void,
    _ onBytes: (Span<UInt8>) -> Void
  ) -> ShimReport {
    var report = ShimReport()
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
      guard count > 0 else { return report }
      report.feed(chunk.span.extracting(0..<count), onVitals: onVitals)
    }
  }
}
