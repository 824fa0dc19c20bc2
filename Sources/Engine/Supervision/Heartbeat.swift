/// Tells when to say that an agent is silent but alive: after an interval without output and each time it has passed
/// again (system.md, section 5).
package struct Heartbeat: Sendable, Hashable {
  private let interval: Duration
  private var lastOutput: Duration
  /// When the next beat is due.
  package private(set) var next: Duration

  package init(interval: Duration, start: Duration) {
    self.interval = max(interval, .milliseconds(1))
    lastOutput = start
    next = start + self.interval
  }

  /// Output arrived.
  package mutating func spoke(at now: Duration) {
    lastOutput = now
    next = now + interval
  }

  /// The seconds of silence to report if a beat is due. Beats that were missed, as in a stopped process, are made up
  /// by one.
  package mutating func beat(at now: Duration) -> Int? {
    guard now >= next else { return nil }
    let silence = now - lastOutput
    next = lastOutput + interval * (Int(silence / interval) + 1)
    return Int(silence.components.seconds)
  }
}
