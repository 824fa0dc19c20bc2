/// One cell of the screen.
package struct Cell: Sendable, Hashable {
  /// One printable character with its combining marks; empty in the second column of a wide one.
  package var text: String
  package var style: Style

  package init(_ text: String = " ", _ style: Style = Style()) {
    self.text = text
    self.style = style
  }
}

/// A picture of the screen: a plain value that views draw on, tests compare, and the terminal, text and SVG writers read.
package struct Canvas: Sendable, Hashable {
  package let size: Size
  package private(set) var cells: [Cell]

  package init(size: Size) {
    self.size = size
    cells = Array(repeating: Cell(), count: size.width * size.height)
  }

  /// The cell in a column and row; a blank one outside.
  package subscript(column: Int, row: Int) -> Cell {
    guard column >= 0, column < size.width, row >= 0, row < size.height else { return Cell() }
    return cells[row * size.width + column]
  }

  package mutating func set(_ column: Int, _ row: Int, _ cell: Cell) {
    guard column >= 0, column < size.width, row >= 0, row < size.height else { return }
    cells[row * size.width + column] = cell
  }
}
