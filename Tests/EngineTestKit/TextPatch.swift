package import Engine

/// Applies hunks to a file's text, as the judge of a parser: strict about position, context and line feeds.
package enum TextPatch {
  /// The new text, or nil where a hunk does not fit.
  package static func apply(_ hunks: [Hunk], to old: [UInt8]) -> [UInt8]? {
    let lines = Self.lines(old)
    var result: [UInt8] = []
    var next = 0
    for hunk in hunks {
      let start = hunk.oldCount == 0 ? hunk.oldStart : hunk.oldStart - 1
      guard start >= next, start <= lines.count else { return nil }
      for line in lines[next..<start] { result += line }
      next = start
      for line in hunk.lines {
        let text = line.text + (line.lacksNewline ? [] : [0x0A])
        if line.kind != .added {
          guard next < lines.count, lines[next].elementsEqual(text), line.oldNumber == next + 1 else { return nil }
          next += 1
        }
        if line.kind != .removed { result += text }
      }
    }
    for line in lines[next...] { result += line }
    return result
  }

  private static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.count
      lines.append(text[start..<end])
      start = end
    }
    return lines
  }
}
