internal import Dispatch

/// Raises a `Wake` after a while.
@MainActor package protocol Alarm: AnyObject {
  /// Replaces what was set before; nil is never.
  func set(_ delay: Duration?)
}

/// An alarm by the system's clock.
@MainActor package final class SystemAlarm: Alarm {
  private let timer: any DispatchSourceTimer

  package init(wake: Wake) {
    timer = DispatchSource.makeTimerSource(queue: .main)
    timer.setEventHandler { wake.raise() }
    timer.activate()
  }

  isolated deinit { timer.cancel() }

  package func set(_ delay: Duration?) {
    guard let delay else { return timer.schedule(deadline: .distantFuture) }
    let nanoseconds = Int(max(.zero, min(delay, .seconds(3600))) / .nanoseconds(1))
    timer.schedule(deadline: .now() + .nanoseconds(nanoseconds), leeway: .milliseconds(1))
  }
}
