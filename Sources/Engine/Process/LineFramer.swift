internal import Glibc

/// Cuts a stream of bytes into lines at 0x0A, whatever the pieces in which it arrives (reliability.md, D8 and 2.4).
///
/// A line that is whole in one piece is handed on without a copy. One that is longer than the cap is dropped and
/// counted, so memory stays bounded whatever an agent prints.
package struct LineFramer: ~Copyable {
  /// Longest line that is handed on: 16 MiB (reliability.md, 2.4).
  package static let cap = 16 << 20

  private let cap: Int
  /// The start of a line whose end has not arrived.
  private var rest: [UInt8] = []
  /// Length of that start, also where it is over the cap and no longer kept.
  private var restLength = 0

  package init(cap: Int = LineFramer.cap) { self.cap = cap }

  /// Takes the next piece. Calls `line` for each line that ends in it, without its line feed and one carriage return
  /// before that, and `oversize` with the length of each line over the cap.
  package mutating func feed(
    _ bytes: Span<UInt8>, line: (Span<UInt8>) -> Void, oversize: (Int) -> Void = { _ in }
  ) {
    var start = 0
    while start < bytes.count {
      guard let end = LineFramer.lineFeed(in: bytes, from: start) else {
        keep(bytes.extracting(start..<bytes.count))
        return
      }
      let piece = bytes.extracting(start..<end)
      if restLength > 0 {
        keep(piece)
        endKept(line: line, oversize: oversize)
      } else if piece.count > cap {
        oversize(piece.count)
      } else {
        line(piece.extracting(0..<LineFramer.lengthWithoutReturn(piece)))
      }
      start = end + 1
    }
  }

  /// Bytes that followed the last line feed: a torn line, if any.
  package var tornBytes: Int { restLength }

  private mutating func keep(_ piece: Span<UInt8>) {
    restLength += piece.count
    guard restLength <= cap else {
      rest = []
      return
    }
    rest.reserveCapacity(restLength)
    unsafe piece.withUnsafeBufferPointer { unsafe rest.append(contentsOf: $0) }
  }

  private mutating func endKept(line: (Span<UInt8>) -> Void, oversize: (Int) -> Void) {
    let length = restLength
    restLength = 0
    guard length <= cap else { return oversize(length) }
    var whole: [UInt8] = []
    swap(&whole, &rest)
    line(whole.span.extracting(0..<LineFramer.lengthWithoutReturn(whole.span)))
    // Most lines fit the storage of the one before; a huge one must not be kept for the rest of the run.
    guard whole.capacity <= 1 << 20 else { return }
    whole.removeAll(keepingCapacity: true)
    swap(&whole, &rest)
  }

  private static func lineFeed(in bytes: Span<UInt8>, from start: Int) -> Int? {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress,
        let found = unsafe memchr(base + start, 0x0A, buffer.count - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
  }

  /// Length of a line without a carriage return at its end.
  private static func lengthWithoutReturn(_ line: Span<UInt8>) -> Int {
    line.count > 0 && line[line.count - 1] == 0x0D ? line.count - 1 : line.count
  }
}
