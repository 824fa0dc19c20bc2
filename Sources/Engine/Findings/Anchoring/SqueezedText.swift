/// The form in which lines of code are compared: runs of space are one blank, none at the ends, entities decoded, so
/// that an agent's quotation matches whatever it did to the space and whether or not it escaped its XML.
enum SqueezedText {
  /// Bytes of one line that are compared.
  static let longest = 64 * 1024

  /// Appends the squeezed form of `line` to `result`.
  static func append(_ line: ArraySlice<UInt8>, to result: inout [UInt8]) {
    let line = line.prefix(longest)
    guard line.contains(0x26) else { return squeeze(line, into: &result) }
    squeeze(XMLText.decode(line)[...], into: &result)
  }

  private static func squeeze(_ line: ArraySlice<UInt8>, into result: inout [UInt8]) {
    // Words are copied whole: byte by byte is several times as slow.
    var index = line.startIndex
    var isFirst = true
    while true {
      while index < line.endIndex, ASCII.isSpace(line[index]) { index += 1 }
      guard index < line.endIndex else { return }
      let start = index
      while index < line.endIndex, !ASCII.isSpace(line[index]) { index += 1 }
      if !isFirst { result.append(0x20) }
      isFirst = false
      result.append(contentsOf: line[start..<index])
    }
  }

  static func of(_ line: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    append(line, to: &result)
    return result
  }

  /// FNV-1a; never leaves the process.
  static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }
}
