/// Untrusted text made fit for places that show plain text: terminals, pipes, logs, comments. What can't be seen or
/// would move or reorder what is seen becomes a visible escape (reliability.md, TT-14, UR-12).
package enum PlainText {
  /// One line: every control and hidden character of `text` as `\u{…}`, with the usual short forms for line feed,
  /// carriage return and tab.
  package static func escape(_ text: String) -> String { escape(text) { _ in false } }

  /// The same with line feeds kept, and tabs, which code needs.
  package static func escapeLines(_ text: String) -> String { escape(text) { $0 == "\n" || $0 == "\t" } }

  private static func escape(_ text: String, keeping isKept: (Unicode.Scalar) -> Bool) -> String {
    guard text.unicodeScalars.contains(where: { isHidden($0) && !isKept($0) }) else { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      let isEmojiStyle = scalar == "\u{FE0F}" && previous.value > 0x7F && previous.properties.isEmoji
      previous = scalar
      if !isHidden(scalar) || isKept(scalar) || isEmojiStyle {
        result.unicodeScalars.append(scalar)
        continue
      }
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      }
    }
    return result
  }

  /// Controls (C0, DEL, C1), line and paragraph separators, bidirectional controls, zero-width and filler characters,
  /// variation selectors, tags, interlinear marks, noncharacters and private planes. Source: Unicode 16, general
  /// categories Cc, Cf, Zl, Zp and the property Default_Ignorable_Code_Point.
  package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 0x7F { return value < 0x20 }
    if value < 0xA0 { return true }
    return hidden.contains { $0.contains(value) }
  }

  private static let hidden: [ClosedRange<UInt32>] = [
    0x00AD...0x00AD, 0x034F...0x034F, 0x0600...0x0605, 0x061C...0x061C, 0x06DD...0x06DD, 0x070F...0x070F,
    0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
    0x3164...0x3164, 0xFE00...0xFE0F, 0xFEFF...0xFEFF, 0xFFA0...0xFFA0, 0xFFF0...0xFFFB, 0xFFFE...0xFFFF,
    0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF, 0xF0000...0x10FFFF,
  ]

  /// `line`, such that no CI system takes it for a command of its own (reliability.md, TT-14): GitHub's `::…` and
  /// GitLab's `section_start:` count at the start of a line, `##[…`, `##vso[…` and `##teamcity[…` anywhere in it.
  package static func defused(_ line: String) -> String {
    var result = line
    for (command, harmless) in [("##[", "##\\["), ("##vso[", "##\\vso["), ("##teamcity[", "##\\teamcity[")]
    where result.contains(command) {
      result = result.split(separator: command, omittingEmptySubsequences: false).joined(separator: harmless)
    }
    let start = result.drop { $0 == " " || $0 == "\t" }
    return ["::", "section_start:", "section_end:"].contains(where: start.hasPrefix) ? "\\" + result : result
  }
}
