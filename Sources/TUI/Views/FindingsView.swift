internal import Engine

/// The list to triage, and the selected finding.
struct FindingsView {
  let state: TUIState

  func draw(on canvas: inout Canvas) {
    let layout = state.findingsLayout
    HeaderView(state: state, place: place, rights: rights).draw(on: &canvas)
    NoticeView(state: state).draw(y: layout.notice, on: &canvas)
    if let area = layout.list { drawList(area, on: &canvas) }
    if let row = layout.rule { canvas.rule(x: 0, y: row, width: canvas.size.width) }
    if let area = layout.detail { drawDetail(area, on: &canvas) }
    if let row = layout.counts { drawCounts(y: row, on: &canvas) }
    FooterView(state: state).draw(y: layout.footer, on: &canvas)
  }

  private var place: [Span] {
    let all = state.findings.count
    let shown = state.list.shown.count
    let count = state.view == .detail ? "\(shown == 0 ? 0 : state.list.row + 1) of \(shown)" : "\(shown) of \(all)"
    var spans: [Span] = [
      Span(state.view == .detail ? "Finding" : "Findings", .text, bold: true), Span("  ", .text),
      Span(ScreenText(untrusted: count), .dim),
    ]
    if !state.list.filter.isEmpty {
      spans += [Span("  filter ", .dim), Span(ScreenText(untrusted: state.list.filter), .accent)]
    }
    return spans
  }

  private var rights: [[Span]] {
    guard let (decision, why) = state.triage.decision else { return [[Span("before the judge", .waiting)]] }
    let word = [Span(ScreenText(untrusted: decision.rawValue), decision.ink, bold: true)]
    let reason = [Span(ScreenText(untrusted: why), .dim)]
    return [spaced([[Span("decision now", .dim)], word, reason], 2), spaced([[Span("now", .dim)], word], 1), word]
  }

  private func drawList(_ area: Rect, on canvas: inout Canvas) {
    guard !state.list.shown.isEmpty else { return drawEmpty(area, on: &canvas) }
    let rows = state.list.shown.count
    let page = Page(count: rows, height: area.height)
    let first = min(max(0, state.list.row - page.rows / 2), page.lastFirst)
    let byID = Dictionary(state.findings.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let visible = state.list.shown.dropFirst(first).prefix(page.rows).compactMap { byID[$0] }
    let columns = FindingColumns(width: canvas.size.width, findings: visible)
    for (offset, finding) in visible.enumerated() {
      let isSelected = finding.id == state.list.selected
      let row = columns.row(
        finding, state: state.triage.judgement == nil ? nil : state.triage.state(of: finding.id),
        isSelected: isSelected,
        isMarked: state.list.marked.contains(finding.id))
      canvas.put(row, x: 0, y: area.y + offset, width: canvas.size.width)
    }
    if page.rows < rows {
      let below = rows - first - page.rows
      let words = below > 0 ? "\(below) more below" : "end of the list"
      canvas.line([], [Span(ScreenText(untrusted: words), .dim)], y: area.y + area.height - 1)
    }
  }

  /// An empty list says what it means: nothing found and nothing looked at are never alike.
  private func drawEmpty(_ area: Rect, on canvas: inout Canvas) {
    let (done, all) = state.review.reviewers
    let words: String
    var ink = Ink.text
    if !state.findings.isEmpty {
      words = "nothing matches \"\(state.list.filter)\"; Esc shows all"
    } else if let end = state.review.end, !end.complete {
      words = "incomplete: no findings, but only \(done) of \(all) reviewers finished"
      ink = .trouble
    } else if state.review.isOver {
      words = "no findings: \(done) of \(all) reviewers finished"
      ink = .good
    } else {
      words = "no findings yet: \(done) of \(all) reviewers finished"
    }
    for (offset, row) in TextLayout.wrap(ScreenText(untrusted: words), width: canvas.lineWidth).enumerated()
    where offset < area.height {
      canvas.line([Span(row, ink)], y: area.y + offset)
    }
  }

  private func drawDetail(_ area: Rect, on canvas: inout Canvas) {
    let width = DetailText.width(of: area)
    let x = area.x + (area.width - width) / 2
    canvas.page(
      state.detailRows(width: width), from: state.list.detailRow,
      in: Rect(x: x, y: area.y, width: width, height: area.height))
  }

  private func drawCounts(y: Int, on canvas: inout Canvas) {
    guard state.triage.judgement != nil else {
      return canvas.line([Span("triage starts when the judge has decided", .dim)], y: y)
    }
    let counts = state.triage.counts
    let left = spaced(
      [
        [Span(ScreenText(untrusted: "\(counts.accepted) accepted"), counts.accepted > 0 ? .good : .dim)],
        [Span(ScreenText(untrusted: "\(counts.suppressed) suppressed"), .dim)],
        [Span(ScreenText(untrusted: "\(counts.open) open"), counts.open > 0 ? .text : .dim)],
      ], canvas.size.width < 60 ? 2 : 3)
    let posted: [Span] = [
      Span("will be posted: ", .dim),
      Span(ScreenText(untrusted: "\(counts.accepted) of \(state.findings.count)"), .text, bold: true),
    ]
    let marked = state.list.marked.count
    let selection = marked > 0 ? [Span(ScreenText(untrusted: "\(marked) selected"), .accent)] : []
    let all = spaced([left, posted, selection], canvas.size.width < 80 ? 3 : 8)
    canvas.line(all.width <= canvas.lineWidth ? all : marked > 0 ? spaced([left, selection], 2) : left, y: y)
  }
}

/// The columns of the list, so that neighbours line up.
private struct FindingColumns {
  let width: Int
  /// Columns for the place; 0 where the window is too narrow for one.
  let place: Int
  let category: Int
  let word: Int

  init(width: Int, findings: [Finding]) {
    self.width = width
    word = width >= 70 ? 12 : 0
    category = width >= 100 ? 15 : 0
    let widest = findings.map { ScreenText(untrusted: FindingColumns.place($0)).width }.max() ?? 0
    place = width >= 60 ? min(widest, width * 3 / 10) : 0
  }

  func row(_ finding: Finding, state: TriageState?, isSelected: Bool, isMarked: Bool) -> TextRow {
    let look = finding.severity.look
    let isQuiet = state.map { $0.word == "suppressed" } ?? false
    let text: Ink = isQuiet ? .dim : .text
    var left: [Span] = [
      Span(isSelected ? Symbol.pointer.text : " ", .accent), Span(isMarked ? Symbol.selected.text : " ", .accent),
      Span(look.symbol, isQuiet ? .dim : look.ink), Span(" ", .text),
    ]
    if word > 0 { left.append(Span(TextLayout.pad(look.word, width: word), isQuiet ? .dim : look.ink)) }
    if category > 0 {
      left.append(Span(TextLayout.pad(ScreenText(untrusted: finding.category.rawValue), width: category), .dim))
    }
    if place > 0 {
      let words = TextLayout.truncateMiddle(ScreenText(untrusted: FindingColumns.place(finding)), width: place)
      left += [Span(TextLayout.pad(words, width: place), text), Span("   ", .text)]
    }
    if finding.isEdited { left += [Span(.edited, .dim), Span(" ", .dim)] }
    left.append(Span(ScreenText(untrusted: finding.title), text, bold: isSelected))
    let right = state.map { [Span(ScreenText(untrusted: mark($0)), $0.ink), Span(" ", .text)] } ?? []
    return TextRow(left: left, right: right, isMarked: isSelected)
  }

  private func mark(_ state: TriageState) -> String { width >= 60 ? state.word : String(state.word.prefix(4)) }

  private static func place(_ finding: Finding) -> String {
    finding.file.description + (finding.line.map { ":\($0)" } ?? "")
  }
}
