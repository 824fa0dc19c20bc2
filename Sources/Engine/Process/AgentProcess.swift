/// Runs a child below a shim and reads its output while it runs.
package enum AgentProcess {
  /// Longest tail of standard error that is kept.
  private static let errorTailBytes = 4096
  /// Waits before further tries where the system is short of descriptors, processes or memory (reliability.md, CP-19).
  private static let waits: [Duration] = [.milliseconds(100), .milliseconds(200), .milliseconds(400)]

  /// Runs `command` to its end. Hands on what it prints, in order, and what its tree uses, on a thread of its own. When it
  /// returns or throws, nothing below the child is left. Cancelling the task stops the child: TERM, `grace`, KILL; then
  /// `ReviewFailure(.cancelled)` is thrown. `shim` is the path of `agent-shim`.
  package static func run(
    _ command: ChildCommand, files: ChildFiles, shim: String, grace: Duration, limits: ChildLimits = ChildLimits(),
    time: any TimeSource = SystemTime(), onVitals: @escaping @Sendable (Vitals) -> Void = { _ in },
    onBytes: @escaping @Sendable (Span<UInt8>) -> Void
  ) async throws(ReviewFailure) -> ChildExit {
    var waits = waits[...]
    while true {
      do throws(ChildFailure) {
        let lifeline = Lifeline(try ChildSession.pipe(to: command))
        let session = ChildSession(
          command: command, files: files, shim: shim, grace: grace, limits: limits, lifeline: lifeline)
        var exit = try await follow(session, lifeline, onVitals, onBytes)
        exit.errorTail = OutputTail.lastLines(path: files.error, limit: errorTailBytes)
        return exit
      } catch {
        guard error.isShortage, let wait = waits.popFirst() else { throw error.afterRetries }
        do { try await time.sleep(until: time.now() + wait) } catch { throw stopped(command) }
      }
    }
  }

  private static func follow(
    _ session: ChildSession, _ lifeline: Lifeline, _ onVitals: @escaping @Sendable (Vitals) -> Void,
    _ onBytes: @escaping @Sendable (Span<UInt8>) -> Void
  ) async throws(ChildFailure) -> ChildExit {
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { (done: CheckedContinuation<Result<ChildExit, ChildFailure>, Never>) in
        do throws(SystemError) {
          try PlainThread.start { done.resume(returning: session.run(onVitals, onBytes)) }
        } catch {
          let failure = ReviewFailure(.agent, "can't start a thread: \(error)")
          done.resume(returning: .failure(ChildFailure(starting: failure, error)))
        }
      }
    } onCancel: {
      lifeline.stop()
    }
    if lifeline.isStopped { throw ChildFailure(stopped(session.command)) }
    return try result.get()
  }

  private static func stopped(_ command: ChildCommand) -> ReviewFailure {
    ReviewFailure(.cancelled, "\(command.executable) was stopped")
  }
}
