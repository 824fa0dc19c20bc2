extension Canvas {
  /// Blank columns at both edges; none where every column counts.
  var margin: Int { size.width >= 60 ? 1 : 0 }

  /// The columns between the margins.
  var lineWidth: Int { max(0, size.width - 2 * margin) }

  /// Draws left and right runs in a row between the margins: the right ones whole, the left ones cut with a mark.
  mutating func line(_ left: [Span], _ right: [Span] = [], y: Int) {
    put(TextRow(left: left, right: right), x: margin, y: y, width: lineWidth)
  }

  /// Draws a row in `width` columns: its right part whole where there is room for it and some of the left one.
  mutating func put(_ row: TextRow, x: Int, y: Int, width: Int) {
    let right = row.right.width
    let hasRight = right > 0 && right <= width
    let room = hasRight ? width - right - (row.left.isEmpty ? 0 : 1) : width
    put(row.left, x: x, y: y, maxWidth: max(0, room))
    if hasRight { putRight(row.right, end: x + width, y: y) }
    if row.isMarked { select(Rect(x: x, y: y, width: width, height: 1)) }
  }

  /// Draws rows from `first` on; where some do not fit, the last row of `rect` says how many.
  mutating func page(_ rows: [TextRow], from first: Int, in rect: Rect) {
    guard rect.height > 0 else { return }
    let page = Page(count: rows.count, height: rect.height)
    let start = min(max(0, first), page.lastFirst)
    for (offset, row) in rows.dropFirst(start).prefix(page.rows).enumerated() {
      put(row, x: rect.x, y: rect.y + offset, width: rect.width)
    }
    guard page.rows < rows.count else { return }
    let below = rows.count - start - page.rows
    let words = below > 0 ? "\(below) more \(below == 1 ? "line" : "lines")" : "end"
    let arrow: [Span] = below > 0 ? [Span(.arrowDown, .dim), Span(" ", .dim)] : []
    putRight(
      arrow + [Span(ScreenText(untrusted: words), .dim)], end: rect.x + rect.width, y: rect.y + rect.height - 1,
      maxWidth: rect.width)
  }

  /// Clears a centred box and draws its border; returns the inside with a column of air.
  mutating func dialog(width: Int, height: Int, _ labels: BoxLabels) -> Rect {
    let width = min(width, size.width)
    let height = min(height, size.height)
    return dialog(
      Rect(x: (size.width - width) / 2, y: (size.height - height) / 2, width: width, height: height), labels)
  }

  mutating func dialog(_ rect: Rect, _ labels: BoxLabels) -> Rect {
    fill(rect)
    return box(rect, labels, focused: true).inset(columns: 1, rows: 0)
  }
}

/// Spans joined by blanks.
func spaced(_ parts: [[Span]], _ gap: Int) -> [Span] {
  Array(parts.filter { !$0.isEmpty }.joined(separator: [Span(.blanks(gap), .text)]))
}
