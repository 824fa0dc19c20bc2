/// A queue with one reader who may give up waiting without losing what arrives later.
///
/// An `AsyncStream` ends for good when a task that reads it is cancelled; here each attempt of a specialist reads anew.
package final class Mailbox<Element: Sendable>: Sendable {
  private struct State {
    var queue: [Element] = []
    var waiter: CheckedContinuation<Element?, Never>?
    /// The number of the call that is waiting or was last; a cancellation of an earlier one is void.
    var call = 0
    var cancelled = 0

    mutating func takeWaiter() -> CheckedContinuation<Element?, Never>? {
      defer { waiter = nil }
      return waiter
    }
  }

  private let state = Locked(State())

  package init() {}

  /// Adds an element and wakes the reader; never waits.
  package func send(_ element: Element) {
    let waiter = state.withLock { state -> CheckedContinuation<Element?, Never>? in
      if state.waiter == nil { state.queue.append(element) }
      return state.takeWaiter()
    }
    waiter?.resume(returning: element)
  }

  /// Drops what nobody has taken yet.
  package func removeAll() { state.withLock { $0.queue.removeAll() } }

  /// The oldest element, as soon as there is one; nil when the calling task is cancelled.
  package func next() async -> Element? {
    let call = state.withLock { state in
      state.call += 1
      return state.call
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let now = state.withLock { state -> Element?? in
          if state.cancelled == call { return .some(nil) }
          if !state.queue.isEmpty { return .some(state.queue.removeFirst()) }
          state.waiter = continuation
          return nil
        }
        if let now { continuation.resume(returning: now) }
      }
    } onCancel: {
      let waiter = state.withLock { state -> CheckedContinuation<Element?, Never>? in
        guard state.call == call else { return nil }
        state.cancelled = call
        return state.takeWaiter()
      }
      waiter?.resume(returning: nil)
    }
  }
}
