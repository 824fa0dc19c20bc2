/// Brings the texts of a finding into bounds and into the form that readers expect.
enum PartTidying {
  /// One line without double spaces, of at most the title's length.
  static func line(_ bytes: [UInt8]) -> String {
    let words = bytes.prefix(4 * FindingPart.title.limit).split(whereSeparator: ASCII.isSpace)
    return decode(Array(words.joined(separator: [0x20])), limit: FindingPart.title.limit)
  }

  /// Several lines, without blank ones around and, for code, without the fence around it (reliability.md, MO-07).
  static func block(_ bytes: [UInt8], _ part: FindingPart) -> String {
    var text = trimmed(bytes[...])
    if part != .body { text = unfenced(text) }
    return decode(Array(text), limit: part.limit)
  }

  /// A name: a section or a rule.
  static func short(_ text: String) -> String { decode(Array(text.utf8), limit: 100) }

  static func path(_ text: String) -> String { decode(Array(text.utf8), limit: 1024) }

  /// Without blank lines before and space behind; the indentation of the first line stays.
  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = bytes
    while let last = text.last, ASCII.isSpace(last) { text.removeLast() }
    let blank = text.prefix(while: ASCII.isSpace)
    if let feed = blank.lastIndex(of: 0x0A) { text = text[(feed + 1)...] }
    return text
  }

  private static func unfenced(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let inner = text.drop(while: ASCII.isSpace)
    guard let mark = inner.first, mark == 0x60 || mark == 0x7E else { return text }
    let length = inner.prefix { $0 == mark }.count
    guard length >= 3, let first = inner.firstIndex(of: 0x0A), let last = inner.lastIndex(of: 0x0A) else { return text }
    let end = inner[(last + 1)...].drop(while: ASCII.isSpace)
    guard last >= first, end.count >= length, end.allSatisfy({ $0 == mark }) else { return text }
    return first < last ? trimmed(inner[(first + 1)..<last]) : inner[last..<last]
  }

  private static func decode(_ bytes: [UInt8], limit: Int) -> String { UTF8Cut.text(bytes, limit: limit) }
}
