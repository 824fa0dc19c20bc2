/// What has to be drawn to turn one canvas into another.
enum FrameDiff {
  /// Characters of one style, side by side.
  struct Run: Hashable {
    var column: Int
    var style: Style
    var scalars: [UInt32]
  }

  /// The runs between the first and the last cell of a row that differ; all of the row without a canvas of the same size
  /// before.
  static func runs(from before: Canvas?, to after: Canvas, row: Int) -> [Run] {
    let width = after.size.width
    let start = row * width
    var first = 0
    var last = width - 1
    if let before, before.size == after.size {
      while first < width, before.cells[start + first] == after.cells[start + first] { first += 1 }
      if first == width { return [] }
      while before.cells[start + last] == after.cells[start + last] { last -= 1 }
      // A wide character is drawn as a whole.
      while first > 0, after.cells[start + first].text.isEmpty { first -= 1 }
      while last + 1 < width, after.cells[start + last + 1].text.isEmpty { last += 1 }
    }
    guard first <= last else { return [] }
    var runs: [Run] = []
    var column = first
    while column <= last {
      let cell = after.cells[start + column]
      let isWide = column + 1 < width && after.cells[start + column + 1].text.isEmpty
      if runs.last?.style != cell.style { runs.append(Run(column: column, style: cell.style, scalars: [])) }
      append(cell.text, columns: isWide ? 2 : 1, to: &runs[runs.count - 1].scalars)
      column += isWide ? 2 : 1
    }
    return runs
  }

  /// A character that would not take exactly its columns on this terminal is replaced, or everything after it would shift.
  private static func append(_ text: String, columns: Int, to scalars: inout [UInt32]) {
    guard let base = text.unicodeScalars.first, CharacterWidth.of(base) == columns, TerminalLocale.agrees(on: base)
    else {
      for _ in 0..<columns { scalars.append(0x3F) }
      return
    }
    scalars.append(base.value)
    for mark in text.unicodeScalars.dropFirst() where TerminalLocale.agrees(on: mark) { scalars.append(mark.value) }
  }
}
