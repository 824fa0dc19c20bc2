import Engine
import EngineTestKit
import Testing

@Suite struct LineFramerTests {
  /// Everything a framer says of a stream that arrives in pieces.
  private struct Framed: Equatable {
    var lines: [String] = []
    var oversize: [Int] = []
    var torn = 0

    init(_ bytes: [UInt8], cap: Int = LineFramer.cap, pieces: [Int]) {
      var framer = LineFramer(cap: cap)
      var start = 0
      for end in pieces + [bytes.count] {
        framer.feed(
          bytes.span.extracting(start..<end),
          line: { line in
            lines.append(String(decoding: (0..<line.count).map { line[$0] }, as: UTF8.self))
          },
          oversize: { oversize.append($0) })
        start = end
      }
      torn = framer.tornBytes
    }
  }

  @Test(arguments: [
    ("", [], 0),
    ("\n", [""], 0),
    ("one\ntwo\n", ["one", "two"], 0),
    ("one\r\ntwo\r\r\n", ["one", "two\r"], 0),
    ("one\ntorn", ["one"], 4),
    ("\r\n", [""], 0),
    ("a\u{2028}b\u{85}c\u{0B}d\n", ["a\u{2028}b\u{85}c\u{0B}d"], 0),
    ("a\rb\n", ["a\rb"], 0),
  ])
  func `ST-11: lines end at line feeds only`(text: String, lines: [String], torn: Int) {
    let framed = Framed(Array(text.utf8), pieces: [])
    #expect(framed.lines == lines)
    #expect(framed.torn == torn)
  }

  @Test func `ST-02: any split gives the same lines`() {
    let text = Array("alpha\r\n\nbeta \u{1F600}\r\n\r\nlonger than the cap of this framer\ngamma\ntorn".utf8)
    let whole = Framed(text, cap: 20, pieces: [])
    #expect(whole.lines == ["alpha", "", "beta \u{1F600}", "", "gamma"])
    #expect(whole.oversize == [34])
    #expect(whole.torn == 4)
    for cut in 0...text.count { #expect(Framed(text, cap: 20, pieces: [cut]) == whole) }
    #expect(Framed(text, cap: 20, pieces: Array(0...text.count)) == whole)
    var random = SplitMix(seed: 7)
    for _ in 0..<2000 {
      let pieces = (0..<Int.random(in: 1...9, using: &random)).map { _ in Int.random(in: 0...text.count, using: &random)
      }
      #expect(Framed(text, cap: 20, pieces: pieces.sorted()) == whole)
    }
  }

  @Test func aLineOfExactlyTheCapPasses() {
    #expect(Framed(Array("12345\n123456\n".utf8), cap: 5, pieces: [3]).lines == ["12345"])
    #expect(Framed(Array("12345\n123456\n".utf8), cap: 5, pieces: [3]).oversize == [6])
  }

  @Test func `ST-04: a huge line is counted and the stream goes on`() {
    var framer = LineFramer()
    let piece = [UInt8](repeating: 0x78, count: 1 << 20)
    var oversize: [Int] = []
    var lines = 0
    for _ in 0..<100 { framer.feed(piece.span, line: { _ in lines += 1 }) }
    framer.feed([0x0A, 0x61, 0x0A].span, line: { _ in lines += 1 }, oversize: { oversize.append($0) })
    #expect(oversize == [100 << 20])
    #expect(lines == 1)
    #expect(framer.tornBytes == 0)
  }
}
