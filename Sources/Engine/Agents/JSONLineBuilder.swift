/// Builds one line of JSON. All control characters, U+0085, U+2028 and U+2029 are escaped, since common line readers
/// split there (system.md, section 12).
package struct JSONLineBuilder {
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  package init() {}

  package mutating func object(_ members: (inout JSONLineBuilder) -> Void) {
    bytes.append(UInt8(ascii: "{"))
    needsComma = false
    members(&self)
    bytes.append(UInt8(ascii: "}"))
    needsComma = true
  }

  package mutating func key(_ name: String) {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    string(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  package mutating func member(_ name: String, _ value: String) {
    key(name)
    string(value)
    needsComma = true
  }

  package mutating func member(_ name: String, _ value: Int) { literal(name, String(value)) }

  /// JSON has no infinities: what is not finite is written as `null`.
  package mutating func member(_ name: String, _ value: Double) {
    let isWhole = value.rounded() == value && value.magnitude < 1e15
    literal(name, !value.isFinite ? "null" : isWhole ? String(Int(value)) : String(value))
  }

  package mutating func member(_ name: String, _ value: Bool) { literal(name, value ? "true" : "false") }

  /// A member whose value is JSON already, written as it is.
  package mutating func member(_ name: String, json: String) { literal(name, json) }

  /// A member that is an array; `elements` calls `element` for each of its elements.
  package mutating func array(_ name: String, _ elements: (inout JSONLineBuilder) -> Void) {
    key(name)
    bytes.append(UInt8(ascii: "["))
    elements(&self)
    bytes.append(UInt8(ascii: "]"))
    needsComma = true
  }

  /// The next element of an array, an object.
  package mutating func element(_ members: (inout JSONLineBuilder) -> Void) {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    object(members)
  }

  /// The next element of an array, a string.
  package mutating func element(_ text: String) {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    string(text)
    needsComma = true
  }

  private mutating func literal(_ name: String, _ text: String) {
    key(name)
    bytes += text.utf8
    needsComma = true
  }

  private mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: bytes += [0x5C, 0x22]
      case 0x5C: bytes += [0x5C, 0x5C]
      case 0x0A: bytes += [0x5C, 0x6E]
      case 0x09: bytes += [0x5C, 0x74]
      case 0...0x1F, 0x7F...0x9F, 0x2028, 0x2029: escape(scalar.value)
      default: bytes += UTF8.encode(scalar)!
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ value: UInt32) {
    let digits = String(value, radix: 16)
    bytes += "\\u".utf8
    bytes += String(repeating: "0", count: 4 - digits.count).utf8
    bytes += digits.utf8
  }
}
