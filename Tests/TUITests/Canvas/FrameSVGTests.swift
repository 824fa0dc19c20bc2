import Foundation
import Testing

@testable import TUI

@Suite("A canvas as a picture")
struct FrameSVGTests {
  static func dashboard(_ size: Size = Size(width: 106, height: 12)) -> Canvas {
    var canvas = Canvas(size: size)
    canvas.put(
      [
        Span(" conclave", .accent, bold: true), Span("  payments-api "), Span("!482", .dim),
        Span("  Add <refunds> & \"more\"", .text, bold: true),
      ],
      x: 0, y: 0)
    for index in 0..<2 {
      let box = Rect(x: index * 53, y: 2, width: 53, height: 6)
      let inside = canvas.box(
        box,
        BoxLabels(
          top: [Span(ScreenText(index + 1), .accent), Span(" security", .text, bold: true), Span(" sonnet-4-6", .dim)],
          topRight: [
            Span(.tokensIn, .dim), Span("12.4k "), Span(.tokensOut, .dim), Span("1.9k "), Span(.cache, .dim),
            Span("71%  $0.21"),
          ],
          bottom: [Span(.streaming, .good), Span(" streaming", .good)],
          bottomRight: [Span("2 findings", index == 0 ? .text : .dim)]),
        focused: index == 0)
      canvas.put(
        "The token is compared with == in verify(), which is", x: inside.x + 1, y: inside.y, maxWidth: inside.width - 1)
      canvas.put(
        [Span(.tool, .dim), Span(" read ", .dim), Span("src/auth/session.go")], x: inside.x + 1, y: inside.y + 1)
      canvas.put(
        [Span(.critical, .critical), Span(" critical", .critical, bold: true), Span("  Session token")],
        x: inside.x + 1, y: inside.y + 2)
      canvas.put(
        [Span(.warning, .warning), Span(ScreenText(untrusted: " 漢字 wide"), .warning)], x: inside.x + 1, y: inside.y + 3)
    }
    canvas.put(
      [Span(.pointer, .accent), Span(.done, .good), Span(" done", .good), Span("  under", Style(underline: true))],
      x: 1, y: 9)
    canvas.select(Rect(x: 0, y: 9, width: size.width, height: 1))
    canvas.rule(x: 0, y: 10, width: size.width)
    return canvas
  }

  @Test("Well-formed, whatever the text", arguments: Theme.all)
  func wellFormed(theme: Theme) throws {
    var canvas = Self.dashboard()
    let payloads = SanitizerTests.payloads.prefix(40).joined()
    canvas.put(ScreenText(untrusted: "]]> </text><script> &amp; ' \u{FFFE}\u{202E}\u{1} \(payloads)"), x: 0, y: 11)
    let svg = FrameSVG.render(canvas, theme: theme)
    var open: [Substring] = []
    for tag in svg.split(separator: "<").map({ $0.prefix { $0 != ">" } }) {
      let name = tag.prefix { $0.isLetter || $0 == "/" }
      if tag.hasPrefix("/") {
        #expect(open.popLast() == tag.dropFirst())
      } else if !tag.hasSuffix("/") {
        open.append(name)
      }
      #expect(["svg", "/svg", "g", "/g", "text", "/text", "rect", "path"].contains(name))
    }
    #expect(open.isEmpty)
    #expect(svg.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    if let folder = ProcessInfo.processInfo.environment["CONCLAVE_TEST_PICTURES"] {
      try svg.write(toFile: "\(folder)/\(theme.name).svg", atomically: true, encoding: .utf8)
    }
  }

  @Test("Lines are strokes, a selection is one rectangle, letters are placed by column")
  func parts() {
    var canvas = Canvas(size: Size(width: 11, height: 1))
    canvas.put(
      [Span(Symbol.horizontal.text + Symbol.horizontal.text, .line), Span(" a=", .text, bold: true)], x: 0, y: 0)
    canvas.put(ScreenText(untrusted: "漢x=="), x: 6, y: 0)
    canvas.select(Rect(x: 3, y: 0, width: 2, height: 1))
    let lines = FrameSVG.render(canvas).split(separator: "\n").map(String.init)
    #expect(
      lines.dropFirst(3).dropLast(2) == [
        ##"<rect x="37.2" y="12" width="16.8" height="20" fill="#303030"/>"##,
        ##"<path d="M12 22L28.8 22" fill="none" stroke="#585858" stroke-width="1"/>"##,
        ##"<text x="37.2" y="26.6" fill="#d0d0d0" font-weight="bold">a=</text>"##,
        ##"<text x="62.4" y="26.6" fill="#d0d0d0">漢</text>"##,
        ##"<text x="79.2" y="26.6" fill="#d0d0d0">x=</text>"##,
        ##"<text x="96" y="26.6" fill="#d0d0d0">=</text>"##,
      ])
  }

  @Test("A canvas without cells is a picture too")
  func empty() {
    #expect(FrameSVG.render(Canvas(size: Size(width: 0, height: 0))).hasSuffix("</g>\n</svg>\n"))
    #expect(FrameText.render(Canvas(size: Size(width: 0, height: 0))) == "")
  }
}
