/// Turns text from anywhere into `ScreenText`: what could steer a terminal or deceive a reader becomes visible or is counted.
/// The policy is tui.md D.6; the same function serves model text, file names, titles, errors and the window title.
struct Sanitizer {
  /// Marks that one character may carry; more is a picture drawn over its neighbours.
  static let marksPerGlyph = 2
  /// Columns between tab stops.
  static let tabStop = 4

  private var output = ""
  private var column = 0
  private var hidden = 0
  private var marks = 0

  /// Sanitises one line; what lies beyond `limit` columns is dropped behind a mark.
  static func line(_ scalars: some Sequence<Unicode.Scalar>, limit: Int) -> ScreenText {
    var sanitizer = Sanitizer()
    for scalar in scalars {
      guard sanitizer.column < limit else {
        sanitizer.emit("…", width: 1)
        break
      }
      sanitizer.take(scalar)
    }
    return ScreenText(sanitized: sanitizer.output, width: sanitizer.column, hidden: sanitizer.hidden)
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x20...0x7E: emit(scalar, width: 1)
    case 0x09: for _ in 0..<(Self.tabStop - column % Self.tabStop) { emit(" ", width: 1) }
    case 0x00...0x1F: word("^" + String(Unicode.Scalar(UInt8(scalar.value + 0x40))))
    case 0x7F: word("^?")
    case 0xA1...0xAC, 0xAE...0x2FF: emit(scalar, width: 1)
    default: takeRare(scalar)
    }
  }

  private mutating func takeRare(_ scalar: Unicode.Scalar) {
    let properties = scalar.properties
    switch scalar.value {
    case 0x80...0x9F, 0x2028, 0x2029: return marker(scalar)
    case 0x1F1E6...0x1F1FF: return emit(Unicode.Scalar(UInt8(scalar.value - 0x1F1E6 + 0x41)), width: 1)
    case 0x1F3FB...0x1F3FF: return hidden += 1
    default: break
    }
    if properties.isBidiControl { return marker(scalar) }
    if properties.isDefaultIgnorableCodePoint { return hidden += 1 }
    switch properties.generalCategory {
    case .format: hidden += 1
    case .control: marker(scalar)
    case .unassigned, .privateUse, .surrogate: emit("\u{FFFD}", width: 1)
    case .spaceSeparator: for _ in 0..<CharacterWidth.of(scalar) { emit(" ", width: 1) }
    default: takeVisible(scalar)
    }
  }

  private mutating func takeVisible(_ scalar: Unicode.Scalar) {
    let width = CharacterWidth.of(scalar)
    guard width == 0 else { return emit(scalar, width: width) }
    guard column > 0, marks < Self.marksPerGlyph else { return hidden += 1 }
    marks += 1
    output.unicodeScalars.append(scalar)
  }

  private mutating func emit(_ scalar: Unicode.Scalar, width: Int) {
    output.unicodeScalars.append(scalar)
    column += width
    marks = 0
  }

  private mutating func word(_ text: String) {
    for scalar in text.unicodeScalars { emit(scalar, width: 1) }
  }

  private mutating func marker(_ scalar: Unicode.Scalar) {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    word("<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">")
  }
}

extension ScreenText {
  /// Longest line that is kept, in columns; a longer one is cut with a mark.
  package static let longestLine = 16_384

  /// One line from whatever text; a line feed in it becomes a visible `^J`.
  package init(untrusted text: some StringProtocol, limit: Int = ScreenText.longestLine) {
    self = Sanitizer.line(text.unicodeScalars, limit: max(1, limit))
  }

  /// The lines of whatever text, split at line feeds; a carriage return before one belongs to it. A line feed at the end
  /// ends the last line and begins none.
  package static func lines(_ text: some StringProtocol, limit: Int = ScreenText.longestLine) -> [ScreenText] {
    var lines: [ScreenText] = []
    var rest = text.unicodeScalars[...]
    while !rest.isEmpty {
      let feed = rest.firstIndex(of: "\n")
      var line = rest[..<(feed ?? rest.endIndex)]
      if feed != nil, line.last == "\r" { line.removeLast() }
      lines.append(Sanitizer.line(line, limit: max(1, limit)))
      rest = feed.map { rest[rest.index(after: $0)...] } ?? rest[rest.endIndex...]
    }
    return lines
  }

  /// A number in decimal digits.
  package init(_ number: some BinaryInteger) {
    self.init(untrusted: String(number))
  }
}
