/// One thing that happened in a review. Screen, journal, console, report and replay are all made of these and of nothing else.
package struct ReviewEvent: Sendable, Hashable {
  /// From 0, without gaps, in order of arrival.
  package var sequence: Int
  /// Time since the review's start, monotonic.
  package var at: Duration
  package var kind: Kind

  package init(sequence: Int, at: Duration, kind: Kind) {
    self.sequence = sequence
    self.at = at
    self.kind = kind
  }

  package enum Kind: Sendable, Hashable {
    /// Always the first.
    case started(ReviewStart)
    case changeRead(ChangeSummary)
    case planned(TierExplanation, [SpecialistPlan])
    case specialist(SpecialistID, SpecialistEvent)
    /// A raw finding, anchored, the moment its closing tag has arrived.
    case finding(Finding)
    case judging
    case judged(Judgement)
    /// Something a reader should know that belongs to no specialist.
    case notice(Notice)
    /// A model's breaker opened, let a probe through, or closed.
    case health(ModelHealthChange)
    /// The wall clock jumped by so many milliseconds against the monotonic one (reliability.md, TB-11).
    case clockJump(milliseconds: Int)
    /// Always the last; nothing in a recording follows it.
    case finished(ReviewEnd)
  }
}

/// How a review began.
package struct ReviewStart: Sendable, Hashable, Codable {
  package var run: String
  /// Version of the program.
  package var engine: String
  package var runtime: String
  /// Milliseconds since 1970.
  package var wallMilliseconds: Int64
  package var overallLimitSeconds: Int
  /// What confines the agents: a sandbox's name or `none`; nil for our own programs, which need none.
  package var isolation: String?

  package init(
    run: String, engine: String, runtime: String, wallMilliseconds: Int64, overallLimitSeconds: Int,
    isolation: String? = nil
  ) {
    self.run = run
    self.engine = engine
    self.runtime = runtime
    self.wallMilliseconds = wallMilliseconds
    self.overallLimitSeconds = overallLimitSeconds
    self.isolation = isolation
  }
}

/// What is under review, without its code.
package struct ChangeSummary: Sendable, Hashable, Codable {
  package var base: String?
  package var head: String?
  package var source: String
  package var title: String
  package var repository: String
  /// Totals before the filter.
  package var files: Int
  package var added: Int
  package var removed: Int
  package var excluded: [ExcludedFile]
  package var notices: [String]
  package var isWhole: Bool

  package init(_ change: Change) {
    base = change.base
    head = change.head
    source = change.source
    title = change.title
    repository = change.repository
    files = change.totalFiles
    added = change.totalAdded
    removed = change.totalRemoved
    excluded = change.excluded
    notices = change.notices
    isWhole = change.isWhole
  }
}

/// What happened to one specialist.
package enum SpecialistEvent: Sendable, Hashable {
  /// An attempt has been started; attempts count from 1.
  case started(attempt: Int, model: String?)
  case agent(AgentEvent)
  /// So much time has passed since its last output (system.md, section 5).
  case heartbeat(silenceSeconds: Int)
  /// Attempt `next` of `of` follows after a delay, because of `reason`.
  case retrying(next: Int, of: Int, delayMilliseconds: Int, reason: String)
  /// The next attempt asks another model of the chain.
  case failedBack(from: String, to: String, reason: String)
  /// What its supervision saw: memory, survivors, output that was not kept or not understood, what it did not say.
  case note(Notice)
  case ended(SpecialistEnd)
}

/// How a specialist ended, proof or reason.
package struct SpecialistEnd: Sendable, Hashable, Codable {
  package enum State: String, Sendable, Hashable, Codable {
    /// Proved that it finished.
    case done
    /// Ended without proof; what it found is kept.
    case incomplete
    case failed
    case timedOut = "timed_out"
    case cancelled
  }

  package var state: State
  /// In words; nil for `done`.
  package var reason: String?
  package var attempts: Int
  package var milliseconds: Int
  package var findings: Int

  package init(state: State, reason: String? = nil, attempts: Int, milliseconds: Int, findings: Int) {
    self.state = state
    self.reason = reason
    self.attempts = attempts
    self.milliseconds = milliseconds
    self.findings = findings
  }
}

/// A line for the reader.
package struct Notice: Sendable, Hashable, Codable {
  package enum Level: String, Sendable, Hashable, Codable { case note, warning, error }

  package var level: Level
  package var text: String

  package init(_ level: Level, _ text: String) {
    self.level = level
    self.text = text
  }
}

/// How a review ended.
package struct ReviewEnd: Sendable, Hashable, Codable {
  package var decision: Decision
  /// Whether every reviewer that should have run proved that it finished, and all of the change could be read.
  package var complete: Bool
  /// Who is missing, with the reason in words.
  package var missing: [MissingReviewer]
  package var milliseconds: Int
  /// What the program's exit status will be.
  package var exitStatus: Int32

  package init(
    decision: Decision, complete: Bool, missing: [MissingReviewer], milliseconds: Int, exitStatus: Int32
  ) {
    self.decision = decision
    self.complete = complete
    self.missing = missing
    self.milliseconds = milliseconds
    self.exitStatus = exitStatus
  }
}

/// A reviewer that should have run and did not prove that it finished.
package struct MissingReviewer: Sendable, Hashable, Codable {
  package var id: SpecialistID
  package var reason: String

  package init(id: SpecialistID, reason: String) {
    self.id = id
    self.reason = reason
  }
}
