internal import Engine

/// Every raw finding and what became of it.
struct LedgerView {
  let state: TUIState

  func draw(on canvas: inout Canvas) {
    let all = state.triage.judgement?.all ?? []
    let place: [Span] = [
      Span("Ledger", .text, bold: true), Span("  ", .text),
      Span(ScreenText(untrusted: Figures.counted(all.count, "raw finding", "raw findings")), .dim),
    ]
    HeaderView(state: state, place: place, rights: [[]]).draw(on: &canvas)
    let air = canvas.size.height >= 20
    let top = air ? 2 : 1
    let footer = canvas.size.height > 2 ? canvas.size.height - 1 : nil
    let reason = canvas.size.height > 8 ? 3 : 0
    let area = Rect(
      x: 0, y: top, width: canvas.size.width,
      height: (footer ?? canvas.size.height) - top - reason - (air ? 1 : 0))
    drawRows(all, area, on: &canvas)
    if reason > 0, all.indices.contains(state.ledger.selected) {
      drawReason(all[state.ledger.selected], y: area.y + area.height, rows: reason, on: &canvas)
    }
    FooterView(state: state).draw(y: footer, on: &canvas)
  }

  private func drawRows(_ all: [Finding], _ area: Rect, on canvas: inout Canvas) {
    guard !all.isEmpty else {
      let words: ScreenText =
        state.triage.judgement == nil ? "the judge has not decided yet" : "no reviewer reported anything"
      return canvas.line([Span(words, .text)], y: area.y)
    }
    let page = Page(count: all.count, height: area.height)
    let first = min(max(0, state.ledger.selected - page.rows / 2), page.lastFirst)
    for (offset, finding) in all.dropFirst(first).prefix(page.rows).enumerated() {
      let row = self.row(finding, isSelected: first + offset == state.ledger.selected, width: canvas.size.width)
      canvas.put(row, x: 0, y: area.y + offset, width: canvas.size.width)
    }
    if page.rows < all.count {
      let below = all.count - first - page.rows
      let words = below > 0 ? "\(below) more below" : "end of the ledger"
      canvas.line([], [Span(ScreenText(untrusted: words), .dim)], y: area.y + area.height - 1)
    }
  }

  private func row(_ finding: Finding, isSelected: Bool, width: Int) -> TextRow {
    let outcome = state.triage.trail(of: finding.id).last
    let isListed = state.triage.finding(finding.id) != nil
    let look = finding.severity.look
    var left: [Span] = [
      Span(isSelected ? Symbol.pointer.text : " ", .accent),
      Span(TextLayout.pad(ScreenText(untrusted: "#\(finding.id.number)"), width: 5), .dim),
      Span(TextLayout.pad(outcomeWords(outcome), width: 17), isListed ? .good : .dim),
      Span(look.symbol, isListed ? look.ink : .dim), Span(" ", .text),
    ]
    if width >= 100 {
      let by = finding.reportedBy.first ?? finding.category
      left.append(Span(TextLayout.pad(ScreenText(untrusted: by.rawValue), width: 15), .dim))
      let place = finding.file.description + (finding.line.map { ":\($0)" } ?? "")
      let cut = TextLayout.truncateMiddle(ScreenText(untrusted: place), width: width / 4)
      left += [Span(TextLayout.pad(cut, width: width / 4), isListed ? .text : .dim), Span("  ", .text)]
    }
    left.append(Span(ScreenText(untrusted: finding.title), isListed ? .text : .dim))
    return TextRow(left: left, right: [], isMarked: isSelected)
  }

  private func outcomeWords(_ entry: LedgerEntry?) -> ScreenText {
    TextLayout.truncate(ScreenText(untrusted: entry?.outcomeWords ?? "kept"), width: 16)
  }

  private func drawReason(_ finding: Finding, y: Int, rows: Int, on canvas: inout Canvas) {
    canvas.rule(x: 0, y: y, width: canvas.size.width)
    let words = state.triage.trail(of: finding.id).map(\.words).joined(separator: " · ")
    let lines = TextLayout.wrap(ScreenText(untrusted: words), width: canvas.lineWidth).map { TextRow($0, .dim) }
    canvas.page(lines, from: 0, in: Rect(x: canvas.margin, y: y + 1, width: canvas.lineWidth, height: rows - 1))
  }
}
