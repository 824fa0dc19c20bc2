/// A run of text in one style.
package struct Span: Sendable, Hashable {
  package var text: ScreenText
  package var style: Style

  package init(_ text: ScreenText, _ style: Style = Style()) {
    self.text = text
    self.style = style
  }

  package init(_ text: ScreenText, _ ink: Ink, bold: Bool = false) {
    self.init(text, Style(ink, bold: bold))
  }

  package init(_ symbol: Symbol, _ ink: Ink, bold: Bool = false) {
    self.init(symbol.text, ink, bold: bold)
  }
}

extension [Span] {
  /// In columns.
  package var width: Int { reduce(0) { $0 + $1.text.width } }
}

extension Canvas {
  /// Draws `text` from column `x` of row `y` on, in at most `maxWidth` columns and not over the right edge; where it does
  /// not fit, its last column is `…`. Returns the columns used.
  @discardableResult
  package mutating func put(
    _ text: ScreenText, x: Int, y: Int, _ style: Style = Style(), maxWidth: Int = .max
  ) -> Int {
    put([Span(text, style)], x: x, y: y, maxWidth: maxWidth)
  }

  /// Draws runs one after the other, as `put` does one.
  @discardableResult
  package mutating func put(_ spans: [Span], x: Int, y: Int, maxWidth: Int = .max) -> Int {
    guard x < size.width, y >= 0, y < size.height else { return 0 }
    let room = min(maxWidth, size.width - max(x, 0))
    guard room > 0 else { return 0 }
    let keep = spans.width <= room ? room : room - 1
    var used = 0
    for span in spans {
      for glyph in span.text.glyphs {
        guard used + glyph.width <= keep else {
          set(x + used, y, Cell(Symbol.ellipsis.text.string, span.style))
          return used + 1
        }
        set(x + used, y, Cell(glyph.text, span.style))
        if glyph.width == 2 { set(x + used + 1, y, Cell("", span.style)) }
        used += glyph.width
      }
    }
    return used
  }

  /// Draws runs so that they end before column `end`, in at most `maxWidth` columns. Returns the columns used.
  @discardableResult
  package mutating func putRight(_ spans: [Span], end: Int, y: Int, maxWidth: Int = .max) -> Int {
    let width = min(spans.width, max(0, maxWidth))
    return put(spans, x: end - width, y: y, maxWidth: width)
  }

  /// Fills `rect` with blanks.
  package mutating func fill(_ rect: Rect, _ style: Style = Style()) {
    repeatSymbol(" ", in: rect, style)
  }

  /// Draws a horizontal rule.
  package mutating func rule(x: Int, y: Int, width: Int, _ style: Style = Style(.line)) {
    repeatSymbol(Symbol.horizontal.text.string, in: Rect(x: x, y: y, width: width, height: 1), style)
  }

  /// Marks the cells of `rect` as selected.
  package mutating func select(_ rect: Rect) {
    restyle(rect) { $0.selected = true }
  }

  private mutating func repeatSymbol(_ text: String, in rect: Rect, _ style: Style) {
    let area = rect.intersection(bounds)
    for row in area.y..<(area.y + area.height) {
      for column in area.x..<(area.x + area.width) { set(column, row, Cell(text, style)) }
    }
  }
}
