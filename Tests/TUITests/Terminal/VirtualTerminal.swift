/// A terminal for tests: takes the bytes that were sent to it and keeps the characters of its screen. It knows what
/// ncurses sends to an xterm and collects everything else in `unknown`, so that a test can require that there is nothing.
struct VirtualTerminal {
  private(set) var rows: [[String]]
  private(set) var unknown: [String] = []
  private(set) var isAlternate = false
  private(set) var isCursorVisible = true
  private(set) var isPasteBracketed = false
  private(set) var title = ""
  private(set) var clipboard = ""
  private var x = 0
  private var y = 0
  private var region: ClosedRange<Int>
  private var last = " "
  private let width: Int

  init(width: Int, height: Int) {
    self.width = width
    rows = Array(repeating: Array(repeating: " ", count: width), count: height)
    region = 0...(height - 1)
  }

  /// As `FrameText` writes a canvas.
  var text: String {
    rows.map { row in
      let line = row.joined()
      return String(line.unicodeScalars.reversed().drop { $0 == " " }.reversed().map(Character.init)) + "\n"
    }.joined()
  }

  mutating func take(_ bytes: [UInt8]) {
    var rest = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\u{1B}": escape(&rest)
      case "\r": x = 0
      case "\n": y == region.upperBound ? scroll(1) : (y += 1)
      case "\u{8}": x -= 1
      case " "..."~", "\u{A0}"...: put(String(scalar))
      default: unknown.append("U+\(String(scalar.value, radix: 16))")
      }
    }
  }

  private mutating func put(_ text: String) {
    let scalar = text.unicodeScalars.first!
    if x > 0, [.nonspacingMark, .enclosingMark].contains(scalar.properties.generalCategory) {
      rows[y][x - 1].unicodeScalars.append(scalar)
      return
    }
    if x >= width {
      x = 0
      y += 1
    }
    guard rows.indices.contains(y) else { return unknown.append("below the screen") }
    rows[y][x] = text
    last = text
    x += 1
    let isWide = ("\u{1100}"..."\u{115F}").contains(scalar) || ("\u{2E80}"..."\u{D7A3}").contains(scalar)
    if isWide || ("\u{1F300}"..."\u{1FAFF}").contains(scalar), x < width {
      rows[y][x] = ""
      x += 1
    }
  }

  private mutating func escape(_ rest: inout ArraySlice<Unicode.Scalar>) {
    guard let kind = rest.popFirst() else { return unknown.append("a torn sequence") }
    switch kind {
    case "[":
      let parameters = rest.prefix { ("0"..."?").contains($0) }
      rest.removeFirst(parameters.count)
      guard let final = rest.popFirst() else { return unknown.append("a torn sequence") }
      control(String(String.UnicodeScalarView(parameters)), final)
    case "]":
      let body = String(String.UnicodeScalarView(rest.prefix { $0 != "\u{7}" }))
      rest.removeFirst(min(rest.count, body.unicodeScalars.count + 1))
      if body.hasPrefix("2;") {
        title = String(body.dropFirst(2))
      } else if body.hasPrefix("52;c;") {
        clipboard = String(body.dropFirst(5))
      } else {
        unknown.append("OSC \(body)")
      }
    case "(": if rest.popFirst() != "B" { unknown.append("a character set") }
    case "=", ">", "7", "8": break
    case "M": y == region.lowerBound ? scroll(-1) : (y -= 1)
    default: unknown.append("ESC \(kind)")
    }
  }

  private mutating func control(_ parameters: String, _ final: Unicode.Scalar) {
    let numbers = parameters.split(separator: ";").map { Int($0) ?? 0 }
    let first = max(1, numbers.first ?? 1)
    switch final {
    case "H": (y, x) = (first - 1, max(1, numbers.count > 1 ? numbers[1] : 1) - 1)
    case "d": y = first - 1
    case "G": x = first - 1
    case "A": y -= first
    case "B": y += first
    case "C": x += first
    case "D": x -= first
    case "J":
      erase(row: y, from: x, count: width)
      for row in (y + 1)..<max(y + 1, rows.count) { erase(row: row, from: 0, count: width) }
    case "K": numbers.first == 1 ? erase(row: y, from: 0, count: x + 1) : erase(row: y, from: x, count: width)
    case "X": erase(row: y, from: x, count: first)
    case "P":
      rows[y].removeSubrange(x..<min(width, x + first))
      rows[y] += Array(repeating: " ", count: width - rows[y].count)
    case "@":
      rows[y].insert(contentsOf: Array(repeating: " ", count: first), at: x)
      rows[y].removeLast(rows[y].count - width)
    case "L", "M": shift(from: y, by: final == "L" ? -first : first)
    case "S": scroll(first)
    case "T": scroll(-first)
    case "r":
      region = numbers.count == 2 ? (numbers[0] - 1)...(numbers[1] - 1) : 0...(rows.count - 1)
      (x, y) = (0, 0)
    case "b": for _ in 0..<first { put(last) }
    case "m", "t": break
    case "h", "l": mode(parameters, isOn: final == "h")
    default: unknown.append("CSI \(parameters)\(final)")
    }
  }

  private mutating func mode(_ parameters: String, isOn: Bool) {
    switch parameters {
    case "?1049": isAlternate = isOn
    case "?25": isCursorVisible = isOn
    case "?2004": isPasteBracketed = isOn
    case "?2026", "?1", "?7", "4", "?12", "?12;25", "?1000", "?1002", "?1003", "?1006": break
    default: unknown.append("mode \(parameters)")
    }
  }

  private mutating func erase(row: Int, from start: Int, count: Int) {
    for column in start..<min(width, start + count) { rows[row][column] = " " }
  }

  private mutating func scroll(_ count: Int) { shift(from: region.lowerBound, by: count) }

  /// Moves the rows from `top` to the region's end up by `count`, or down where it is negative.
  private mutating func shift(from top: Int, by count: Int) {
    let blank = Array(repeating: " ", count: width)
    for _ in 0..<abs(count) {
      rows.remove(at: count > 0 ? top : region.upperBound)
      rows.insert(blank, at: count > 0 ? region.upperBound : top)
    }
  }
}
