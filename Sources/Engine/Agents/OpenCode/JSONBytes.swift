/// The bytes of one line while they are being read: a borrowed pointer that lives no longer than the call that made
/// it. Every access is checked against the length.
@safe struct JSONBytes {
  private let base: UnsafePointer<UInt8>?
  let count: Int

  init(borrowing buffer: UnsafeBufferPointer<UInt8>) {
    unsafe base = buffer.baseAddress
    count = buffer.count
  }

  /// The byte at `index`; 0, which no JSON contains, outside.
  subscript(index: Int) -> UInt8 {
    guard index >= 0, index < count, let base = unsafe base else { return 0 }
    return unsafe base[index]
  }

  /// Eight bytes from `index`, the first in the lowest place; nil where there are not so many.
  func word(at index: Int) -> UInt64? {
    guard index >= 0, index + 8 <= count, let base = unsafe base else { return nil }
    return unsafe UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
  }

  /// Whether the bytes of `range` are those of `text`.
  func equal(_ range: Range<Int>, _ text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount, let part = unsafe slice(range) else { return false }
    return unsafe part.elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// The text of `range`; bytes that are not UTF-8 become U+FFFD.
  func text(_ range: Range<Int>) -> String {
    guard let part = unsafe slice(range) else { return "" }
    return unsafe String(decoding: part, as: UTF8.self)
  }

  /// The text of `range`, or nil where it is not UTF-8.
  func validText(_ range: Range<Int>) -> String? {
    guard let part = unsafe slice(range) else { return "" }
    return unsafe String(validating: part, as: UTF8.self)
  }

  func append(_ range: Range<Int>, to bytes: inout [UInt8]) {
    guard let part = unsafe slice(range) else { return }
    unsafe bytes.append(contentsOf: part)
  }

  private func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8>? {
    let range = range.clamped(to: 0..<count)
    guard let base = unsafe base, !range.isEmpty else { return nil }
    return unsafe UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
  }
}
