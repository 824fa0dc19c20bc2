internal import Engine

/// The review while it runs: one pane a specialist.
struct DashboardView {
  let state: TUIState

  func draw(on canvas: inout Canvas) {
    let layout = state.dashboardLayout
    if layout.form == .statusLine, layout.strip == nil {
      drawStatusLine(y: 0, on: &canvas)
    } else {
      HeaderView(state: state, rights: state.reviewRights).draw(on: &canvas)
    }
    if let row = layout.status { drawStatusLine(y: row, on: &canvas) }
    drawPanes(layout, on: &canvas)
    if let strip = layout.strip { drawStrip(y: strip, on: &canvas) }
    if let row = layout.skipped { drawSkipped(y: row, on: &canvas) }
    if let rect = layout.coordinator { JudgeView(state: state).draw(in: rect, on: &canvas) }
    NoticeView(state: state).draw(y: layout.notice, on: &canvas)
    TotalsView(state: state).draw(y: layout.totals, on: &canvas)
    if let row = layout.replay { ReplayBarView(state: state).draw(y: row, on: &canvas) }
    FooterView(state: state).draw(y: layout.footer, on: &canvas)
  }

  private func drawPanes(_ layout: DashboardLayout, on canvas: inout Canvas) {
    let shown = state.review.shownPanes
    for (index, rect) in layout.panes.enumerated() {
      guard let rect, shown.indices.contains(index) else { continue }
      PaneView(
        pane: shown[index], now: state.now, isFocused: index == state.focusedPane && layout.form == .grid,
        showsFigures: state.review.usesModel
      ).draw(in: rect, on: &canvas)
    }
    if shown.isEmpty, layout.form != .statusLine {
      let words: ScreenText = state.review.start == nil ? "waiting for the review to start" : "reading the change"
      canvas.line([Span(words, .dim)], y: 2)
    }
  }

  /// The states of all panes in a row: number, name where there is room, glyph.
  private func drawStrip(y: Int, on canvas: inout Canvas) {
    let shown = state.review.shownPanes
    func parts(named: Bool) -> [Span] {
      spaced(
        shown.enumerated().map { index, pane in
          let isFocused = index == state.focusedPane
          let number = Span(ScreenText(pane.number), Style(.accent, bold: isFocused, selected: isFocused))
          let name: [Span] =
            named ? [Span(" ", .dim), Span(ScreenText(untrusted: pane.id.rawValue), isFocused ? .text : .dim)] : []
          return [number] + name + [Span(" ", .dim), Span(pane.phase.symbol, pane.phase.ink)]
        }, named ? 3 : 2)
    }
    let named = parts(named: true)
    canvas.line(named.width <= canvas.lineWidth ? named : parts(named: false), y: y)
  }

  private func drawSkipped(y: Int, on canvas: inout Canvas) {
    let parts = state.review.skippedPanes.map { pane in
      [
        Span(ScreenText(untrusted: "\(pane.number) \(pane.id)"), .dim), Span("  ", .dim),
        Span(ScreenText(untrusted: "skipped: " + (pane.skipReason ?? "")), .line),
      ]
    }
    canvas.line(spaced(parts, 4), y: y)
  }

  /// All that fits into a tiny window.
  private func drawStatusLine(y: Int, on canvas: inout Canvas) {
    let (done, all) = state.review.reviewers
    let words = "\(done)/\(all) done, \(state.findings.count) found, \(state.now.clock)"
    canvas.line([Span(ScreenText(untrusted: words), .text)], y: y)
  }
}
