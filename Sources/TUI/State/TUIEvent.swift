package import Engine

/// Everything that can change the screen's state.
package enum TUIEvent: Sendable {
  case review(ReviewEvent)
  case key(Key)
  /// Time since the review's start, in the clock of `ReviewEvent.at`; drives "42 s since last output" and the head's
  /// clock.
  case tick(Duration)
  case resize(Size)
  case effectFinished(EffectResult)
  /// Whether the recording is being written; the text is for the reader where it is not.
  case recording(RecordingState)
  /// Where a replay stands; the first one turns the replay bar on.
  case replay(ReplayStatus)
  /// A replay goes back: what the events built is forgotten, what the person chose stays.
  case rewound
}

/// What happens to the recording.
package enum RecordingState: Sendable, Hashable {
  /// Nothing is recorded, because it was asked for or because this is a replay.
  case off
  case on
  case stopped(reason: String)
}

/// Where a replay stands.
package struct ReplayStatus: Sendable, Hashable {
  package var position: Duration
  package var length: Duration
  package var isPaused: Bool
  /// Times real time.
  package var speed: Double
  /// Findings, retries and failures, for the bar.
  package var marks: [ReplayMark]
  /// What is damaged, in words; nil for a whole recording.
  package var damage: String?

  package init(
    position: Duration, length: Duration, isPaused: Bool = false, speed: Double = 1, marks: [ReplayMark] = [],
    damage: String? = nil
  ) {
    self.position = position
    self.length = length
    self.isPaused = isPaused
    self.speed = speed
    self.marks = marks
    self.damage = damage
  }
}

/// Something worth jumping to in a recording.
package struct ReplayMark: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case finding(Severity)
    case retry
    case failure
  }

  package var at: Duration
  package var kind: Kind

  package init(at: Duration, kind: Kind) {
    self.at = at
    self.kind = kind
  }

  /// The mark that an event leaves; nil for most.
  package init?(_ event: ReviewEvent) {
    switch event.kind {
    case .finding(let finding): self.init(at: event.at, kind: .finding(finding.severity))
    case .specialist(_, .retrying): self.init(at: event.at, kind: .retry)
    case .specialist(_, .ended(let end)) where end.state != .done: self.init(at: event.at, kind: .failure)
    default: return nil
    }
  }
}
