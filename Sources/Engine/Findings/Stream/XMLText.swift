/// Character data of an answer. Only the five named entities and numbers exist; there is no DTD, so nothing can expand
/// (reliability.md, MO-08).
package enum XMLText {
  private static let named: [(name: [UInt8], byte: UInt8)] = [
    (Array("lt;".utf8), 0x3C), (Array("gt;".utf8), 0x3E), (Array("amp;".utf8), 0x26), (Array("quot;".utf8), 0x22),
    (Array("apos;".utf8), 0x27),
  ]

  /// Decodes once, from left to right; what is no entity stays as it is.
  package static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == 0x26, let (decoded, length) = entity(bytes[(index + 1)...].prefix(10)) {
        result += decoded
        index += 1 + length
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  /// The entity behind an `&`, and its length with the semicolon.
  static func entity(_ rest: ArraySlice<UInt8>) -> (bytes: [UInt8], length: Int)? {
    for (name, byte) in named where rest.starts(with: name) { return ([byte], name.count) }
    guard rest.first == 0x23, let end = rest.firstIndex(of: 0x3B) else { return nil }
    var digits = rest[(rest.startIndex + 1)..<end]
    let isHexadecimal = digits.first == 0x78 || digits.first == 0x58
    if isHexadecimal { digits.removeFirst() }
    guard digits.allSatisfy(ASCII.isAlphanumeric),
      let code = UInt32(String(decoding: digits, as: UTF8.self), radix: isHexadecimal ? 16 : 10), code != 0,
      let scalar = Unicode.Scalar(code)
    else { return nil }
    return (Array(String(Character(scalar)).utf8), end + 1 - rest.startIndex)
  }

  /// Writes `text` so that every XML reader gets it back: for the agents of our own.
  package static func encode(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
