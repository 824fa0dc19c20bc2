internal import Glibc

/// Time as the engine sees it; injected, so that tests decide when it passes.
package protocol TimeSource: Sendable {
  /// Monotonic time since some fixed start; does not count suspend.
  func now() -> Duration
  /// Milliseconds since 1970, by the wall clock, for people and file names only.
  func wallMilliseconds() -> Int64
  /// Returns when `now()` has reached `deadline`, or throws when the task is cancelled.
  func sleep(until deadline: Duration) async throws
}

/// The system's clocks.
package struct SystemTime: TimeSource {
  private let start = SuspendingClock.now

  package init() {}

  package func now() -> Duration { SuspendingClock.now - start }

  package func wallMilliseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  package func sleep(until deadline: Duration) async throws {
    try await Task.sleep(until: start + deadline, clock: SuspendingClock())
  }
}
