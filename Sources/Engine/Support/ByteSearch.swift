/// Search in bytes whose time does not depend on what they are.
package enum ByteSearch {
  /// Index of the first occurrence of `wanted` in `bytes`; Rabin–Karp, so that no text makes it slow.
  package static func first(_ wanted: Span<UInt8>, in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    let length = wanted.count
    guard length > 0, start >= 0, end <= bytes.count, end - start >= length else { return nil }
    let base: UInt64 = 0x100_0000_01B3
    var (target, rolling, power): (UInt64, UInt64, UInt64) = (0, 0, 1)
    for index in 0..<length {
      target = target &* base &+ UInt64(wanted[index])
      rolling = rolling &* base &+ UInt64(bytes[start + index])
      if index > 0 { power = power &* base }
    }
    var index = start
    while true {
      if rolling == target, isEqual(wanted, bytes, at: index) { return index }
      guard index + length < end else { return nil }
      rolling = (rolling &- UInt64(bytes[index]) &* power) &* base &+ UInt64(bytes[index + length])
      index += 1
    }
  }

  private static func isEqual(_ wanted: Span<UInt8>, _ bytes: Span<UInt8>, at start: Int) -> Bool {
    for offset in 0..<wanted.count where wanted[offset] != bytes[start + offset] { return false }
    return true
  }
}
