package import Engine

/// One frame of a recording, drawn without a terminal.
package enum FrameDump {
  /// The screen of `view` after `events`. `now` is the time on it; nil is that of the last event.
  package static func draw(
    _ events: some Sequence<ReviewEvent>, triage: [TriageAction] = [], view: ViewMode, size: Size, at now: Duration?
  ) -> Canvas {
    var state = TUIState(setup: ScreenSetup(target: "file:review.md", triage: triage, opensFindings: false), size: size)
    var last = Duration.zero
    var isOver = false
    for event in events {
      last = event.at
      if case .finished = event.kind { isOver = true }
      _ = reduce(&state, .review(event))
    }
    _ = reduce(&state, .recording(.on))
    _ = reduce(&state, .tick(isOver ? last : max(last, now ?? last)))
    for key in keys(to: view) { _ = reduce(&state, .key(key)) }
    var canvas = Canvas(size: size)
    drawRoot(state, on: &canvas)
    return canvas
  }

  /// A frame shows what a person would see who pressed these.
  private static func keys(to view: ViewMode) -> [Key] {
    switch view {
    case .dashboard: []
    case .findings: [.char("f")]
    case .detail: [.char("f"), .enter]
    case .preview: [.char("f"), .char("A"), .char("p")]
    case .ledger: [.char("f"), .char("l")]
    }
  }
}
