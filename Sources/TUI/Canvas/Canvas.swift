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

  /// All of it.
  package var bounds: Rect { Rect(x: 0, y: 0, width: size.width, height: size.height) }

  /// The cell in a column and row; a blank one outside.
  package subscript(column: Int, row: Int) -> Cell {
    guard column >= 0, column < size.width, row >= 0, row < size.height else { return Cell() }
    return cells[row * size.width + column]
  }

  /// Replaces one cell; outside, nothing happens. Half of a wide character that this leaves alone becomes blank.
  package mutating func set(_ column: Int, _ row: Int, _ cell: Cell) {
    guard column >= 0, column < size.width, row >= 0, row < size.height else { return }
    let index = row * size.width + column
    if cells[index].text.isEmpty, !cell.text.isEmpty, column > 0 { cells[index - 1].text = " " }
    if column + 1 < size.width, cells[index + 1].text.isEmpty { cells[index + 1].text = " " }
    cells[index] = cell
  }

  /// Changes the style of the cells of `rect` and leaves their text.
  package mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let area = rect.intersection(bounds)
    for row in area.y..<(area.y + area.height) {
      for column in area.x..<(area.x + area.width) { change(&cells[row * size.width + column].style) }
    }
  }
}
