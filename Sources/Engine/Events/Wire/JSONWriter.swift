/// Writes JSON of one line: objects whose members come in the order in which they are written.
///
/// Every control character and every character at which some line reader splits (U+0085, U+2028, U+2029) is escaped
/// (system.md, section 12), so that a record stays one line whoever reads it; and the marks of direction and of no width
/// (U+200B to U+200F, U+202A to U+202E, U+2060 to U+206F), so that it is read as it is written (reliability.md, UR-12).
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []
  /// Strings longer than so many UTF-8 bytes are cut, with a mark.
  private let textLimit: Int
  private var needsComma = false

  package init(textLimit: Int = .max) { self.textLimit = textLimit }

  /// Appends to what `buffer` holds; taken back by `takeBytes`, it is never copied.
  init(appendingTo buffer: consuming [UInt8], textLimit: Int) {
    bytes = buffer
    self.textLimit = textLimit
  }

  /// The bytes, which are then the caller's alone.
  mutating func takeBytes() -> [UInt8] { exchange(&bytes, with: []) }

  package mutating func object(_ members: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(0x7B)
    needsComma = false
    members(&self)
    bytes.append(0x7D)
    needsComma = true
  }

  package mutating func array<Item>(_ items: some Sequence<Item>, _ element: (inout JSONWriter, Item) -> Void) {
    separate()
    bytes.append(0x5B)
    needsComma = false
    for item in items { element(&self, item) }
    bytes.append(0x5D)
    needsComma = true
  }

  package mutating func key(_ key: String) {
    separate()
    bytes.append(0x22)
    bytes.append(contentsOf: key.utf8)
    bytes.append(0x22)
    bytes.append(0x3A)
    needsComma = false
  }

  package mutating func value(_ text: String) {
    separate()
    bytes.append(0x22)
    var text = text
    if text.utf8.count > textLimit {
      let cut = text.utf8.count - textLimit
      text = String(decoding: text.utf8.prefix(textLimit), as: UTF8.self) + "… [\(cut) bytes cut]"
    }
    text.withUTF8 { utf8 in unsafe escape(utf8) }
    bytes.append(0x22)
  }

  package mutating func value(_ number: Int) {
    literal(String(number))
  }

  /// A number that JSON can't express becomes `null`.
  package mutating func value(_ number: Double) {
    literal(number.isFinite ? "\(number)" : "null")
  }

  package mutating func value(_ flag: Bool) {
    literal(flag ? "true" : "false")
  }

  package mutating func null() { literal("null") }

  private mutating func literal(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(0x2C) }
    needsComma = true
  }

  private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
    var start = 0
    var index = 0
    while index < text.count {
      guard let (scalar, length) = unsafe Self.scalarToEscape(text, at: index) else { index += 1; continue }
      unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
      append(escaped: scalar)
      index += length
      start = index
    }
    unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
  }

  /// The scalar at `index` where it needs an escape, and how many bytes it takes.
  @inline(__always)
  private static func scalarToEscape(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> (UInt16, Int)? {
    let byte = unsafe text[index]
    switch byte {
    case 0x00..<0x20, 0x22, 0x5C, 0x7F: return (UInt16(byte), 1)
    case 0xC2 where index + 1 < text.count:
      let next = unsafe text[index + 1]
      return (0x80..<0xA0).contains(next) ? (UInt16(next), 2) : nil
    case 0xE2 where index + 2 < text.count:
      let (middle, last) = unsafe (text[index + 1], text[index + 2])
      return switch (middle, last) {
      case (0x80, 0x8B...0x8F), (0x80, 0xA8...0xAE): (0x2000 | UInt16(last & 0x3F), 3)
      case (0x81, 0xA0...0xAF): (0x2040 | UInt16(last & 0x3F), 3)
      default: nil
      }
    default: return nil
    }
  }

  private mutating func append(escaped scalar: UInt16) {
    bytes.append(0x5C)
    switch scalar {
    case 0x22, 0x5C: bytes.append(UInt8(scalar))
    case 0x0A: bytes.append(0x6E)
    case 0x0D: bytes.append(0x72)
    case 0x09: bytes.append(0x74)
    default:
      bytes.append(0x75)
      for shift in [12, 8, 4, 0] as [UInt16] { bytes.append(Hex.digit(UInt8(scalar >> shift & 0xF))) }
    }
  }
}

extension JSONWriter {
  package mutating func member(_ key: String, _ value: String?) {
    guard let value else { return }
    self.key(key)
    self.value(value)
  }

  package mutating func member(_ key: String, _ value: Int?) {
    guard let value else { return }
    self.key(key)
    self.value(value)
  }

  package mutating func member(_ key: String, _ value: Double?) {
    guard let value, value.isFinite else { return }
    self.key(key)
    self.value(value)
  }

  package mutating func member(_ key: String, _ value: Bool) {
    self.key(key)
    self.value(value)
  }

  package mutating func member(_ key: String, _ values: [String]) {
    self.key(key)
    array(values) { $0.value($1) }
  }

  /// A value that has been read elsewhere.
  package mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let flag): self.value(flag)
    case .integer(let number): self.value(number)
    case .number(let number): self.value(number)
    case .string(let text): self.value(text)
    case .array(let values): array(values) { $0.value($1) }
    case .object(let object):
      self.object { writer in
        for (key, value) in object.members {
          writer.value(key)
          writer.bytes.append(0x3A)
          writer.needsComma = false
          writer.value(value)
        }
      }
    }
  }
}

enum Hex {
  static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

  static func value(_ digit: UInt8) -> UInt32? {
    switch digit {
    case 0x30...0x39: UInt32(digit - 0x30)
    case 0x41...0x46: UInt32(digit - 0x37)
    case 0x61...0x66: UInt32(digit - 0x57)
    default: nil
    }
  }

  /// Eight lower-case digits.
  static func digits(_ value: UInt32) -> [UInt8] {
    (0..<8).map { digit(UInt8(value >> (28 - 4 * UInt32($0)) & 0xF)) }
  }
}
