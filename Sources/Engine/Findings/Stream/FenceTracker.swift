/// Follows Markdown's code fences through the text between findings, so that a quoted `<done>` proves nothing.
struct FenceTracker: Sendable, Equatable {
  private enum Line { case indent, run, rest }

  private struct Fence: Equatable {
    var mark: UInt8
    var length: Int
  }

  private var line = Line.indent
  private var mark: UInt8 = 0
  private var length = 0
  /// Whether something other than space follows the run of marks.
  private var hasInfo = false
  /// The byte before the next one.
  private(set) var last: UInt8 = 0x0A
  private var open: Fence?
  /// Findings and verdicts that were opened inside the present fence.
  private(set) var elements = 0

  var isInside: Bool { open != nil }

  mutating func feed(_ bytes: ArraySlice<UInt8>) {
    for byte in bytes { feed(byte) }
    if let byte = bytes.last { last = byte }
  }

  /// A finding or verdict begins: the text before it on its line can only have opened a fence.
  mutating func elementOpened() {
    if open == nil, length >= 3 { open = Fence(mark: mark, length: length) }
    elements += 1
    last = 0x3E
    startLine(.rest)
  }

  private mutating func feed(_ byte: UInt8) {
    if byte == 0x0A { return endLine() }
    switch line {
    case .indent where byte == 0x60 || byte == 0x7E:
      (line, mark, length) = (.run, byte, 1)
    case .run where byte == mark:
      length += 1
    case .indent where ASCII.isSpace(byte): break
    case .indent: line = .rest
    case .run:
      line = .rest
      hasInfo = !ASCII.isSpace(byte)
    case .rest:
      if !ASCII.isSpace(byte) { hasInfo = true }
    }
  }

  private mutating func endLine() {
    if length >= 3 {
      if let fence = open {
        if mark == fence.mark, length >= fence.length, !hasInfo { open = nil }
      } else {
        open = Fence(mark: mark, length: length)
        elements = 0
      }
    }
    startLine(.indent)
  }

  private mutating func startLine(_ state: Line) { (line, length, hasInfo) = (state, 0, false) }
}
