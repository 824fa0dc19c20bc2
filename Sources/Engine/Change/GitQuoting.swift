/// Git's C-style quoting of names, as its headers have it.
package enum GitQuoting {
  /// The name in quotes where git would quote it (`core.quotepath=true`), else as it is.
  package static func quoted(_ name: [UInt8]) -> [UInt8] {
    guard name.contains(where: { needsEscape($0) }) else { return name }
    var result: [UInt8] = [0x22]
    for byte in name {
      if let letter = escapes.first(where: { $0.byte == byte })?.letter {
        result += [0x5C, letter]
      } else if needsEscape(byte) {
        result += [0x5C, 0x30 + (byte >> 6), 0x30 + (byte >> 3 & 7), 0x30 + (byte & 7)]
      } else {
        result.append(byte)
      }
    }
    result.append(0x22)
    return result
  }

  /// Reads a quoted name that begins at `start`; returns the bytes and the index behind the closing quote, or nil.
  package static func unquote(_ bytes: [UInt8], from start: Int, before end: Int) -> (name: [UInt8], end: Int)? {
    guard start < end, end <= bytes.count, bytes[start] == 0x22 else { return nil }
    var name: [UInt8] = []
    var index = start + 1
    while index < end {
      let byte = bytes[index]
      index += 1
      if byte == 0x22 { return (name, index) }
      guard byte == 0x5C else {
        name.append(byte)
        continue
      }
      guard index < end else { return nil }
      let code = bytes[index]
      if let escape = escapes.first(where: { $0.letter == code }) {
        name.append(escape.byte)
        index += 1
      } else {
        guard index + 3 <= end, (0x30...0x33).contains(code) else { return nil }
        let digits = bytes[index..<index + 3]
        guard digits.allSatisfy({ (0x30...0x37).contains($0) }) else { return nil }
        name.append(digits.reduce(0) { $0 << 3 | ($1 - 0x30) })
        index += 3
      }
    }
    return nil
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x5C
  }

  private static let escapes: [(byte: UInt8, letter: UInt8)] = [
    (0x07, 0x61), (0x08, 0x62), (0x09, 0x74), (0x0A, 0x6E), (0x0B, 0x76), (0x0C, 0x66), (0x0D, 0x72), (0x22, 0x22),
    (0x5C, 0x5C),
  ]
}
