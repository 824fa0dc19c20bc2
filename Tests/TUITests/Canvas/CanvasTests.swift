import Testing

@testable import TUI

@Suite("Drawing on a canvas")
struct CanvasTests {
  @Test("A pane as in the design")
  func pane() {
    var canvas = Canvas(size: Size(width: 44, height: 4))
    let inside = canvas.box(
      canvas.bounds,
      BoxLabels(
        top: [Span("1", .accent), Span(" security", .text, bold: true), Span(" sonnet-4-6", .dim)],
        topRight: [Span(.tokensIn, .dim), Span("12.4k "), Span(.tokensOut, .dim), Span("1.9k")],
        bottom: [Span(.streaming, .good), Span(" streaming", .good)], bottomRight: [Span("2 findings")]),
      focused: true)
    canvas.put("The token is compared with == in verify(), which", x: inside.x, y: inside.y, maxWidth: inside.width)
    canvas.put(ScreenText(untrusted: "漢字"), x: inside.x, y: inside.y + 1)
    #expect(
      FrameText.render(canvas) == """
        ╭ 1 security sonnet-4-6 ───── ↑12.4k ↓1.9k ╮
        │The token is compared with == in verify()…│
        │漢字                                      │
        ╰ ● streaming ───────────────── 2 findings ╯

        """)
    #expect(canvas[0, 0].style.ink == .accent)
    #expect(
      FrameText.render(canvas.asciiFolded()) == """
        + 1 security sonnet-4-6 ----- ^12.4k v1.9k +
        |The token is compared with == in verify()~|
        |????                                      |
        + * streaming ----------------- 2 findings +

        """)
  }

  @Test(
    "Labels give way as a box narrows",
    arguments: [
      (30, "╭ title ──────────────── right ╮"), (16, "╭ title ── right ╮"), (15, "╭ title ─ right ╮"),
      (14, "╭ title ───────╮"),
      (7, "╭ title ╮"), (6, "╭ tit… ╮"), (3, "╭ … ╮"), (2, "╭──╮"), (0, "╭╮"),
    ])
  func narrow(inner: Int, top: String) {
    var canvas = Canvas(size: Size(width: inner + 2, height: 2))
    canvas.box(canvas.bounds, BoxLabels(top: [Span("title")], topRight: [Span("right")]))
    #expect(FrameText.render(canvas).prefix { $0 != "\n" } == top)
  }

  @Test("Text is clipped in columns, with a mark")
  func clip() {
    var canvas = Canvas(size: Size(width: 6, height: 3))
    #expect(canvas.put("abcdefgh", x: 0, y: 0) == 6)
    #expect(canvas.put(ScreenText(untrusted: "abcd漢"), x: 1, y: 1) == 5)
    #expect(canvas.putRight([Span("ab"), Span("cd")], end: 6, y: 2, maxWidth: 3) == 3)
    #expect(FrameText.render(canvas) == "abcde…\n abcd…\n   ab…\n")
  }

  @Test("Nothing outside is drawn, and nothing traps")
  func outside() {
    var canvas = Canvas(size: Size(width: 3, height: 2))
    for x in -5...5 {
      for y in -3...3 where !(0..<2 ~= y) {
        #expect(canvas.put("abc", x: x, y: y) == 0)
      }
    }
    canvas.put("abc", x: 3, y: 0)
    canvas.fill(Rect(x: -9, y: -9, width: 5, height: 5), Style(selected: true))
    canvas.box(Rect(x: 2, y: 1, width: 9, height: 9))
    canvas.set(9, 9, Cell("x"))
    #expect(FrameText.render(canvas) == "\n  ╭\n")
  }

  @Test("Half of a wide character is never left over")
  func halves() {
    var canvas = Canvas(size: Size(width: 6, height: 1))
    canvas.put(ScreenText(untrusted: "漢字漢"), x: 0, y: 0)
    canvas.put("x", x: 1, y: 0)
    canvas.put("y", x: 2, y: 0)
    canvas.put(ScreenText(untrusted: "字"), x: 3, y: 0)
    #expect(FrameText.render(canvas) == " xy字\n")
    for column in 0..<6 where canvas[column, 0].text.isEmpty {
      #expect(CharacterWidth.of(canvas[column - 1, 0].text.unicodeScalars.first!) == 2)
    }
  }

  @Test("A selected row keeps its text and inks")
  func select() {
    var canvas = Canvas(size: Size(width: 5, height: 2))
    canvas.put([Span(.critical, .critical), Span(" row")], x: 0, y: 0)
    canvas.select(Rect(x: 0, y: 0, width: 99, height: 1))
    #expect(canvas[0, 0] == Cell("●", Style(.critical, selected: true)))
    #expect(canvas[4, 0].style.selected)
    #expect(!canvas[0, 1].style.selected)
  }

  @Test("Symbols are one column wide, and each has an ASCII counterpart")
  func symbols() {
    for symbol in Symbol.allCases {
      #expect(symbol.text.width == 1)
      #expect(CharacterWidth.of(symbol.pair.unicode) == 1)
      #expect(symbol.pair.ascii.isASCII)
      #expect(ScreenText(untrusted: symbol.text.string) == symbol.text)
    }
  }
}
