/// A tag of the answer's fixed vocabulary.
struct AnswerTag: Sendable {
  var name: AnswerTagName
  var isClosing: Bool
  var isSelfClosing = false
  var attributes: [String: String] = [:]
  /// Index behind `>`.
  var end: Int

  /// What stands at a `<`.
  enum Reading {
    case tag(AnswerTag)
    case cdata(end: Int)
    /// Could still become a tag when more bytes arrive.
    case incomplete
    case text
  }

  /// A longer tag is text.
  static let longest = 2048

  private static let cdata = Array("<![CDATA[".utf8)

  /// Reads at `start`, where a `<` stands, with the tags of `vocabulary` meaning something. The result depends only on the
  /// bytes, never on how they were cut into chunks.
  static func read(
    _ bytes: [UInt8], at start: Int, among vocabulary: [AnswerTagName.Spelled] = AnswerTagName.findings
  ) -> Reading {
    var index = start + 1
    guard index < bytes.count else { return .incomplete }
    if bytes[index] == 0x21 { return readCDATA(bytes, at: start) }
    let isClosing = bytes[index] == 0x2F
    if isClosing { index += 1 }
    var wordEnd = index
    while wordEnd < bytes.count, wordEnd - index < 11, ASCII.isLetter(bytes[wordEnd]) { wordEnd += 1 }
    let word = bytes[index..<wordEnd].map { $0 | 0x20 }
    guard wordEnd < bytes.count else {
      return vocabulary.contains { $0.spelling.starts(with: word) } ? .incomplete : .text
    }
    guard let name = vocabulary.first(where: { $0.spelling == word })?.name else { return .text }
    guard ASCII.isSpace(bytes[wordEnd]) || bytes[wordEnd] == 0x2F || bytes[wordEnd] == 0x3E else { return .text }
    switch AttributeReader.tagEnd(bytes, from: wordEnd, limit: start + longest) {
    case .none: return .text
    case .incomplete: return .incomplete
    case .at(let close):
      if isClosing { return .tag(AnswerTag(name: name, isClosing: true, end: close + 1)) }
      let isSelfClosing = bytes[close - 1] == 0x2F
      let attributes = AttributeReader.attributes(bytes[wordEnd..<(isSelfClosing ? close - 1 : close)])
      return .tag(
        AnswerTag(
          name: name, isClosing: false, isSelfClosing: isSelfClosing, attributes: attributes, end: close + 1))
    }
  }

  private static func readCDATA(_ bytes: [UInt8], at start: Int) -> Reading {
    for (offset, byte) in cdata.enumerated() {
      guard start + offset < bytes.count else { return .incomplete }
      if bytes[start + offset] != byte { return .text }
    }
    return .cdata(end: start + cdata.count)
  }
}
