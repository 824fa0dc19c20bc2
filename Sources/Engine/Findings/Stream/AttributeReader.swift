/// Reads the inside of a tag as models write it: any order, either quote or none, a quote forgotten.
enum AttributeReader {
  enum End {
    /// Index of the closing `>`.
    case at(Int)
    case incomplete
    /// There is none where one could be.
    case none
  }

  /// Finds the tag's `>`. A `>` inside a quoted value does not end it, as long as the quotes are in order; otherwise
  /// the first one does.
  static func tagEnd(_ bytes: [UInt8], from start: Int, limit: Int) -> End {
    let careful = quotedEnd(bytes, from: start, limit: limit)
    if case .none = careful { return plainEnd(bytes, from: start, limit: limit) }
    return careful
  }

  private static func quotedEnd(_ bytes: [UInt8], from start: Int, limit: Int) -> End {
    var index = start
    var afterEquals = false
    while index < limit {
      guard index < bytes.count else { return .incomplete }
      let byte = bytes[index]
      if byte == 0x3E { return .at(index) }
      if byte == 0x3C { return .none }
      if afterEquals, byte == 0x22 || byte == 0x27 {
        index += 1
        while index < bytes.count, index < limit, bytes[index] != byte {
          if bytes[index] == 0x0A { return .none }
          index += 1
        }
        // What follows a closing quote decides whether it was one.
        guard index < limit else { return .none }
        guard index + 1 < bytes.count else { return .incomplete }
        let next = bytes[index + 1]
        guard ASCII.isSpace(next) || next == 0x2F || next == 0x3E else { return .none }
        afterEquals = false
      } else if byte == 0x3D {
        afterEquals = true
      } else if !ASCII.isSpace(byte) {
        afterEquals = false
      }
      index += 1
    }
    return .none
  }

  private static func plainEnd(_ bytes: [UInt8], from start: Int, limit: Int) -> End {
    var index = start
    while index < limit {
      guard index < bytes.count else { return .incomplete }
      if bytes[index] == 0x3E { return .at(index) }
      if bytes[index] == 0x3C { return .none }
      index += 1
    }
    return .none
  }

  /// The attributes by lower-case name, entities decoded; the first of a name counts.
  static func attributes(_ bytes: ArraySlice<UInt8>) -> [String: String] {
    var found: [String: String] = [:]
    var rest = bytes
    while true {
      rest = rest.drop { ASCII.isSpace($0) || $0 == 0x2F || $0 == 0x22 || $0 == 0x27 }
      let name = rest.prefix { !ASCII.isSpace($0) && $0 != 0x3D && $0 != 0x2F }
      guard !rest.isEmpty else { return found }
      rest = rest.dropFirst(name.count).drop(while: ASCII.isSpace)
      guard rest.first == 0x3D else {
        if name.isEmpty { rest = rest.dropFirst() }
        continue
      }
      let value = value(&rest)
      let key = String(decoding: name.map(ASCII.lowercased), as: UTF8.self)
      if !key.isEmpty, found[key] == nil {
        found[key] = String(decoding: XMLText.decode(value), as: UTF8.self)
      }
    }
  }

  /// Takes the value behind `=`. Where the closing quote is missing, the value ends before the attribute that follows.
  private static func value(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    rest = rest.dropFirst().drop(while: ASCII.isSpace)
    guard let quote = rest.first, quote == 0x22 || quote == 0x27 else {
      let value = rest.prefix { !ASCII.isSpace($0) }
      rest = rest.dropFirst(value.count)
      return unwrapped(value)
    }
    let value = rest.dropFirst().prefix { $0 != quote }
    let behind = rest.dropFirst(value.count + 2)
    if let next = behind.first, !ASCII.isSpace(next), next != 0x2F, let gap = value.lastIndex(where: ASCII.isSpace) {
      rest = rest[gap...]
      return value[..<gap]
    }
    rest = behind
    return value
  }

  /// Without backslashes and typographic quotes around an unquoted value.
  private static func unwrapped(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isWrap(_ byte: UInt8) -> Bool { byte == 0x5C || byte == 0x22 || byte == 0x27 }
    var value = value.drop(while: isWrap)
    while let last = value.last, isWrap(last) { value.removeLast() }
    if value.starts(with: [0xE2, 0x80, 0x9C]) || value.starts(with: [0xE2, 0x80, 0x9D]) { value.removeFirst(3) }
    if value.suffix(3) == [0xE2, 0x80, 0x9D] || value.suffix(3) == [0xE2, 0x80, 0x9C] { value.removeLast(3) }
    return value
  }
}
