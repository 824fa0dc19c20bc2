/// Takes the colours out of a diff that was printed for a terminal.
enum TerminalColour {
  /// The bytes without `ESC [ … m` and `ESC [ … K`, or nil where no line of a diff's frame is coloured: escapes inside
  /// of code are content and stay.
  static func stripped(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.holds(0x1B), hasColouredFrame(bytes) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if let end = sequenceEnd(bytes, at: index) {
        index = end
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  private static func hasColouredFrame(_ bytes: [UInt8]) -> Bool {
    var start = 0
    while start < bytes.count {
      let end = ByteLines.lineEnd(in: bytes, from: start)
      var index = start
      while let next = sequenceEnd(bytes, at: index) { index = next }
      if index > start,
        bytes.matches("@@ -", at: index, before: end) || bytes.matches("diff --", at: index, before: end)
          || bytes.matches("--- ", at: index, before: end)
      {
        return true
      }
      start = end + 1
    }
    return false
  }

  private static func sequenceEnd(_ bytes: [UInt8], at start: Int) -> Int? {
    guard start + 2 < bytes.count, bytes[start] == 0x1B, bytes[start + 1] == 0x5B else { return nil }
    var index = start + 2
    while index < bytes.count, (0x30...0x39).contains(bytes[index]) || bytes[index] == 0x3B { index += 1 }
    guard index < bytes.count, bytes[index] == 0x6D || bytes[index] == 0x4B else { return nil }
    return index + 1
  }
}
