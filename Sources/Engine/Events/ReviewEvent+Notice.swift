extension ReviewEvent.Kind {
  /// What supervision did, in words for a reader: the same on the screen, in lines and in the report.
  package var supervisionNotice: Notice? {
    switch self {
    case .health(let change): change.notice
    case .clockJump(let milliseconds):
      Notice(
        .warning,
        "the clock jumped \(milliseconds < 0 ? "back" : "ahead") by \(Self.seconds(milliseconds)); limits go by another one"
      )
    case .specialist(let id, .failedBack(let from, let to, let reason)):
      Notice(.warning, "\(id) asks \(to) instead of \(from): \(reason)")
    case .specialist(let id, .note(let notice)): Notice(notice.level, "\(id): \(notice.text)")
    default: nil
    }
  }

  private static func seconds(_ milliseconds: Int) -> String {
    "\(Int(clamping: milliseconds.magnitude) / 1000) s"
  }
}

extension ModelHealthChange {
  fileprivate var notice: Notice {
    let name = tier.isEmpty ? model : "\(model) (\(tier))"
    let seconds = (waitMilliseconds ?? 0) / 1000
    return switch state {
    case .open: Notice(.warning, "\(name) is not asked for \(seconds) s: circuit breaker open after its failures")
    case .halfOpen: Notice(.note, "\(name) gets one probe: circuit breaker half-open")
    case .closed: Notice(.note, "\(name) answers again: circuit breaker closed")
    }
  }
}
