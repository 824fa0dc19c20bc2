import Testing

@testable import TUI

@Suite("Breaking and shortening")
struct TextLayoutTests {
  @Test(
    "Wrap",
    arguments: [
      ("", 10, 0, [""]),
      ("short", 10, 0, ["short"]),
      ("the quick brown fox", 10, 0, ["the quick", "brown fox"]),
      ("the quick brown fox", 9, 2, ["the quick", "  brown", "  fox"]),
      ("exactly ten", 7, 0, ["exactly", "ten"]),
      ("abcdefghijkl", 5, 0, ["abcde", "fghij", "kl"]),
      ("see abcdefghijkl now", 6, 0, ["see", "abcdef", "ghijkl", "now"]),
      ("  indented code line", 12, 0, ["  indented", "code line"]),
      ("漢字漢字漢", 5, 0, ["漢字", "漢字", "漢"]),
      ("a    b", 3, 0, ["a", "b"]),
      ("trailing    ", 8, 0, ["trailing"]),
      ("ab", 1, 5, ["a", "b"]),
      ("ab", 0, 0, ["a", "b"]),
    ] as [(String, Int, Int, [String])])
  func wrap(text: String, width: Int, indent: Int, lines: [String]) {
    let wrapped = TextLayout.wrap(ScreenText(untrusted: text), width: width, indent: indent)
    #expect(wrapped.map(\.string) == lines)
    for line in wrapped { #expect(line.width == line.glyphs.reduce(0) { $0 + $1.width }) }
  }

  @Test(
    "Cut at the end",
    arguments: [
      ("fits", 4, "fits"), ("does not fit", 8, "does no…"), ("漢字漢", 4, "漢…"), ("漢字漢", 5, "漢字…"), ("xy", 1, "…"),
      ("xy", 0, ""), ("xy", -3, ""),
    ])
  func truncate(text: String, width: Int, cut: String) {
    let result = TextLayout.truncate(ScreenText(untrusted: text), width: width)
    #expect(result.string == cut)
    #expect(result.width <= max(0, width))
  }

  @Test(
    "Cut in the middle",
    arguments: [
      ("src/auth/session.go", 19, "src/auth/session.go"),
      ("src/auth/session.go", 13, "src/…ssion.go"),
      ("src/漢字漢字/x.go", 10, "src…/x.go"),
      ("path", 1, "…"), ("path", 0, ""),
    ])
  func middle(text: String, width: Int, cut: String) {
    let result = TextLayout.truncateMiddle(ScreenText(untrusted: text), width: width)
    #expect(result.string == cut)
    #expect(result.width <= width)
  }

  @Test("A word keeps its marks, and what was hidden is still counted once")
  func marks() {
    let text = ScreenText(untrusted: "cafe\u{301}\u{200B} noir")
    let lines = TextLayout.wrap(text, width: 4)
    #expect(lines.map(\.string) == ["cafe\u{301}", "noir"])
    #expect(lines.reduce(0) { $0 + $1.hidden } == 1)
  }

  @Test("Padding")
  func pad() {
    #expect(TextLayout.pad("ab", width: 4).string == "ab  ")
    #expect(TextLayout.pad("abcdef", width: 4).string == "abc…")
    #expect(TextLayout.pad("ab", width: -1).string == "")
  }
}
