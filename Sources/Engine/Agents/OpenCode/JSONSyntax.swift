/// Reads one JSON object from a line in one pass, checks all of it, and notes where its members are.
///
/// Recursion is bounded by `JSONIndex.depthLimit`; nothing is copied; text runs are crossed eight bytes at a time.
struct JSONSyntax {
  /// Members are noted down to this level: `part.state.input.filePath`.
  private static let notedLevels = 4

  private let bytes: JSONBytes
  private(set) var index: JSONIndex
  private(set) var at: Int
  private var keys = 0

  /// Begins at an opening brace.
  init(_ bytes: JSONBytes, at start: Int, index: consuming JSONIndex) {
    self.bytes = bytes
    self.index = index
    at = start
  }

  mutating func readObject() throws(JSONFault) { try object(depth: 1, noted: true) }

  /// Passes blanks.
  mutating func skipBlanks() {
    while bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == 0x0D || bytes[at] == 0x0A { at += 1 }
  }

  private mutating func object(depth: Int, noted: Bool) throws(JSONFault) {
    guard depth <= JSONIndex.depthLimit else { throw .depth }
    at += 1
    skipBlanks()
    if bytes[at] == 0x7D { return at += 1 }
    while true {
      try member(depth: depth, noted: noted)
      skipBlanks()
      let separator = bytes[at]
      at += 1
      if separator == 0x7D { return }
      guard separator == 0x2C else { throw fault(at - 1) }
      skipBlanks()
    }
  }

  private mutating func member(depth: Int, noted: Bool) throws(JSONFault) {
    keys += 1
    guard keys <= JSONIndex.keyLimit else { throw .keys }
    guard bytes[at] == 0x22 else { throw fault(at) }
    let keyStart = at + 1
    let keyIsEscaped = try string()
    let key = Int32(truncatingIfNeeded: keyStart)..<Int32(truncatingIfNeeded: at - 1)
    skipBlanks()
    guard bytes[at] == 0x3A else { throw fault(at) }
    at += 1
    skipBlanks()
    guard noted else {
      _ = try value(depth: depth, noted: false)
      return
    }
    let place = index.append(JSONIndex.Member(key: key, keyIsEscaped: keyIsEscaped))
    let start = at
    let (kind, isEscaped) = try value(depth: depth, noted: depth < JSONSyntax.notedLevels)
    let quote = kind == .string ? 1 : 0
    index.close(place, value: start + quote..<at - quote, kind: kind, isEscaped: isEscaped)
  }

  private mutating func value(depth: Int, noted: Bool) throws(JSONFault) -> (JSONIndex.Kind, Bool) {
    switch bytes[at] {
    case 0x22: return (.string, try string())
    case 0x7B:
      try object(depth: depth + 1, noted: noted)
      return (.object, false)
    case 0x5B:
      try array(depth: depth + 1)
      return (.array, false)
    case 0x74: return (.yes, try word("true"))
    case 0x66: return (.no, try word("false"))
    case 0x6E: return (.null, try word("null"))
    default:
      try number()
      return (.number, false)
    }
  }

  private mutating func array(depth: Int) throws(JSONFault) {
    guard depth <= JSONIndex.depthLimit else { throw .depth }
    at += 1
    skipBlanks()
    if bytes[at] == 0x5D { return at += 1 }
    while true {
      _ = try value(depth: depth, noted: false)
      skipBlanks()
      let separator = bytes[at]
      at += 1
      if separator == 0x5D { return }
      guard separator == 0x2C else { throw fault(at - 1) }
      skipBlanks()
    }
  }

  private mutating func word(_ text: StaticString) throws(JSONFault) -> Bool {
    let end = at + text.utf8CodeUnitCount
    guard end <= bytes.count, bytes.equal(at..<end, text) else { throw fault(at) }
    at = end
    return false
  }

  private mutating func number() throws(JSONFault) {
    if bytes[at] == 0x2D { at += 1 }
    let start = at
    try digits()
    if bytes[start] == 0x30, at > start + 1 { throw .syntax }
    if bytes[at] == 0x2E {
      at += 1
      try digits()
    }
    if bytes[at] | 0x20 == 0x65 {
      at += 1
      if bytes[at] == 0x2B || bytes[at] == 0x2D { at += 1 }
      try digits()
    }
  }

  private mutating func digits() throws(JSONFault) {
    guard bytes[at] &- 0x30 <= 9 else { throw fault(at) }
    while bytes[at] &- 0x30 <= 9 { at += 1 }
  }

  /// Passes a string from its opening quote; says whether it has escapes.
  private mutating func string() throws(JSONFault) -> Bool {
    at += 1
    var isEscaped = false
    while true {
      while let word = bytes.word(at: at) {
        let found = JSONSyntax.special(word)
        at += found == 0 ? 8 : found.trailingZeroBitCount / 8
        if found != 0 { break }
      }
      let byte = bytes[at]
      switch byte {
      case 0x22:
        at += 1
        return isEscaped
      case 0x5C:
        isEscaped = true
        try escape()
      case 0x80...: try sequence(byte)
      case ..<0x20: throw fault(at)
      default: at += 1
      }
    }
  }

  private mutating func escape() throws(JSONFault) {
    switch bytes[at + 1] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: at += 2
    case 0x75:
      for offset in 2...5 where JSONSyntax.hexDigit(bytes[at + offset]) == nil { throw fault(at + offset) }
      at += 6
    default: throw fault(at + 1)
    }
  }

  /// Passes one character of two to four bytes; refuses overlong forms, surrogates and values past U+10FFFF.
  private mutating func sequence(_ first: UInt8) throws(JSONFault) {
    let second = bytes[at + 1]
    let length: Int
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0: length = second >= 0xA0 ? 3 : 0
    case 0xED: length = second <= 0x9F ? 3 : 0
    case 0xE1...0xEF: length = 3
    case 0xF0: length = second >= 0x90 ? 4 : 0
    case 0xF1...0xF3: length = 4
    case 0xF4: length = second <= 0x8F ? 4 : 0
    default: length = 0
    }
    guard length > 0 else { throw .encoding }
    for offset in 1..<length where bytes[at + offset] & 0xC0 != 0x80 { throw .encoding }
    at += length
  }

  /// What is wrong with the byte at a place where the syntax wanted another one.
  private func fault(_ place: Int) -> JSONFault {
    guard place < bytes.count else { return .syntax }
    switch bytes[place] {
    case 0: return .nul
    case 0x01..<0x20: return .control
    default: return .syntax
    }
  }

  /// The top bit of each byte that ends a run of plain text: quote, backslash, control character, not ASCII. Bits
  /// above the lowest one set may be wrong: the subtraction borrows.
  private static func special(_ word: UInt64) -> UInt64 {
    let controls = (word &- 0x2020_2020_2020_2020) & ~word
    return occurrences(of: 0x22, in: word) | occurrences(of: 0x5C, in: word)
      | ((controls | word) & 0x8080_8080_8080_8080)
  }

  /// The top bit of each byte that is `byte`, exact for the lowest one set.
  static func occurrences(of byte: UInt8, in word: UInt64) -> UInt64 {
    let difference = word ^ (0x0101_0101_0101_0101 &* UInt64(byte))
    return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
  }

  static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
