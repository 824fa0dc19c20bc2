internal import Engine

/// A clock that stands still until a test moves it.
package final class ManualTime: TimeSource {
  private struct Waiter {
    var number: Int
    var deadline: Duration
    var continuation: CheckedContinuation<Void, any Error>
  }

  private struct Watcher {
    var count: Int
    var continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var now: Duration = .zero
    /// By how much somebody has set the wall clock.
    var jumped: Duration = .zero
    var made = 0
    var waiters: [Waiter] = []
    var cancelled: Set<Int> = []
    var watchers: [Watcher] = []
  }

  private let state = Locked(State())

  package init() {}

  package func now() -> Duration { state.withLock { $0.now } }

  /// 2026-01-01T00:00:00Z and what has passed.
  package func wallMilliseconds() -> Int64 {
    let parts = state.withLock { $0.now + $0.jumped }.components
    return 1_767_225_600_000 + parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000
  }

  /// Sets the wall clock ahead or back; the monotonic one does not notice.
  package func jump(_ duration: Duration) { state.withLock { $0.jumped += duration } }

  package func sleep(until deadline: Duration) async throws {
    let number = state.withLock { state in
      state.made += 1
      return state.made
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        enqueue(Waiter(number: number, deadline: deadline, continuation: continuation))
      }
    } onCancel: {
      let waiter = state.withLock { state -> Waiter? in
        guard let index = state.waiters.firstIndex(where: { $0.number == number }) else {
          state.cancelled.insert(number)
          return nil
        }
        return state.waiters.remove(at: index)
      }
      waiter?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Moves the clock. Those who sleep wake in the order of their deadlines, each seeing its own deadline as the time.
  package func advance(by duration: Duration) {
    let target = now() + duration
    while true {
      let waiter = state.withLock { state -> Waiter? in
        let due = state.waiters.indices.filter { state.waiters[$0].deadline <= target }
        guard
          let first = due.min(by: {
            (state.waiters[$0].deadline, state.waiters[$0].number)
              < (state.waiters[$1].deadline, state.waiters[$1].number)
          })
        else {
          state.now = target
          return nil
        }
        state.now = max(state.now, state.waiters[first].deadline)
        return state.waiters.remove(at: first)
      }
      guard let waiter else { return }
      waiter.continuation.resume()
    }
  }

  /// Returns when at least `count` tasks sleep.
  package func sleepers(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let isReached = state.withLock { state in
        if state.waiters.count >= count { return true }
        state.watchers.append(Watcher(count: count, continuation: continuation))
        return false
      }
      if isReached { continuation.resume() }
    }
  }

  private func enqueue(_ waiter: Waiter) {
    enum Verdict { case sleeps, isDue, isCancelled }
    let (verdict, watchers) = state.withLock { state -> (Verdict, [Watcher]) in
      if state.cancelled.remove(waiter.number) != nil { return (.isCancelled, []) }
      if waiter.deadline <= state.now { return (.isDue, []) }
      state.waiters.append(waiter)
      let count = state.waiters.count
      let reached = state.watchers.filter { $0.count <= count }
      state.watchers.removeAll { $0.count <= count }
      return (.sleeps, reached)
    }
    switch verdict {
    case .sleeps: break
    case .isDue: waiter.continuation.resume()
    case .isCancelled: waiter.continuation.resume(throwing: CancellationError())
    }
    for watcher in watchers { watcher.continuation.resume() }
  }
}
