/// Reads JSON from bytes that nobody vouches for: bounded depth and members, no trap, no backtracking.
///
/// Our own, since Foundation's refuses lone surrogates, guesses encodings and takes a stack frame of a kilobyte a level
/// (reliability.md, section 2.4).
package struct JSONParser {
  private let bytes: ArraySlice<UInt8>
  private var index: Int
  private var depth = 0

  /// Deepest nesting; reliability.md, section 2.4.
  package static let depthLimit = 64
  /// Most members of one object.
  package static let memberLimit = 1000
  /// Longest number in bytes; anything longer is not one of ours.
  private static let numberLimit = 64

  /// The value that `bytes` holds, with nothing but white space around it; nil where they hold anything else.
  package static func parse(_ bytes: ArraySlice<UInt8>) -> JSONValue? {
    var parser = JSONParser(bytes: bytes, index: bytes.startIndex)
    guard let value = parser.value() else { return nil }
    parser.skipSpace()
    return parser.index == bytes.endIndex ? value : nil
  }

  private init(bytes: ArraySlice<UInt8>, index: Int) {
    self.bytes = bytes
    self.index = index
  }

  private var next: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func value() -> JSONValue? {
    skipSpace()
    switch next {
    case 0x7B: return nested { parser in parser.object().map(JSONValue.object) }
    case 0x5B: return nested { parser in parser.array().map(JSONValue.array) }
    case 0x22: return string().map(JSONValue.string)
    case 0x74: return word("true", .bool(true))
    case 0x66: return word("false", .bool(false))
    case 0x6E: return word("null", .null)
    default: return number()
    }
  }

  private mutating func nested(_ body: (inout JSONParser) -> JSONValue?) -> JSONValue? {
    guard depth < Self.depthLimit else { return nil }
    depth += 1
    defer { depth -= 1 }
    index += 1
    return body(&self)
  }

  private mutating func object() -> JSONObject? {
    var object = JSONObject()
    skipSpace()
    if take(0x7D) { return object }
    object.members.reserveCapacity(12)
    repeat {
      skipSpace()
      guard next == 0x22, let key = string() else { return nil }
      skipSpace()
      guard take(0x3A), let value = value(), object.members.count < Self.memberLimit else { return nil }
      object.members.append((key, value))
      skipSpace()
    } while take(0x2C)
    return take(0x7D) ? object : nil
  }

  private mutating func array() -> [JSONValue]? {
    var values: [JSONValue] = []
    skipSpace()
    if take(0x5D) { return values }
    repeat {
      guard let value = value() else { return nil }
      values.append(value)
      skipSpace()
    } while take(0x2C)
    return take(0x5D) ? values : nil
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) -> JSONValue? {
    let end = index + word.utf8CodeUnitCount
    guard end <= bytes.endIndex, bytes[index..<end].elementsEqual("\(word)".utf8) else { return nil }
    index = end
    return value
  }

  private mutating func number() -> JSONValue? {
    let start = index
    _ = take(0x2D)
    let first = next
    guard let digits = skipDigits(), digits == 1 || first != 0x30 else { return nil }
    var isInteger = true
    if take(0x2E) {
      isInteger = false
      guard skipDigits() != nil else { return nil }
    }
    if next == 0x65 || next == 0x45 {
      isInteger = false
      index += 1
      if next == 0x2B || next == 0x2D { index += 1 }
      guard skipDigits() != nil else { return nil }
    }
    guard index - start <= Self.numberLimit else { return nil }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isInteger, let integer = Int(text) { return .integer(integer) }
    guard let double = Double(text), double.isFinite else { return nil }
    return .number(double)
  }

  /// How many digits were skipped; nil for none.
  private mutating func skipDigits() -> Int? {
    let start = index
    while let byte = next, (0x30...0x39).contains(byte) { index += 1 }
    return index > start ? index - start : nil
  }

  private mutating func string() -> String? {
    index += 1
    let start = index
    while let byte = next, byte >= 0x20, byte != 0x5C {
      index += 1
      if byte == 0x22 { return String(validating: bytes[start..<index - 1], as: UTF8.self) }
    }
    var text = Array(bytes[start..<index])
    while let byte = next, byte >= 0x20 {
      index += 1
      switch byte {
      case 0x22: return String(validating: text, as: UTF8.self)
      case 0x5C: guard appendEscape(to: &text) else { return nil }
      default: text.append(byte)
      }
    }
    return nil
  }

  private mutating func appendEscape(to text: inout [UInt8]) -> Bool {
    guard let byte = next else { return false }
    index += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: text.append(byte)
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x6E: text.append(0x0A)
    case 0x72: text.append(0x0D)
    case 0x74: text.append(0x09)
    case 0x75:
      guard let scalar = escapedScalar() else { return false }
      text.append(contentsOf: UTF8.encode(scalar)!)
    default: return false
    }
    return true
  }

  /// The scalar of `\uXXXX`, of a pair of them where they are surrogates; half a pair is U+FFFD, as JavaScript writes
  /// one when it cuts an emoji.
  private mutating func escapedScalar() -> Unicode.Scalar? {
    guard let high = fourDigits() else { return nil }
    if let scalar = Unicode.Scalar(high) { return scalar }
    let mark = index
    if high < 0xDC00, take(0x5C), take(0x75), let low = fourDigits(), (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    {
      return scalar
    }
    index = mark
    return "\u{FFFD}"
  }

  private mutating func fourDigits() -> UInt32? {
    guard bytes.endIndex - index >= 4 else { return nil }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Hex.value(bytes[index]) else { return nil }
      value = value << 4 | digit
      index += 1
    }
    return value
  }
}
