internal import Engine

/// The question behind `s`.
struct SuppressView {
  let state: TUIState
  let dialog: SuppressDialog

  func draw(on canvas: inout Canvas) {
    let hints = FooterView.spans(
      KeyHints.all(in: [.suppress], isTop: false), width: min(76, canvas.size.width) - 6)
    let air = canvas.size.height >= 16
    let inside = canvas.dialog(
      width: 76, height: air ? 12 : 8,
      BoxLabels(top: [Span("suppress ", .accent, bold: true)] + subject, bottom: hints))
    var y = inside.y + (air ? 1 : 0)
    for (index, scope) in SuppressDialog.scopes.enumerated() {
      drawScope(scope, isFirst: index == 0, inside, y: y, on: &canvas)
      y += 1
    }
    y += air ? 1 : 0
    drawField("Reason", dialog.reason, .reason, inside, y: y, on: &canvas)
    y += air ? 2 : 1
    drawField("Until", dialog.expires, .expires, inside, y: y, on: &canvas)
    y += 1
    let note: (ScreenText, Ink) =
      dialog.problem.map { (ScreenText(untrusted: $0), .bad) } ?? ("a date such as 2027-01-31; empty: no end", .dim)
    canvas.put(note.0, x: inside.x + 10, y: y, Style(note.1), maxWidth: inside.width - 10)
  }

  private var subject: [Span] {
    if dialog.findings.count == 1, let id = dialog.findings.first, let finding = state.triage.finding(id) {
      let look = finding.severity.look
      return [Span(look.symbol, look.ink), Span(" ", .text), Span(ScreenText(untrusted: finding.title), .text)]
    }
    return [Span(ScreenText(untrusted: Figures.counted(dialog.findings.count, "finding", "findings")), .text)]
  }

  private func drawScope(_ scope: SuppressionScope, isFirst: Bool, _ inside: Rect, y: Int, on canvas: inout Canvas) {
    if isFirst { label("Scope", .scope, inside, y: y, on: &canvas) }
    let isChosen = scope == dialog.scope
    canvas.put(
      [
        Span(isChosen ? Symbol.selected.text : Symbol.queued.text, isChosen ? .accent : .dim), Span(" ", .text),
        Span(ScreenText(untrusted: SuppressDialog.words(scope)), isChosen ? .text : .dim),
      ], x: inside.x + 10, y: y, maxWidth: inside.width - 10)
  }

  private func drawField(
    _ name: ScreenText, _ line: LineEditor, _ field: SuppressDialog.Field, _ inside: Rect, y: Int,
    on canvas: inout Canvas
  ) {
    label(name, field, inside, y: y, on: &canvas)
    InputLine.field(
      line, x: inside.x + 10, y: y, width: inside.width - 10, hasCursor: dialog.field == field, on: &canvas)
  }

  private func label(
    _ name: ScreenText, _ field: SuppressDialog.Field, _ inside: Rect, y: Int, on canvas: inout Canvas
  ) {
    let isActive = dialog.field == field
    canvas.put(
      [Span(isActive ? Symbol.pointer.text : " ", .accent), Span(" ", .text), Span(name, isActive ? .accent : .dim)],
      x: inside.x, y: y)
  }
}
