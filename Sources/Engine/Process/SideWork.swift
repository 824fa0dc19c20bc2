internal import Dispatch

/// Blocking work on a thread of its own, beside that of whoever waits for it in the end.
struct SideWork<Value: Sendable>: Sendable {
  private let result = Locked<Result<Value, ReviewFailure>?>(nil)
  private let isDone = DispatchSemaphore(value: 0)

  /// Starts it; where the system gives no thread, does it at once.
  init(_ body: @escaping @Sendable () throws(ReviewFailure) -> Value) {
    let work = { @Sendable [result, isDone] in
      let outcome = Result(catching: body)
      result.withLock { $0 = outcome }
      isDone.signal()
    }
    do { try PlainThread.start(work) } catch { work() }
  }

  /// Waits for its end. Once only.
  func wait() throws(ReviewFailure) -> Value {
    isDone.wait()
    guard let outcome = result.withLock({ $0 }) else { throw ReviewFailure(.change, "a thread ended without a result") }
    return try outcome.get()
  }
}
