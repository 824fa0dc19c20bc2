/// The text of a finding's part while it is read. Where it began in the parser's buffer is kept, so that it can be read
/// again.
struct PartText: Sendable {
  /// Index in the parser's buffer of the first byte.
  var start = 0
  /// Whether something was seen that says that the closing tag may have been forgotten.
  var isSuspect = false

  /// Text of CDATA sections that are closed.
  private var literal: [UInt8] = []
  /// Where the text that is not yet in `literal` begins, from `start`.
  private var offset = 0
  /// Raw text that has left the parser's buffer.
  private var spilled: [UInt8] = []

  init(start: Int = 0) { self.start = start }

  /// Whether only space stands between the last CDATA section, or the beginning, and `index`.
  func isBlank(_ buffer: [UInt8], upTo index: Int) -> Bool {
    buffer[(start + offset)..<index].allSatisfy(ASCII.isSpace)
  }

  mutating func openLiteral(at index: Int) { offset = index - start }

  mutating func closeLiteral(_ buffer: [UInt8], at index: Int) {
    literal += buffer[(start + offset)..<index]
    offset = index + 3 - start
  }

  /// Takes over what stands before `index`, so that the buffer can forget it.
  mutating func spill(_ buffer: [UInt8], upTo index: Int) {
    let room = max(0, FindingStreamParser.reach - spilled.count)
    spilled += buffer[start..<index].prefix(room)
    start = index
  }

  /// The text up to the closing tag at `index`; `isRaw` where CDATA was not recognised on the way.
  func finish(_ buffer: [UInt8], at index: Int, isRaw: Bool) -> [UInt8] {
    let tail = spilled + buffer[(start + offset)..<index].prefix(FindingStreamParser.reach)
    if isRaw { return XMLText.decode(Self.withoutMarks(tail)[...]) }
    if offset > 0, tail.allSatisfy(ASCII.isSpace) { return literal }
    return literal + XMLText.decode(tail[...])
  }

  private static func withoutMarks(_ bytes: [UInt8]) -> [UInt8] {
    var text = bytes.drop(while: ASCII.isSpace)
    let (open, close) = (Array("<![CDATA[".utf8), Array("]]>".utf8))
    guard text.starts(with: open) else { return bytes }
    text = text.dropFirst(open.count)
    while let last = text.last, ASCII.isSpace(last) { text.removeLast() }
    if text.suffix(close.count).elementsEqual(close) { text.removeLast(close.count) }
    return Array(text)
  }
}
