internal import Engine

extension TUIState {
  /// The place in `review.panes` of the focused pane.
  var focusedIndex: Int? {
    guard let focused = focusedPane else { return nil }
    return review.panes.indices.filter { review.panes[$0].skipReason == nil }.dropFirst(focused).first
  }

  /// Scrolls the focused pane; going up stops following, reaching the end follows again.
  mutating func scrollFocused(_ command: Command) {
    guard let index = focusedIndex, let layout = transcriptLayout else { return }
    let transcript = review.panes[index].transcript
    guard !transcript.lines.isEmpty else { return }
    let page = max(1, layout.height / 2)
    var scroll = review.panes[index].scroll ?? PaneScroll(line: transcript.end - 1, rowsUp: 0)
    switch command {
    case .up: scroll.rowsUp += 1
    case .pageUp: scroll.rowsUp += page
    case .first: scroll.rowsUp = transcript.lines.count * Transcript.lineBytes
    case .down: scroll.lower(by: 1)
    case .pageDown: scroll.lower(by: page)
    case .last: scroll = PaneScroll(line: transcript.end - 1, rowsUp: 0)
    default: return
    }
    scroll = layout.clamped(scroll, in: transcript)
    let follows = scroll.rowsUp == 0 && scroll.line >= transcript.end - 1
    review.panes[index].scroll = follows ? nil : scroll
  }

  /// After the window or the form changed, nothing may be scrolled beyond its top.
  mutating func clampScroll() {
    guard let index = focusedIndex, let scroll = review.panes[index].scroll, let layout = transcriptLayout else {
      return
    }
    review.panes[index].scroll = layout.clamped(scroll, in: review.panes[index].transcript)
  }

  /// How the focused pane lays its text out; nil where it is not on the screen.
  private var transcriptLayout: TranscriptLayout? {
    guard let focused = focusedPane, let rect = dashboardLayout.panes[focused] else { return nil }
    let inside = PaneFrame.inside(rect)
    return TranscriptLayout(width: inside.width, height: inside.height)
  }
}

extension PaneScroll {
  /// Down by rows, then line by line.
  fileprivate mutating func lower(by rows: Int) {
    let inLine = min(rows, rowsUp)
    rowsUp -= inLine
    line += rows - inLine
  }
}

/// The part of a pane that holds text.
package enum PaneFrame {
  package static func inside(_ rect: Rect) -> Rect { rect.inset(columns: rect.width >= 40 ? 2 : 1, rows: 1) }
}
