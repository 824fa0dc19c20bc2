internal import Glibc

/// Lines of a byte array, cut at 0x0A only; other line ends belong to the text (reliability.md, 2.8).
package struct ByteLines: Sendable {
  package let bytes: [UInt8]
  /// Where the next line begins.
  package private(set) var position = 0
  /// Number of the line that `next` returned last, from 1; 0 before the first.
  package private(set) var number = 0
  /// Where every line ends with CR LF, both are the line end.
  private let dropsCarriageReturns: Bool

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    dropsCarriageReturns = ByteLines.endsEachLineWithCarriageReturn(bytes)
  }

  /// The range of the next line without its end, or nil at the end of the bytes.
  package mutating func next() -> Range<Int>? {
    guard let line = peek() else { return nil }
    advance(past: line)
    return line
  }

  /// The range that `next` would return.
  package func peek() -> Range<Int>? {
    guard position < bytes.count else { return nil }
    return position..<trimmed(from: position, to: ByteLines.lineEnd(in: bytes, from: position))
  }

  /// Takes the line that `peek` returned.
  package mutating func advance(past line: Range<Int>) {
    var end = line.upperBound
    if end < bytes.count, bytes[end] == 0x0D, dropsCarriageReturns { end += 1 }
    position = min(end + 1, bytes.count)
    number += 1
  }

  /// Whether the line ends with a line feed; the last one may not.
  package func isTerminated(_ line: Range<Int>) -> Bool {
    line.upperBound < bytes.count
  }

  private func trimmed(from start: Int, to end: Int) -> Int {
    dropsCarriageReturns && end > start && bytes[end - 1] == 0x0D ? end - 1 : end
  }

  /// The index of the first line feed at or behind `start`, or the count of the bytes.
  package static func lineEnd(in bytes: [UInt8], from start: Int) -> Int {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, start < buffer.count else { return buffer.count }
      guard let found = unsafe memchr(base + start, 0x0A, buffer.count - start) else { return buffer.count }
      return unsafe UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
    }
  }

  private static func endsEachLineWithCarriageReturn(_ bytes: [UInt8]) -> Bool {
    var start = 0
    while start < bytes.count {
      let end = lineEnd(in: bytes, from: start)
      // A last line without a line feed may have been cut before its carriage return.
      if end == bytes.count { break }
      if end == start || bytes[end - 1] != 0x0D { return false }
      start = end + 1
    }
    return start > 0
  }
}

extension Array where Element == UInt8 {
  /// Whether the bytes at `start` are those of `text`.
  func matches(_ text: StaticString, at start: Int, before end: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard start >= 0, end <= self.count, end - start >= count else { return false }
    return unsafe withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return count == 0 }
      return unsafe memcmp(base + start, text.utf8Start, count) == 0
    }
  }

  /// Whether `byte` stands anywhere in `range`, or in all of the bytes.
  func holds(_ byte: UInt8, in range: Range<Int>? = nil) -> Bool {
    let range = (range ?? 0..<count).clamped(to: 0..<count)
    return unsafe withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, !range.isEmpty else { return false }
      return unsafe memchr(base + range.lowerBound, Int32(byte), range.count) != nil
    }
  }

  /// Whether the bytes begin with those of `text`.
  func begins(with text: StaticString) -> Bool { matches(text, at: 0, before: count) }

  /// Whether the bytes end with those of `text`.
  func ends(with text: StaticString) -> Bool {
    matches(text, at: count - text.utf8CodeUnitCount, before: count)
  }

  /// Whether the bytes end with `other`.
  func hasSuffix(_ other: some Collection<UInt8>) -> Bool { suffix(other.count).elementsEqual(other) }
}
