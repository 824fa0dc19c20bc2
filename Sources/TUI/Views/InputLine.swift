/// One line of typed text with its cursor.
struct InputLine {
  let label: ScreenText
  let line: LineEditor

  func draw(y: Int, on canvas: inout Canvas) {
    canvas.fill(Rect(x: 0, y: y, width: canvas.size.width, height: 1))
    let used = canvas.put(label, x: canvas.margin, y: y, Style(.accent), maxWidth: canvas.lineWidth)
    InputLine.field(
      line, x: canvas.margin + used, y: y, width: canvas.lineWidth - used, hasCursor: true, on: &canvas)
  }

  /// Draws the part of a line around the cursor.
  static func field(_ line: LineEditor, x: Int, y: Int, width: Int, hasCursor: Bool, on canvas: inout Canvas) {
    guard width > 1 else { return }
    func text(_ scalars: ArraySlice<Unicode.Scalar>) -> ScreenText {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      return ScreenText(untrusted: String(view))
    }
    var start = line.scalars.startIndex
    while start < line.cursor, text(line.scalars[start..<line.cursor]).width > width - 2 { start += 1 }
    if start > 0 { start = min(start + 1, line.cursor) }
    let before = text(line.scalars[start..<line.cursor])
    var column =
      x + canvas.put((start > 0 ? [Span(.ellipsis, .dim)] : []) + [Span(before, .text)], x: x, y: y, maxWidth: width)
    let after = text(line.scalars[line.cursor...])
    canvas.put(after, x: column, y: y, Style(.text), maxWidth: x + width - column)
    guard hasCursor else { return }
    column = min(column, x + width - 1)
    let under = canvas[column, y].text
    canvas.set(column, y, Cell(under.isEmpty ? " " : under, Style(.accent, selected: true, underline: true)))
  }
}
