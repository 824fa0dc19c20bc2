/// Cuts a recording into lines at line feeds; holds at most one line, and none over the limit.
struct JournalLines {
  struct Line {
    /// Without its line feed; nil where it was over the limit.
    let bytes: ArraySlice<UInt8>?
  }

  /// Number of the line given out last, from 1.
  private(set) var number = 0
  private var partial: [UInt8] = []
  private var isOversize = false

  /// The next whole line, taken from `bytes`; nil where the rest, which is kept, holds none.
  mutating func next(_ bytes: inout ArraySlice<UInt8>) -> Line? {
    guard let feed = bytes.firstIndex(of: 0x0A) else {
      keep(bytes)
      bytes = []
      return nil
    }
    let piece = bytes[..<feed]
    bytes = bytes[(feed + 1)...]
    number += 1
    guard !partial.isEmpty || isOversize else {
      return Line(bytes: piece.count > Wire.lineLimit ? nil : piece)
    }
    keep(piece)
    return takePartial()
  }

  /// What follows the last line feed; nil where nothing does.
  mutating func rest() -> Line? {
    guard !partial.isEmpty || isOversize else { return nil }
    number += 1
    return takePartial()
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    if isOversize || partial.count + bytes.count > Wire.lineLimit {
      isOversize = true
      partial = []
    } else {
      partial.append(contentsOf: bytes)
    }
  }

  private mutating func takePartial() -> Line {
    defer {
      partial = []
      isOversize = false
    }
    return Line(bytes: isOversize ? nil : partial[...])
  }
}
