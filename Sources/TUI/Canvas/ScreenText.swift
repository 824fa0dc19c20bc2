/// Text that is safe to draw: the only kind that `Canvas` accepts. Made by the sanitiser, from whatever text.
///
/// One line; it holds characters that move no cursor, each with at most two marks.
package struct ScreenText: Sendable, Hashable {
  /// The text itself, as it will be on the screen.
  package let string: String
  /// In columns.
  package let width: Int
  /// How many characters were left out because they are invisible: zero-width, tags, variation selectors, piled-up marks.
  package let hidden: Int

  /// For the sanitiser and for those that rearrange what it made.
  init(sanitized string: String, width: Int, hidden: Int) {
    self.string = string
    self.width = width
    self.hidden = hidden
  }

  /// The characters in order.
  package var glyphs: Glyphs { Glyphs(scalars: string.unicodeScalars) }
  package var isEmpty: Bool { width == 0 }

  package static func + (left: ScreenText, right: ScreenText) -> ScreenText {
    ScreenText(
      sanitized: left.string + right.string, width: left.width + right.width, hidden: left.hidden + right.hidden)
  }

  package static func += (left: inout ScreenText, right: ScreenText) { left = left + right }
}

extension ScreenText {
  /// One character with its marks, and how many columns it takes (1 or 2).
  package struct Glyph: Sendable, Hashable {
    package var text: String
    package var width: Int
  }

  /// Groups each character with the marks that follow it.
  package struct Glyphs: Sequence, IteratorProtocol {
    private var rest: String.UnicodeScalarView.Iterator
    private var ahead: Unicode.Scalar?

    init(scalars: String.UnicodeScalarView) {
      rest = scalars.makeIterator()
      ahead = rest.next()
    }

    package mutating func next() -> Glyph? {
      guard let base = ahead else { return nil }
      ahead = rest.next()
      var glyph = Glyph(text: String(base), width: CharacterWidth.of(base))
      while let mark = ahead, mark.value >= 0x300, CharacterWidth.of(mark) == 0 {
        glyph.text.unicodeScalars.append(mark)
        ahead = rest.next()
      }
      return glyph
    }
  }
}

extension ScreenText: ExpressibleByStringLiteral {
  /// The program's own words. Only a literal will do, so no outside text can come in this way.
  package init(stringLiteral literal: StaticString) {
    self.init(untrusted: literal.description)
  }
}

extension [ScreenText] {
  /// All of them in a row.
  package func joined(separator: ScreenText = "") -> ScreenText {
    guard var all = first else { return "" }
    for text in dropFirst() { all += separator + text }
    return all
  }
}
