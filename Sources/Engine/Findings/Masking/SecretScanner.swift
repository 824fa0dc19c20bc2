/// Finds the credentials in a text.
struct SecretScanner {
  private let bytes: [UInt8]
  private var index = 0
  private var found: [Range<Int>] = []

  private static let beginKey = Array("-----BEGIN ".utf8)
  private static let endKey = Array("-----END ".utf8)
  private static let keyWord = Array("PRIVATE KEY".utf8)
  private static let maskEnd = Array(" characters]".utf8)

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// In order, without overlap.
  consuming func spans() -> [Range<Int>] {
    var scanner = self
    while scanner.index < scanner.bytes.count { scanner.step() }
    return scanner.found
  }

  private mutating func step() {
    let byte = bytes[index]
    let isWordStart = index == 0 || !Self.isTokenByte(bytes[index - 1])
    if byte == 0x2D, let end = keyBlock() { return take(index..<end) }
    if byte == 0x3A, let secret = userPassword() { return take(secret) }
    guard isWordStart, Self.isTokenByte(byte) else {
      index += 1
      return
    }
    let end = wordEnd(from: index)
    if let secret = formatted(upTo: end) ?? blob() { return take(secret) }
    if let secret = value(behind: end), Self.isName(bytes[index..<end]) { return take(secret) }
    index = end
  }

  private mutating func take(_ span: Range<Int>) {
    found.append(span)
    index = span.upperBound
  }

  private func wordEnd(from start: Int) -> Int {
    var end = start
    while end < bytes.count, Self.isTokenByte(bytes[end]) { end += 1 }
    return end
  }

  static func isTokenByte(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || byte == 0x5F || byte == 0x2D || byte == 0x2E || byte >= 0x80
  }

  // MARK: By form

  private func formatted(upTo end: Int) -> Range<Int>? {
    if end - index < 16 { return nil }
    let word = bytes[index..<end]
    for format in SecretFormat.byFirst[Int(bytes[index])] where word.starts(with: format.prefix) {
      let rest = word.dropFirst(format.prefix.count)
      let tail = rest.prefix {
        $0 < 0x80 && (!format.isUpper || ASCII.isDigit($0) || (ASCII.isLetter($0) && $0 < 0x61))
      }
      // A full stop at the end is the sentence's.
      let end = (tail.lastIndex { $0 != 0x2E && $0 != 0x2D } ?? tail.startIndex) + 1
      if end - tail.startIndex >= format.least { return index..<end }
    }
    return nil
  }

  /// A long run of base64 alone on its line: the middle of a key, whose first line is out of sight.
  private func blob() -> Range<Int>? {
    guard index == 0 || ASCII.isSpace(bytes[index - 1]) || Self.quotes.contains(bytes[index - 1]) else { return nil }
    guard index + 48 <= bytes.count else { return nil }
    let run = bytes[index...].prefix { ASCII.isAlphanumeric($0) || $0 == 0x2B || $0 == 0x2F || $0 == 0x3D }
    guard run.count >= 48, run.count(where: { $0 == 0x2F }) * 12 < run.count else { return nil }
    let next = run.endIndex < bytes.count ? bytes[run.endIndex] : 0x0A
    guard [0x0A, 0x0D, 0x22, 0x27, 0x5C, 0x2C].contains(next) else { return nil }
    let before = bytes[..<index].suffix(400).last { !ASCII.isSpace($0) && $0 != 0x22 && $0 != 0x27 || $0 == 0x0A }
    guard before == nil || before == 0x0A else { return nil }
    let hasAll =
      run.contains(where: ASCII.isDigit) && run.contains { (0x41...0x5A).contains($0) }
      && run.contains { (0x61...0x7A).contains($0) }
    return hasAll ? index..<run.endIndex : nil
  }

  /// The end of a private key that begins here; all of the rest where it has none.
  private func keyBlock() -> Int? {
    guard bytes[index...].starts(with: Self.beginKey) else { return nil }
    let label = bytes[(index + Self.beginKey.count)...].prefix(40)
    let words = label.prefix { $0 != 0x2D && $0 != 0x0A }
    guard
      words.suffix(Self.keyWord.count).elementsEqual(Self.keyWord)
        || words.dropLast(6).suffix(Self.keyWord.count).elementsEqual(Self.keyWord)
    else { return nil }
    var scan = label.endIndex
    while let dash = bytes[min(scan, bytes.count)...].firstIndex(of: 0x2D) {
      if bytes[dash...].starts(with: Self.endKey) {
        var end = dash + Self.endKey.count
        while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x22, bytes[end] != 0x27, bytes[end] != 0x5C {
          end += 1
        }
        return end
      }
      scan = dash + 1
    }
    return bytes.count
  }

  // MARK: By place

  /// The password of `scheme://user:password@host`; stands behind the colon at `index`.
  private func userPassword() -> Range<Int>? {
    let before = bytes[..<index].suffix(80)
    let user = before.suffix(
      from: before.lastIndex { $0 == 0x2F || ASCII.isSpace($0) || $0 == 0x22 } ?? before.startIndex)
    guard user.first == 0x2F, user.startIndex >= 2, bytes[user.startIndex - 1] == 0x2F,
      bytes[user.startIndex - 2] == 0x3A
    else { return nil }
    let rest = bytes[(index + 1)...].prefix(256)
    let password = rest.prefix { $0 != 0x40 && $0 != 0x2F && !ASCII.isSpace($0) && $0 != 0x22 && $0 != 0x27 }
    guard password.count >= 3, password.endIndex < bytes.count, bytes[password.endIndex] == 0x40 else { return nil }
    return isPlaceholder(password) ? nil : password.startIndex..<password.endIndex
  }

  static func isName(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.count <= 80 else { return false }
    let bare = word.filter { $0 != 0x5F && $0 != 0x2D && $0 != 0x2E }.map(ASCII.lowercased)
    return SecretFormat.names.contains { name in
      guard bare.count >= name.count else { return false }
      return (0...(bare.count - name.count)).contains { bare[$0...].starts(with: name) }
    }
  }

  /// The value that is given to the name which ends at `end`: a string after `=`, `:`, `=>`, `:=` or `==`, or an
  /// unquoted word that can't be code; after `Bearer` and the like the word itself.
  private func value(behind end: Int) -> Range<Int>? {
    var at = end
    func skipSpace() { while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 } }
    if at < bytes.count, Self.quotes.contains(bytes[at]) || bytes[at] == 0x5D { at += 1 }
    if at < bytes.count, bytes[at] == 0x5D { at += 1 }
    let gap = at
    skipSpace()
    let operators = bytes[min(at, bytes.count)...].prefix(3).prefix { $0 == 0x3D || $0 == 0x3A || $0 == 0x3E }
    if operators.isEmpty {
      let isBearer = bytes[index..<end].map(ASCII.lowercased).elementsEqual(Array("bearer".utf8))
      return isBearer && at > gap ? word(from: at) : nil
    }
    at = operators.endIndex
    skipSpace()
    guard at < bytes.count else { return nil }
    return Self.quotes.contains(bytes[at]) ? quoted(from: at) : word(from: at)
  }

  private static let quotes: Set<UInt8> = [0x22, 0x27, 0x60]

  private func quoted(from start: Int) -> Range<Int>? {
    let quote = bytes[start]
    var end = start + 1
    while end < bytes.count, bytes[end] != quote, bytes[end] != 0x0A {
      end += bytes[end] == 0x5C && end + 1 < bytes.count ? 2 : 1
    }
    end = min(end, bytes.count)
    let value = bytes[(start + 1)..<end]
    return value.count < 4 || isPlaceholder(value) ? nil : value.startIndex..<end
  }

  private func word(from start: Int) -> Range<Int>? {
    let value = bytes[start...].prefix(512).prefix {
      ASCII.isAlphanumeric($0) || [0x2B, 0x2F, 0x3D, 0x5F, 0x2D, 0x7E].contains($0)
    }
    guard value.count >= 8, value.contains(where: ASCII.isDigit), value.contains(where: ASCII.isLetter) else {
      return nil
    }
    let next = value.endIndex < bytes.count ? bytes[value.endIndex] : 0x0A
    return ASCII.isSpace(next) || [0x22, 0x27, 0x60, 0x2C, 0x3B].contains(next)
      ? value.startIndex..<value.endIndex : nil
  }

  /// What stands for a value that comes from elsewhere, and what is already masked.
  private func isPlaceholder(_ value: ArraySlice<UInt8>) -> Bool {
    if value.suffix(Self.maskEnd.count).elementsEqual(Self.maskEnd) { return true }
    guard let first = value.first else { return true }
    if first == 0x24 || first == 0x3C || first == 0x25 { return true }
    return zip(value, value.dropFirst()).contains { $0 == (0x24, 0x7B) || $0 == (0x7B, 0x7B) || $0 == (0x25, 0x73) }
  }
}
