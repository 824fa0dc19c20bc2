/// A path inside the reviewed repository: bytes as git has them, which need not be UTF-8.
package struct RepoPath: Sendable, Hashable, Comparable, CustomStringConvertible, Codable {
  /// The raw bytes, `/` between components, no leading `/`.
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) { self.bytes = bytes }
  package init(_ text: String) { bytes = Array(text.utf8) }

  /// The form of reports and screens: the text itself where it is UTF-8 without a backslash; else each byte that is not
  /// UTF-8 as `\xNN` and each backslash doubled, so that two paths never look alike (system.md, section 12). Control
  /// characters stay: whoever draws or prints escapes them.
  package var description: String {
    if !bytes.contains(0x5C), let text = String(validating: bytes, as: UTF8.self) { return text }
    return RepoPath.escape(bytes)
  }

  /// Reads the form that `description` writes.
  package init(escaped text: String) {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == 0x5C else { bytes.append(byte); continue }
      if rest.first == 0x5C {
        rest.removeFirst()
        bytes.append(0x5C)
      } else if rest.count >= 3, rest.first == 0x78,
        let value = UInt8(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
      {
        rest.removeFirst(3)
        bytes.append(value)
      } else {
        bytes.append(byte)
      }
    }
    self.bytes = bytes
  }

  package init(from decoder: any Decoder) throws {
    self.init(escaped: try decoder.singleValueContainer().decode(String.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  package static func < (left: RepoPath, right: RepoPath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// The last component, lossily decoded.
  package var name: String {
    String(decoding: bytes[(bytes.lastIndex(of: 0x2F).map { $0 + 1 } ?? 0)...], as: UTF8.self)
  }

  /// The components, lossily decoded.
  package var components: [String] { bytes.split(separator: 0x2F).map { String(decoding: $0, as: UTF8.self) } }

  private static func escape(_ bytes: [UInt8]) -> String {
    var text = ""
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x5C {
        text += "\\\\"
        index += 1
        continue
      }
      var length = 1
      while length <= 4, index + length <= bytes.count,
        String(validating: bytes[index..<index + length], as: UTF8.self) == nil
      { length += 1 }
      if length <= 4, index + length <= bytes.count {
        text += String(decoding: bytes[index..<index + length], as: UTF8.self)
        index += length
      } else {
        let hex = String(bytes[index], radix: 16, uppercase: true)
        text += "\\x" + (hex.count == 1 ? "0" : "") + hex
        index += 1
      }
    }
    return text
  }
}
