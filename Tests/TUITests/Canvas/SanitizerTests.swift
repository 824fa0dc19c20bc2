import Testing

@testable import TUI

@Suite("What outside text becomes before it is drawn")
struct SanitizerTests {
  @Test(
    "Each kind of character",
    arguments: [
      ("plain text", "plain text", 0),
      ("\u{1B}[31mred", "^[[31mred", 0),
      ("bell\u{07}null\u{00}del\u{7F}", "bell^Gnull^@del^?", 0),
      ("back\u{08}space\rreturn", "back^Hspace^Mreturn", 0),
      ("line\nfeed", "line^Jfeed", 0),
      ("c1 \u{9B}31m \u{90}\u{9C}", "c1 <U+009B>31m <U+0090><U+009C>", 0),
      ("a\tb", "a   b", 0),
      ("abcd\te", "abcd    e", 0),
      ("\u{202E}evil\u{202C}", "<U+202E>evil<U+202C>", 0),
      ("\u{2066}x\u{2069}\u{200F}", "<U+2066>x<U+2069><U+200F>", 0),
      ("zero\u{200B}width\u{FEFF}\u{2060}", "zerowidth", 3),
      ("soft\u{AD}hyphen", "softhyphen", 1),
      ("tag\u{E0041}\u{E007F}", "tag", 2),
      ("heart\u{2764}\u{FE0F}", "heart❤", 1),
      ("thumb\u{1F44D}\u{1F3FD}", "thumb👍", 1),
      ("flag \u{1F1E9}\u{1F1EA}", "flag DE", 0),
      ("family \u{1F468}\u{200D}\u{1F469}", "family 👨👩", 1),
      ("e\u{301}\u{302}\u{303}\u{304}", "e\u{301}\u{302}", 2),
      ("\u{301}first", "first", 1),
      ("private \u{E000} \u{10FFFD}", "private \u{FFFD} \u{FFFD}", 0),
      ("noncharacter \u{FFFF} unassigned \u{0378}", "noncharacter \u{FFFD} unassigned \u{FFFD}", 0),
      ("nbsp\u{A0}wide\u{3000}.", "nbsp wide  .", 0),
      ("separators \u{2028}\u{2029}", "separators <U+2028><U+2029>", 0),
      ("next line \u{85}", "next line <U+0085>", 0),
      ("filler \u{3164}\u{115F}x", "filler x", 2),
      ("漢字", "漢字", 0),
    ])
  func kind(outside: String, drawn: String, hidden: Int) {
    let text = ScreenText(untrusted: outside)
    #expect(text.string.unicodeScalars.elementsEqual(drawn.unicodeScalars), "\(text.string)")
    #expect(text.hidden == hidden)
    #expect(text.width == text.glyphs.reduce(0) { $0 + $1.width })
  }

  /// 7-bit and 8-bit introducers with every class of what may follow: well over 300 sequences (reliability.md, TT-09).
  static let payloads: [String] = {
    let introducers = [
      "\u{1B}[", "\u{9B}", "\u{1B}]", "\u{9D}", "\u{1B}P", "\u{90}", "\u{1B}^", "\u{1B}_", "\u{1B}X", "\u{1B}",
      "\u{1B}#",
      "\u{1B}(", "\u{1B}%", "\u{1B}\u{1B}[",
    ]
    let bodies = [
      "31m", "2J", "H", "6n", "5n", "c", ">c", "=c", "?1049h", "?25l", "?2004h", "?1003h", "18t", "21t", "8;1;1t", "4h",
      "7",
      "0;title", "52;c;aGk=", "8;;http://x/", "4;1;?", "10;?", "1337;File=:", "$qm", "+q544e", "Gq",
    ]
    return introducers.flatMap { introducer in
      bodies.flatMap { ["\(introducer)\($0)\u{07}", "\(introducer)\($0)\u{1B}\\"] }
    }
  }()

  @Test("No escape sequence survives")
  func payloads() {
    #expect(Self.payloads.count > 300)
    for payload in Self.payloads {
      for scalar in ScreenText(untrusted: "name \(payload).swift").string.unicodeScalars {
        #expect(scalar.value >= 0x20 && !(0x7F...0x9F ~= scalar.value), "\(payload.debugDescription)")
      }
    }
  }

  @Test("Every scalar there is: nothing that steers, hides or has no width gets through alone")
  func everyScalar() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = ScreenText(untrusted: "." + String(scalar))
      let isFine = text.string.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) && !$0.properties.isBidiControl
          && !$0.properties.isDefaultIgnorableCodePoint && !$0.properties.isNoncharacterCodePoint
      }
      #expect(isFine && text.width >= 1, "U+\(String(value, radix: 16))")
    }
  }

  @Test("Ten thousand marks on one letter stay one column")
  func pile() {
    let text = ScreenText(untrusted: "e" + String(repeating: "\u{301}", count: 10_000) + "!")
    #expect(text.width == 2)
    #expect(text.string.unicodeScalars.count == 4)
    #expect(text.hidden == 9_998)
  }

  @Test("A line without end is cut with a mark")
  func longLine() {
    let text = ScreenText(untrusted: String(repeating: "x", count: 1_000_000))
    #expect(text.width == ScreenText.longestLine + 1)
    #expect(text.string.hasSuffix("…"))
  }

  @Test(
    "Lines end at line feeds only",
    arguments: [
      ("", []), ("one", ["one"]), ("one\n", ["one"]), ("one\r\ntwo", ["one", "two"]), ("\n\n", ["", ""]),
      ("one\rtwo", ["one^Mtwo"]), ("a\u{85}b\u{2028}c", ["a<U+0085>b<U+2028>c"]), ("one\n\ntwo\n", ["one", "", "two"]),
    ] as [(String, [String])])
  func lines(outside: String, expected: [String]) {
    #expect(ScreenText.lines(outside).map(\.string) == expected)
  }
}
