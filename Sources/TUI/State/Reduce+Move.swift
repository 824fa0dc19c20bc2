internal import Engine

extension TUIState {
  /// Moves in whatever has the keys.
  mutating func move(_ command: Command) {
    switch overlay {
    case .suppress: return moveInDialog(command)
    case .help(let row):
      overlay = .help(row: moved(row, command, page: size.height / 2, last: HelpText.lastRow(in: size)))
    case .quit, .filter, .target: return
    case nil: moveInView(command)
    }
  }

  private mutating func moveInView(_ command: Command) {
    let page = max(1, size.height / 2)
    switch view {
    case .dashboard: moveOnDashboard(command)
    case .findings: list.select(row: moved(list.row, command, page: page, last: list.shown.count - 1))
    case .detail:
      if command == .next || command == .previous {
        list.select(row: list.row + (command == .next ? 1 : -1))
      } else {
        list.detailRow = moved(list.detailRow, command, page: page, last: detailLastRow)
      }
    case .preview: preview.row = moved(preview.row, command, page: page, last: previewLastRow)
    case .ledger:
      ledger.selected = moved(ledger.selected, command, page: page, last: (triage.judgement?.all.count ?? 0) - 1)
    }
  }

  private func moved(_ row: Int, _ command: Command, page: Int, last: Int) -> Int {
    let wanted =
      switch command {
      case .up, .previous: row - 1
      case .down, .next: row + 1
      case .pageUp: row - page
      case .pageDown: row + page
      case .first: 0
      case .last: last
      default: row
      }
    return min(max(0, wanted), max(0, last))
  }

  private mutating func moveOnDashboard(_ command: Command) {
    switch command {
    case .next: cycleFocus(by: 1)
    case .previous: cycleFocus(by: -1)
    case .left, .right: focusPane((focusedPane ?? 0) + (command == .right ? 1 : -1))
    default: scrollFocused(command)
    }
  }

  /// Through the panes and, in a replay, the bar.
  private mutating func cycleFocus(by step: Int) {
    let stops = review.shownPanes.count + (replay == nil ? 0 : 1)
    guard stops > 0 else { return }
    let bar = replay == nil ? -1 : stops - 1
    let next = ((focusedPane ?? bar) + step + stops) % stops
    focus = next == bar ? .replayBar : .pane(next)
  }

  /// Focuses the shown pane at an index, or nothing where there is none.
  mutating func focusPane(_ index: Int) {
    if (0..<review.shownPanes.count).contains(index) { focus = .pane(index) }
  }

  mutating func zoom() {
    guard focusedPane != nil || !review.shownPanes.isEmpty else { return }
    if focusedPane == nil { focus = .pane(0) }
    isZoomed.toggle()
    hasChosenView = hasChosenView || isZoomed
    clampScroll()
  }
}
