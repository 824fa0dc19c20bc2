/// Text on its way to the clipboard.
enum Clipboard {
  /// Most terminals drop more.
  static let longest = 64 * 1024

  /// Base64 of the text's UTF-8; nil where it is too long.
  static func encode(_ text: String) -> [UInt8]? {
    let bytes = Array(text.utf8.prefix(longest + 1))
    guard bytes.count <= longest else { return nil }
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var encoded: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        encoded.append(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return encoded
  }
}
