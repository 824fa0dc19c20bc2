/// Bounds on text that may be of any size and need not be UTF-8.
package enum UTF8Cut {
  /// At most `limit` bytes from the start, cut at a character's boundary; what is not UTF-8 becomes U+FFFD.
  package static func text(_ bytes: some Collection<UInt8>, limit: Int) -> String {
    guard bytes.count > limit else { return String(decoding: Array(bytes), as: UTF8.self) }
    let head = Array(bytes.prefix(limit + 1))
    var end = limit
    while end > 0, end > limit - 3, head[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: head[..<end], as: UTF8.self)
  }
}
