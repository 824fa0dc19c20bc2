/// The lines of one changed file that a finding may quote: those that the change adds.
///
/// An endpoint that keeps to a schema can then only answer with a line that is there; a small model would otherwise quote
/// the examples of its prompt.
package struct QuotableLines: Sendable, Hashable {
  /// What is too short to tell where it stands, or too long for a list of choices, in bytes.
  private static let length = 6...200

  package var path: String
  /// In the order of the patch, none twice.
  package var lines: [String]

  package init(path: String, lines: [String]) {
    self.path = path
    self.lines = lines
  }

  /// Takes them from the file's patch.
  package init(path: String, patch: [UInt8]) {
    self.path = path
    lines = []
    var seen: Set<String> = []
    var isInHunk = false
    for line in ByteText.lines(patch) {
      if line.starts(with: "@@".utf8) { isInHunk = true }
      guard isInHunk, line.first == UInt8(ascii: "+") else { continue }
      let text = String(decoding: line.dropFirst(), as: UTF8.self)
      let isPlain = !text.unicodeScalars.contains { PlainText.isHidden($0) && $0 != "\t" || $0 == "\u{FFFD}" }
      let inner = text.utf8.filter { !ASCII.isSpace($0) }.count
      guard isPlain, Self.length.contains(inner), text.utf8.count <= Self.length.upperBound,
        seen.insert(text).inserted
      else { continue }
      lines.append(text)
    }
  }

  /// Bytes of all that is listed.
  var weight: Int { lines.reduce(path.utf8.count) { $0 + $1.utf8.count } }
}
