/// Breaks and shortens sanitised text to a width in columns.
package enum TextLayout {
  /// Breaks `text` into lines of at most `width` columns: between words where that is possible, else inside a word. Blanks
  /// at a break are dropped, those at the start of the text are kept. Lines after the first begin with `indent` blanks.
  package static func wrap(_ text: ScreenText, width: Int, indent: Int = 0) -> [ScreenText] {
    let width = max(1, width)
    if text.width <= width { return [text] }
    var wrapper = Wrapper(width: width, indent: min(max(0, indent), width - 1))
    for glyph in text.glyphs { wrapper.take(glyph) }
    return wrapper.finish(hidden: text.hidden)
  }

  /// At most `width` columns, the last of them `…` where something was cut.
  package static func truncate(_ text: ScreenText, width: Int) -> ScreenText {
    if text.width <= width { return text }
    guard width > 0 else { return "" }
    return prefix(Array(text.glyphs), width: width - 1, hidden: text.hidden) + Symbol.ellipsis.text
  }

  /// At most `width` columns, cut in the middle, for paths: the end says more than the middle.
  package static func truncateMiddle(_ text: ScreenText, width: Int) -> ScreenText {
    if text.width <= width { return text }
    guard width > 0 else { return "" }
    let glyphs = Array(text.glyphs)
    let head = prefix(glyphs, width: (width - 1) / 3, hidden: text.hidden)
    let tail = Array(prefix(glyphs.reversed(), width: width - 1 - head.width, hidden: 0).glyphs.reversed())
    return head + Symbol.ellipsis.text + ScreenText(tail, hidden: 0)
  }

  /// Exactly `width` columns: cut with a mark, or filled with blanks on the right.
  package static func pad(_ text: ScreenText, width: Int) -> ScreenText {
    let cut = truncate(text, width: width)
    return cut + .blanks(width - cut.width)
  }

  private static func prefix(_ glyphs: [ScreenText.Glyph], width: Int, hidden: Int) -> ScreenText {
    var kept: [ScreenText.Glyph] = []
    var used = 0
    for glyph in glyphs where used <= width {
      guard used + glyph.width <= width else { break }
      kept.append(glyph)
      used += glyph.width
    }
    return ScreenText(kept, hidden: hidden)
  }
}

extension ScreenText {
  /// Puts sanitised characters together again.
  init(_ glyphs: some Sequence<Glyph>, hidden: Int) {
    var string = ""
    var width = 0
    for glyph in glyphs {
      string += glyph.text
      width += glyph.width
    }
    self.init(sanitized: string, width: width, hidden: hidden)
  }

  /// So many blanks.
  package static func blanks(_ count: Int) -> ScreenText {
    let count = max(0, count)
    return ScreenText(sanitized: String(repeating: " ", count: count), width: count, hidden: 0)
  }
}

/// The state of a wrap: the line so far, and the word that is not yet placed.
private struct Wrapper {
  let width: Int
  let indent: Int
  private var lines: [ScreenText] = []
  private var line = ScreenText.blanks(0)
  private var gap: [ScreenText.Glyph] = []
  private var word: [ScreenText.Glyph] = []
  private var wordWidth = 0

  init(width: Int, indent: Int) {
    self.width = width
    self.indent = indent
  }

  mutating func take(_ glyph: ScreenText.Glyph) {
    if glyph.text == " " {
      placeWord()
      gap.append(glyph)
    } else {
      word.append(glyph)
      wordWidth += glyph.width
    }
  }

  mutating func finish(hidden: Int) -> [ScreenText] {
    placeWord()
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    lines[0] = ScreenText(sanitized: lines[0].string, width: lines[0].width, hidden: hidden)
    return lines
  }

  private mutating func placeWord() {
    guard !word.isEmpty else { return }
    if line.width + gap.count + wordWidth <= width {
      line += ScreenText(gap + word, hidden: 0)
    } else {
      let isBlank = lines.isEmpty ? line.isEmpty : line.width <= indent
      if !isBlank {
        breakLine()
      } else if line.width + gap.count < width {
        line += ScreenText(gap, hidden: 0)
      }
      placeGlyphs()
    }
    gap = []
    word = []
    wordWidth = 0
  }

  /// Adds the word, cut where it is longer than what is left of the line.
  private mutating func placeGlyphs() {
    for glyph in word {
      if line.width + glyph.width > width, line.width > (lines.isEmpty ? 0 : indent) { breakLine() }
      line += ScreenText([glyph], hidden: 0)
    }
  }

  private mutating func breakLine() {
    lines.append(line)
    line = .blanks(indent)
  }
}
