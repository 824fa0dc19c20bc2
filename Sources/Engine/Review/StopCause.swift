/// Why the whole review stops its agents.
enum StopCause: Sendable, Hashable {
  /// In words.
  case user(String)
  case budget(String)
  case credentials(of: SpecialistID, String)

  init(_ alarm: ReviewSentry.Alarm) {
    self =
      switch alarm {
      case .budget(let reason): .budget(reason)
      case .credentials(let specialist, let reason): .credentials(of: specialist, reason)
      }
  }

  /// In words for a reader.
  var reason: String {
    switch self {
    case .user(let reason): reason
    case .budget(let reason): "the budget is used up: \(reason)"
    case .credentials(let specialist, let reason):
      "stopped, since the provider refuses the credentials that all share (\(specialist): \(reason))"
    }
  }

  /// Whether it keeps a judge from being asked too; the budget has a share for one.
  var stopsJudge: Bool {
    switch self {
    case .user, .credentials: true
    case .budget: false
    }
  }

  /// How a specialist that it stopped has ended.
  var state: SpecialistEnd.State {
    switch self {
    case .user, .credentials: .cancelled
    case .budget: .incomplete
    }
  }
}
