/// The form in which lines of code are compared: runs of space are one blank, none at the ends, entities decoded, so
/// that an agent's quotation matches whatever it did to the space and whether or not it escaped its XML.
enum SqueezedText {
  /// Bytes of one line that are compared.
  static let longest = 64 * 1024

  /// Appends the squeezed form of `line` to `result`.
  static func append(_ line: some Collection<UInt8>, to result: inout [UInt8]) {
    let start = result.count
    var isSpacePending = false
    func push(_ byte: UInt8) {
      if ASCII.isSpace(byte) {
        isSpacePending = result.count > start
        return
      }
      if isSpacePending { result.append(0x20) }
      isSpacePending = false
      result.append(byte)
    }
    let ampersands = line.prefix(longest)
    guard ampersands.contains(0x26) else {
      for byte in ampersands { push(byte) }
      return
    }
    for byte in XMLText.decode(Array(ampersands)[...]) { push(byte) }
  }

  static func of(_ line: some Collection<UInt8>) -> [UInt8] {
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
