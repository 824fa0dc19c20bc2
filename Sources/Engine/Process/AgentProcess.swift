/// Runs a child below a shim and reads its output while it runs.
package enum AgentProcess {
  /// Longest tail of standard error that is kept.
  private static let errorTailBytes = 4096

  /// Runs `command` to its end. Hands on what it prints, in order, on a thread of its own. When it returns or throws,
  /// nothing below the child is left. Cancelling the task stops the child: TERM, `grace`, KILL; then
  /// `ReviewFailure(.cancelled)` is thrown. `shim` is the path of `agent-shim`.
  package static func run(
    _ command: ChildCommand, files: ChildFiles, shim: String, grace: Duration,
    onBytes: @escaping @Sendable (Span<UInt8>) -> Void
  ) async throws(ReviewFailure) -> ChildExit {
    let lifeline = Lifeline(try ChildSession.pipe(to: command))
    let session = ChildSession(command: command, files: files, shim: shim, grace: grace, lifeline: lifeline)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { (done: CheckedContinuation<Result<ChildExit, ReviewFailure>, Never>) in
        do {
          try PlainThread.start { done.resume(returning: session.run(onBytes)) }
        } catch {
          done.resume(returning: .failure(ReviewFailure(.agent, "can't start a thread: \(error)")))
        }
      }
    } onCancel: {
      lifeline.stop()
    }
    if lifeline.isStopped { throw ReviewFailure(.cancelled, "\(command.executable) was stopped") }
    var exit = try result.get()
    exit.errorTail = OutputTail.lastLines(path: files.error, limit: errorTailBytes)
    return exit
  }
}
