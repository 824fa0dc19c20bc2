/// The four limits on one attempt of an agent, and which of them comes first (system.md, section 5).
package struct Deadlines: Sendable, Hashable {
  package enum Expiry: Sendable, Hashable {
    /// Nothing at all since the start.
    case startup(Duration)
    /// Nothing for so long after it had spoken.
    case silence(Duration)
    case task(Duration)
    /// The whole review's time is over.
    case overall(Duration)

    /// In words for a reader.
    package var reason: String {
      switch self {
      case .startup(let limit): "no sign of life within \(limit.components.seconds) s of its start"
      case .silence(let limit): "no sign of life for \(limit.components.seconds) s"
      case .task(let limit): "not finished within \(limit.components.seconds) s"
      case .overall(let limit): "the review's \(limit.components.seconds) s are over, but for judging and posting"
      }
    }
  }

  private let limits: Limits
  private let start: Duration
  private let taskLimit: Duration
  private let overallEnd: Duration
  private var lastOutput: Duration?
  /// When its processes last showed work.
  private var lastWork: Duration

  /// `start` is that of the attempt, `reviewStart` that of the review; both by the same clock.
  package init(_ limits: Limits, of specialist: SpecialistID, start: Duration, reviewStart: Duration) {
    self.limits = limits
    self.start = start
    lastWork = start
    taskLimit = limits.task(of: specialist)
    overallEnd = reviewStart + limits.overall - limits.closingTime
  }

  /// Output arrived.
  package mutating func spoke(at now: Duration) { lastOutput = now }

  /// It printed nothing, but is at work: silence is not inactivity (reliability.md, D7).
  package mutating func worked(at now: Duration) { lastWork = now }

  /// The limit that comes first if nothing more arrives, and when.
  package var next: (at: Duration, expiry: Expiry) {
    let silence: (at: Duration, expiry: Expiry) =
      lastOutput.map { (max($0, lastWork) + limits.silence, .silence(limits.silence)) }
      ?? (lastWork + limits.startupSilence, .startup(limits.startupSilence))
    let all = [(start + taskLimit, Expiry.task(taskLimit)), (overallEnd, .overall(limits.overall))]
    return all.reduce(silence) { first, other in other.0 < first.at ? other : first }
  }

  /// The limit that has passed, if one has.
  package func expired(at now: Duration) -> Expiry? {
    let next = next
    return now >= next.at ? next.expiry : nil
  }
}
