/// Reads JSON with comments and trailing commas, as configuration may have them.
struct JSONReader {
  /// Where and why a text is not JSON.
  struct Failure: Error {
    var offset: Int
  }

  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  private init(_ text: String) { bytes = Array(text.utf8) }

  static func read(_ text: String) throws(Failure) -> JSON {
    var reader = JSONReader(text)
    let value = try reader.value()
    reader.skipBlanks()
    guard reader.index == reader.bytes.count else { throw reader.failure }
    return value
  }

  private var failure: Failure { Failure(offset: index) }
  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipBlanks() {
    while let byte = next {
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        index += 1
      } else if bytes[index...].starts(with: "//".utf8) {
        while let byte = next, byte != 0x0A { index += 1 }
      } else if bytes[index...].starts(with: "/*".utf8) {
        index += 2
        while index < bytes.count, !bytes[index...].starts(with: "*/".utf8) { index += 1 }
        index = min(index + 2, bytes.count)
      } else {
        return
      }
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func value() throws(Failure) -> JSON {
    skipBlanks()
    depth += 1
    defer { depth -= 1 }
    guard depth < 200, let byte = next else { throw failure }
    switch byte {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default:
      for (word, value) in [("true", JSON.bool(true)), ("false", .bool(false)), ("null", .null)]
      where bytes[index...].starts(with: word.utf8) {
        index += word.utf8.count
        return value
      }
      throw failure
    }
  }

  private mutating func object() throws(Failure) -> JSON {
    index += 1
    var result = JSON.object([])
    while true {
      if take(UInt8(ascii: "}")) { return result }
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw failure }
      let key = try string()
      guard take(UInt8(ascii: ":")) else { throw failure }
      result[key] = try value()
      if take(UInt8(ascii: ",")) { continue }
      guard take(UInt8(ascii: "}")) else { throw failure }
      return result
    }
  }

  private mutating func array() throws(Failure) -> JSON {
    index += 1
    var elements: [JSON] = []
    while true {
      if take(UInt8(ascii: "]")) { return .array(elements) }
      elements.append(try value())
      if take(UInt8(ascii: ",")) { continue }
      guard take(UInt8(ascii: "]")) else { throw failure }
      return .array(elements)
    }
  }

  private mutating func number() throws(Failure) -> JSON {
    let start = index
    while let byte = next, "+-.eE0123456789".utf8.contains(byte) { index += 1 }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard Double(text) != nil else { throw failure }
    return .number(text)
  }

  private mutating func string() throws(Failure) -> String {
    index += 1
    var units: [UInt8] = []
    while let byte = next {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
      case UInt8(ascii: "\\"): units += try escape()
      default: units.append(byte)
      }
    }
    throw failure
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "b"): 0x08,
    UInt8(ascii: "f"): 0x0C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "\""): 0x22,
  ]

  private mutating func escape() throws(Failure) -> [UInt8] {
    guard let byte = next else { throw failure }
    index += 1
    if let plain = JSONReader.escapes[byte] { return [plain] }
    guard byte == UInt8(ascii: "u") else { throw failure }
    let first = try unit()
    guard UTF16.isLeadSurrogate(first), bytes[index...].starts(with: "\\u".utf8) else {
      return JSONReader.utf8([first])
    }
    let mark = index
    index += 2
    let second = try unit()
    if UTF16.isTrailSurrogate(second) { return JSONReader.utf8([first, second]) }
    index = mark
    return JSONReader.utf8([first])
  }

  private mutating func unit() throws(Failure) -> UInt16 {
    guard bytes.count - index >= 4,
      let unit = UInt16(String(decoding: bytes[index..<(index + 4)], as: UTF8.self), radix: 16)
    else { throw failure }
    index += 4
    return unit
  }

  private static func utf8(_ units: [UInt16]) -> [UInt8] { Array(String(decoding: units, as: UTF16.self).utf8) }
}
