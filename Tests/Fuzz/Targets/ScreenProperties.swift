internal import TUI

/// Nothing that steers a terminal passes, and the width is what is drawn.
enum ScreenProperties {
  static func screen(_ bytes: [UInt8]) -> String? {
    let limit = Int(bytes.first ?? 0) + 1
    for line in ScreenText.lines(String(decoding: bytes.dropFirst(), as: UTF8.self), limit: limit) {
      for scalar in line.string.unicodeScalars where steers(scalar) {
        return "U+\(String(scalar.value, radix: 16)) passes"
      }
      let width = line.glyphs.reduce(0) { $0 + $1.width }
      guard width == line.width else { return "\(line.width) columns said, \(width) drawn" }
      // What stands at the limit may be a wide character or a word such as <U+202E>; then the mark follows.
      guard width <= limit + 12 else { return "\(width) columns at a limit of \(limit)" }
    }
    return nil
  }

  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.properties.isBidiControl
      || scalar.value == 0x2028 || scalar.value == 0x2029 || (0xE0000...0xE007F).contains(scalar.value)
  }
}
