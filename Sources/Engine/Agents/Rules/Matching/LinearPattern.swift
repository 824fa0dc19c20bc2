internal import CRE2

/// A pattern that is wrong or too large.
package struct PatternError: Error, Sendable, Hashable {
  package var pattern: String
  /// RE2's own words.
  package var message: String
}

/// One compiled pattern over bytes. RE2 never backtracks: time is linear in the text, whatever the pattern
/// (reliability.md, MO-09).
@safe package struct LinearPattern: ~Copyable {
  private let handle: OpaquePointer

  package init(_ pattern: String) throws(PatternError) {
    var message = [CChar](repeating: 0, count: 200)
    let bytes = Array(pattern.utf8CString)
    guard let handle = unsafe conclave_re2_new(bytes, bytes.count - 1, &message, message.count) else {
      throw PatternError(pattern: pattern, message: LinearPattern.text(message))
    }
    unsafe self.handle = handle
  }

  deinit { unsafe conclave_re2_free(handle) }

  /// The first match at or after `from`.
  package func firstMatch(in text: [UInt8], from: Int = 0) -> Range<Int>? {
    var start = 0
    var end = 0
    guard from >= 0, unsafe conclave_re2_find(handle, text, text.count, from, &start, &end) == 1 else { return nil }
    return start..<end
  }

  package func matches(_ text: [UInt8]) -> Bool { firstMatch(in: text) != nil }

  static func text(_ message: [CChar]) -> String {
    String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// Many patterns that are searched for in one pass.
@safe package struct PatternSet: ~Copyable {
  private let handle: OpaquePointer
  private let count: Int

  package init(_ patterns: [String]) throws(PatternError) {
    guard let set = unsafe conclave_re2_set_new() else {
      throw PatternError(pattern: "", message: "out of memory")
    }
    if let failure = unsafe PatternSet.fill(set, patterns) {
      unsafe conclave_re2_set_free(set)
      throw failure
    }
    unsafe handle = set
    count = patterns.count
  }

  private static func fill(_ set: OpaquePointer, _ patterns: [String]) -> PatternError? {
    for pattern in patterns {
      var message = [CChar](repeating: 0, count: 200)
      let bytes = Array(pattern.utf8CString)
      if unsafe conclave_re2_set_add(set, bytes, bytes.count - 1, &message, message.count) < 0 {
        return PatternError(pattern: pattern, message: LinearPattern.text(message))
      }
    }
    let isCompiled = unsafe conclave_re2_set_compile(set) == 1
    return isCompiled ? nil : PatternError(pattern: "", message: "the patterns are too large together")
  }

  deinit { unsafe conclave_re2_set_free(handle) }

  /// Numbers of the patterns that match somewhere in `text`, ascending; nil when this text needs more memory than
  /// allowed.
  package func matches(in text: [UInt8]) -> [Int]? {
    var numbers = [Int32](repeating: 0, count: count)
    let found = unsafe conclave_re2_set_match(handle, text, text.count, &numbers, numbers.count)
    return found < 0 ? nil : numbers.prefix(Int(found)).map(Int.init).sorted()
  }
}
