internal import Engine

/// Wakes the one task that waits for it, from any thread. Several calls before it runs are one.
package final class Wake: Sendable {
  private enum State: Sendable {
    case idle
    case raised
    case waiting(CheckedContinuation<Void, Never>)
  }

  private let state = Locked<State>(.idle)

  package init() {}

  package func raise() {
    let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
      defer { state = .raised }
      guard case .waiting(let waiter) = state else { return nil }
      return waiter
    }
    waiter?.resume()
  }

  /// Returns when `raise` has been called since the last time, or when the task is cancelled.
  package func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let isRaised: Bool = state.withLock { state in
          guard case .raised = state else {
            state = .waiting(waiter)
            return false
          }
          return true
        }
        if isRaised { waiter.resume() }
      }
      state.withLock { $0 = .idle }
    } onCancel: {
      raise()
    }
  }
}
