internal import Foundation

/// Identifiers as OpenCode makes them: a prefix, twelve hexadecimal digits of time and counter, fourteen of base 62.
enum Identifier {
  static let prefixes: [[UInt8]] = ["ses_", "msg_", "prt_", "per_", "evt_"].map { Array($0.utf8) }
  private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
  private static let lock = NSLock()
  nonisolated(unsafe) private static var counter: UInt64 = 0

  static func make(_ prefix: String) -> String {
    let count = lock.withLock {
      unsafe counter += 1
      return unsafe counter
    }
    var number = UInt64(Date().timeIntervalSince1970 * 1000) &* 0x1000 &+ count
    // Those of sessions descend.
    if prefix == "ses" { number = ~number }
    let hex = String(number & 0xFFFF_FFFF_FFFF, radix: 16)
    let padded = String(repeating: "0", count: 12 - hex.count) + hex
    return "\(prefix)_\(padded)" + String((0..<14).map { _ in alphabet.randomElement() ?? "0" })
  }

  static var now: Int { Int(Date().timeIntervalSince1970 * 1000) }
}

/// Puts new identifiers and the present time into recorded text, the same one for the same.
struct IdentifierMap {
  private static let length = 30
  private var known: [String: String] = [:]
  private var shift: Int?

  /// What becomes of an identifier of the recording.
  mutating func set(_ old: String, to new: String) { known[old] = new }

  /// The same session makes new messages and parts from here on.
  mutating func forgetAllButSessions() { known = known.filter { $0.key.hasPrefix("ses_") } }

  mutating func rewrite(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if let old = identifier(bytes, at: index) {
        out += Array(replacement(old).utf8)
        index += IdentifierMap.length
      } else if let time = time(bytes, at: index) {
        let shift = shift ?? (Identifier.now - time)
        self.shift = shift
        out += Array("\(time + shift)".utf8)
        index += 13
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private mutating func replacement(_ old: String) -> String {
    if let new = known[old] { return new }
    let new = Identifier.make(String(old.prefix(3)))
    known[old] = new
    return new
  }

  private func identifier(_ bytes: [UInt8], at index: Int) -> String? {
    guard index + 4 < bytes.count, bytes[index + 3] == UInt8(ascii: "_"), index + IdentifierMap.length <= bytes.count,
      Identifier.prefixes.contains(Array(bytes[index..<(index + 4)]))
    else { return nil }
    let rest = bytes[(index + 4)..<(index + IdentifierMap.length)]
    guard rest.allSatisfy({ $0 < 0x80 && Character(UnicodeScalar($0)).isLetter || (0x30...0x39).contains($0) }) else {
      return nil
    }
    return String(decoding: bytes[index..<(index + IdentifierMap.length)], as: UTF8.self)
  }

  /// Milliseconds of the days of the recording; nothing else has thirteen digits.
  private func time(_ bytes: [UInt8], at index: Int) -> Int? {
    func isDigit(_ place: Int) -> Bool { bytes.indices.contains(place) && (0x30...0x39).contains(bytes[place]) }
    guard bytes[index] == UInt8(ascii: "1"), !isDigit(index - 1), !isDigit(index + 13), index + 13 <= bytes.count,
      (index..<(index + 13)).allSatisfy(isDigit)
    else { return nil }
    return Int(String(decoding: bytes[index..<(index + 13)], as: UTF8.self))
  }
}
