/// What stands in the border of a box.
package struct BoxLabels: Sendable, Hashable {
  /// At the left of the top border; cut with a mark where it does not fit beside `topRight`.
  package var top: [Span] = []
  /// At the right of the top border; left out where it does not fit.
  package var topRight: [Span] = []
  package var bottom: [Span] = []
  package var bottomRight: [Span] = []

  package init(top: [Span] = [], topRight: [Span] = [], bottom: [Span] = [], bottomRight: [Span] = []) {
    self.top = top
    self.topRight = topRight
    self.bottom = bottom
    self.bottomRight = bottomRight
  }
}

extension Canvas {
  /// Draws a border with rounded corners and labels set into it, in the accent where `focused`. The inside is left as it is.
  /// Returns the inside; a rectangle under 2×2 cells draws nothing and has none.
  @discardableResult
  package mutating func box(_ rect: Rect, _ labels: BoxLabels = BoxLabels(), focused: Bool = false) -> Rect {
    guard rect.width >= 2, rect.height >= 2 else { return Rect(x: rect.x, y: rect.y, width: 0, height: 0) }
    let style = Style(focused ? .accent : .line)
    let right = rect.x + rect.width - 1
    let bottom = rect.y + rect.height - 1
    for row in (rect.y + 1)..<bottom {
      put(Symbol.vertical.text, x: rect.x, y: row, style)
      put(Symbol.vertical.text, x: right, y: row, style)
    }
    border(y: rect.y, from: rect.x, to: right, corners: (.topLeft, .topRight), labels.top, labels.topRight, style)
    border(
      y: bottom, from: rect.x, to: right, corners: (.bottomLeft, .bottomRight), labels.bottom, labels.bottomRight, style
    )
    return rect.inset(columns: 1, rows: 1)
  }

  private mutating func border(
    y: Int, from left: Int, to right: Int, corners: (Symbol, Symbol), _ leading: [Span], _ trailing: [Span],
    _ style: Style
  ) {
    put(corners.0.text, x: left, y: y, style)
    put(corners.1.text, x: right, y: y, style)
    rule(x: left + 1, y: y, width: right - left - 1, style)
    // A label has a blank on each side; two labels have at least one dash between them.
    var room = right - left - 1
    if !trailing.isEmpty, trailing.width + 2 + (leading.isEmpty ? 0 : min(leading.width, 8) + 3) <= room {
      putRight([Span(" ")] + trailing + [Span(" ")], end: right, y: y)
      room -= trailing.width + 3
    }
    guard !leading.isEmpty, room >= 3 else { return }
    let used = put(leading, x: left + 2, y: y, maxWidth: room - 2)
    put(" ", x: left + 1, y: y)
    put(" ", x: left + 2 + used, y: y)
  }
}
