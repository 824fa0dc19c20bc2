/// A finished row of text: runs at the left, and what lines up at the right edge.
package struct TextRow: Sendable, Hashable {
  package var left: [Span]
  package var right: [Span] = []
  /// Whether the row is set off from the others.
  package var isMarked = false

  package static let blank = TextRow(left: [])

  init(left: [Span], right: [Span] = [], isMarked: Bool = false) {
    self.left = left
    self.right = right
    self.isMarked = isMarked
  }

  init(_ text: ScreenText, _ ink: Ink = .text, bold: Bool = false) {
    self.init(left: [Span(text, ink, bold: bold)])
  }
}
