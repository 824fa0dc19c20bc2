import Testing

@testable import TUI

@Suite("Columns of a character")
struct CharacterWidthTests {
  @Test(
    "Known ones",
    arguments: [
      ("a", 1), ("é", 1), ("●", 1), ("│", 1), ("…", 1), ("漢", 2), ("한", 2), ("カ", 2), ("😀", 2), ("\u{301}", 0),
      ("\u{20DD}", 0),
      ("\u{1161}", 0), ("\u{FF01}", 2), ("\u{FFFD}", 1), ("⚙", 1), ("⟳", 1),
    ] as [(Unicode.Scalar, Int)])
  func known(scalar: Unicode.Scalar, width: Int) {
    #expect(CharacterWidth.of(scalar) == width)
  }

  /// ncurses asks libc, so a disagreement would move its cursor; the terminal substitutes those few (`TerminalSession`).
  @Test("libc agrees on what the sanitiser lets through")
  @MainActor func libc() throws {
    try #require(TerminalLocale.adopt(.unicode))
    var asked = 0
    var different: [String] = []
    for value in UInt32(0xA1)...0x3FFFF {
      guard let scalar = Unicode.Scalar(value),
        ScreenText(untrusted: "." + String(scalar)).string.unicodeScalars.elementsEqual([".", scalar])
      else { continue }
      // What a newer Unicode than libc's has is asked for in vain.
      guard let answer = TerminalLocale.width(of: scalar) else { continue }
      asked += 1
      if answer != CharacterWidth.of(scalar) { different.append(String(value, radix: 16)) }
    }
    #expect(asked > 100_000)
    #expect(different.count * 1000 < asked, "\(different.count) of \(asked): \(different.prefix(400))")
  }
}
