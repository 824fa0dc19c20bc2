/// Strings and numbers of JSON, whose syntax has already been checked.
enum JSONText {
  /// Resolves escapes; lone surrogates become U+FFFD, since JavaScript prints them where it cuts an emoji
  /// (reliability.md, D8). Stops before the text would be longer than `limit` bytes.
  static func unescape(_ bytes: JSONBytes, _ range: Range<Int>, limit: Int = .max) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(min(range.count, limit))
    var at = range.lowerBound
    while at < range.upperBound, text.count < limit {
      let run = plainRun(bytes, at..<range.upperBound)
      if !run.isEmpty {
        bytes.append(run, to: &text)
        at = run.upperBound
        continue
      }
      at = appendEscape(bytes, at, end: range.upperBound, to: &text)
    }
    cut(&text, to: limit)
    return String(decoding: text, as: UTF8.self)
  }

  /// A finite number; nil where it is not representable or absurdly long.
  static func number(_ bytes: JSONBytes, _ range: Range<Int>) -> Double? {
    if range.count <= 15, let whole = smallInteger(bytes, range) { return Double(whole) }
    guard range.count <= 64, let value = Double(bytes.text(range)), value.isFinite else { return nil }
    return value
  }

  private static func smallInteger(_ bytes: JSONBytes, _ range: Range<Int>) -> Int? {
    var value = 0
    for index in range {
      let digit = bytes[index] &- 0x30
      guard digit <= 9 else { return nil }
      value = value * 10 + Int(digit)
    }
    return range.isEmpty ? nil : value
  }

  private static func plainRun(_ bytes: JSONBytes, _ range: Range<Int>) -> Range<Int> {
    var at = range.lowerBound
    while let word = bytes.word(at: at), at + 8 <= range.upperBound {
      let found = JSONSyntax.occurrences(of: 0x5C, in: word)
      if found != 0 { return range.lowerBound..<at + found.trailingZeroBitCount / 8 }
      at += 8
    }
    while at < range.upperBound, bytes[at] != 0x5C { at += 1 }
    return range.lowerBound..<at
  }

  /// Appends what the escape at `at` stands for; returns where it ends.
  private static func appendEscape(_ bytes: JSONBytes, _ at: Int, end: Int, to text: inout [UInt8]) -> Int {
    switch bytes[at + 1] {
    case 0x6E: text.append(0x0A)
    case 0x74: text.append(0x09)
    case 0x72: text.append(0x0D)
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x75: return appendUnit(bytes, at, end: end, to: &text)
    case let other: text.append(other)
    }
    return at + 2
  }

  private static func appendUnit(_ bytes: JSONBytes, _ at: Int, end: Int, to text: inout [UInt8]) -> Int {
    guard at + 6 <= end else { return end }
    let high = unit(bytes, at)
    var scalar = Unicode.Scalar(high)
    var next = at + 6
    if high & 0xFC00 == 0xD800, next + 6 <= end, bytes[next] == 0x5C, bytes[next + 1] == 0x75 {
      let low = unit(bytes, next)
      if low & 0xFC00 == 0xDC00 {
        scalar = Unicode.Scalar(0x10000 + (high & 0x3FF) << 10 + low & 0x3FF)
        next += 6
      }
    }
    text.append(contentsOf: UTF8.encode(scalar ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter)
    return next
  }

  private static func unit(_ bytes: JSONBytes, _ at: Int) -> UInt32 {
    (2...5).reduce(0) { value, offset in value << 4 | UInt32(JSONSyntax.hexDigit(bytes[at + offset]) ?? 0) }
  }

  private static func cut(_ text: inout [UInt8], to limit: Int) {
    guard text.count > limit else { return }
    var end = limit
    while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
    text.removeSubrange(end...)
  }
}
