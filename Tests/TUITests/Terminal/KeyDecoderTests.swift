import Testing

@testable import TUI

@Suite("Bytes from a terminal become keys")
struct KeyDecoderTests {
  static let table: [(String, [Key])] = [
    ("q", [.char("q")]), ("aB 9", [.char("a"), .char("B"), .char(" "), .char("9")]),
    ("é漢😀", [.char("é"), .char("漢"), .char("😀")]),
    ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]), ("\u{7F}", [.backspace]), ("\u{8}", [.backspace]),
    ("\u{3}", [.ctrl("c")]), ("\u{1A}", [.ctrl("z")]), ("\u{0}", [.ctrl("@")]), ("\u{1C}", [.ctrl("\\")]),
    ("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D", [.up, .down, .right, .left]),
    ("\u{1B}OA\u{1B}OB\u{1B}OC\u{1B}OD", [.up, .down, .right, .left]),
    ("\u{1B}[1;5A\u{1B}[1;2D", [.up, .left]),
    ("\u{1B}[H\u{1B}[F\u{1B}OH\u{1B}OF", [.home, .end, .home, .end]),
    ("\u{1B}[1~\u{1B}[4~\u{1B}[7~\u{1B}[8~", [.home, .end, .home, .end]),
    ("\u{1B}[5~\u{1B}[6~\u{1B}[2~\u{1B}[3~", [.pageUp, .pageDown, .insert, .delete]),
    ("\u{1B}[3;5~", [.delete]), ("\u{1B}[Z", [.backtab]),
    (
      "\u{1B}OP\u{1B}OS\u{1B}[15~\u{1B}[17~\u{1B}[24~",
      [.function(1), .function(4), .function(5), .function(6), .function(12)]
    ),
    ("\u{1B}[[A\u{1B}[[E", [.function(1), .function(5)]), ("\u{1B}[1;2P", [.function(1)]),
    ("\u{1B}x", [.alt("x")]), ("\u{1B}\u{1B}[A", [.escape, .up]), ("\u{1B}\r", [.escape, .enter]),
    ("\u{1B}OM\u{1B}Op", [.enter, .char("0")]),
    // Keys as numbers: CSI u and modifyOtherKeys.
    ("\u{1B}[99;5u", [.ctrl("c")]), ("\u{1B}[27;5;99~", [.ctrl("c")]), ("\u{1B}[97u", [.char("a")]),
    ("\u{1B}[27u", [.escape]), ("\u{1B}[13u\u{1B}[9;2u", [.enter, .backtab]), ("\u{1B}[97:65;2u", [.char("a")]),
    // What is unknown yields nothing, however it looks.
    ("\u{1B}[99;9u.", [.char(".")]), ("\u{1B}[99999999999999999999999999u.", [.char(".")]),
    ("\u{1B}[?1;2c.", [.char(".")]),
    ("\u{1B}[I\u{1B}[O.", [.char(".")]), ("\u{1B}[0n.", [.char(".")]),
    ("\u{1B}[<0;12;9M\u{1B}[<0;12;9m.", [.char(".")]),
    ("\u{1B}[M !!.", [.char(".")]), ("\u{1B}]52;c;cXE=\u{7}.", [.char(".")]),
    ("\u{1B}]10;rgb:0/0/0\u{1B}\\.", [.char(".")]),
    ("\u{1B}P1$r0m\u{1B}\\.", [.char(".")]), ("\u{1B}[12\u{3}", [.ctrl("c")]), ("\u{1B}[1 q.", [.char(".")]),
    ("\u{1B}[;;;;A", [.up]), ("\u{1B}[-1A.", [.char(".")]), ("\u{9B}A", [.char("A")]),
    // A paste is data.
    ("\u{1B}[200~q\u{1B}x\r\u{3}\u{1B}[201~q", [.paste("q\u{1B}x\r\u{3}"), .char("q")]),
    ("\u{1B}[200~\u{1B}[201~", [.paste("")]),
  ]

  @Test("In one piece", arguments: table)
  func whole(bytes: String, keys: [Key]) {
    var decoder = KeyDecoder()
    #expect(decoder.feed(bytes.utf8) == keys, "\(bytes.debugDescription)")
    #expect(!decoder.isWaiting)
  }

  @Test("Byte by byte", arguments: table)
  func pieces(bytes: String, keys: [Key]) {
    var decoder = KeyDecoder()
    var got: [Key] = []
    for byte in bytes.utf8 { got += decoder.feed([byte]) }
    #expect(got == keys)
  }

  @Test(
    "After a pause",
    arguments: [
      ("\u{1B}", [.escape]), ("\u{1B}[", [.alt("[")]), ("\u{1B}O", [.alt("O")]), ("\u{1B}]", [.alt("]")]),
      ("\u{1B}\u{1B}", [.escape, .escape]),
    ] as [(String, [Key])])
  func pause(bytes: String, keys: [Key]) {
    var decoder = KeyDecoder()
    let early = decoder.feed(bytes.utf8)
    #expect(decoder.isWaiting)
    #expect(early + decoder.flush() == keys)
    #expect(decoder.feed("q".utf8) == [.char("q")])
  }

  @Test("A sequence that arrives slowly is not taken for characters")
  func slow() {
    var decoder = KeyDecoder()
    #expect(decoder.feed("\u{1B}[9".utf8).isEmpty)
    #expect(!decoder.isWaiting)
    #expect(decoder.flush().isEmpty)
    #expect(decoder.feed("9;9u".utf8).isEmpty)
  }

  @Test("Bytes that are not UTF-8 are dropped")
  func invalid() {
    var decoder = KeyDecoder()
    #expect(
      decoder.feed([0x80, 0xFF, 0x61, 0xC3, 0x62, 0xED, 0xA0, 0x80, 0x63, 0xF8, 0x88, 0x88, 0x80, 0x64]) == [
        .char("a"), .char("b"), .char("c"), .char("d"),
      ])
  }

  @Test("Input without end is bounded")
  func bounded() {
    var decoder = KeyDecoder()
    let long = String(repeating: "0123456789", count: 200_000)
    #expect(decoder.feed("\u{1B}[\(long)A.".utf8) == [.char(".")])
    #expect(decoder.feed("\u{1B}]\(String(repeating: "y", count: 10_000))".utf8).last == .char("y"))
    guard case .paste(let text)? = decoder.feed("\u{1B}[200~\(long)\u{1B}[201~".utf8).first else {
      Issue.record("no paste")
      return
    }
    #expect(text.utf8.count == KeyDecoder.longestPaste)
  }
}
