internal import Engine

/// The exact comment, and where `y` sends it.
struct PreviewView {
  let state: TUIState

  func draw(on canvas: inout Canvas) {
    let layout = state.previewLayout
    let accepted = state.triage.counts.accepted
    let count = "\(accepted) of \(state.findings.count) findings"
    HeaderView(
      state: state, place: [Span("Preview", .text, bold: true)],
      rights: [
        [Span("will be posted: ", .dim), Span(ScreenText(untrusted: count), .text, bold: true)],
        [Span(ScreenText(untrusted: count), .text)],
      ]
    ).draw(on: &canvas)
    if let body = layout.body {
      let rows = state.preview.rows.map { TextRow(left: [Span($0.text, $0.role.style)]) }
      canvas.page(
        rows, from: state.preview.row,
        in: Rect(x: canvas.margin, y: body.y, width: canvas.lineWidth, height: body.height))
    }
    if let row = layout.target { drawTarget(y: row, on: &canvas) }
    FooterView(state: state).draw(y: layout.footer, on: &canvas)
  }

  private func drawTarget(y: Int, on canvas: inout Canvas) {
    let preview = state.preview
    let left: [Span]
    if let posted = preview.posted {
      left = [Span(.done, .good), Span(" posted to ", .good), Span(ScreenText(untrusted: posted), .good)]
    } else if preview.target.isEmpty {
      left = [Span("no target yet: t names one", .waiting)]
    } else {
      let verb: ScreenText = preview.isPosting ? "posting to " : "y posts to "
      left = [Span(verb, .dim), Span(ScreenText(untrusted: preview.target), .text, bold: true)]
    }
    let lines = Figures.counted(preview.lines.count, "line", "lines")
    canvas.line(left, [Span(ScreenText(untrusted: lines), .dim)], y: y)
  }
}

extension PreviewRow.Role {
  fileprivate var style: Style {
    switch self {
    case .text: Style(.text)
    case .heading: Style(.text, bold: true)
    case .marker: Style(.dim)
    }
  }
}
