/// The line `@@ -1,3 +1,4 @@ section`.
struct HunkHeader {
  var oldStart: Int
  var oldCount: Int
  var newStart: Int
  var newCount: Int
  var section: Range<Int>

  enum Outcome {
    case header(HunkHeader)
    /// Some other line.
    case other
    /// A hunk header that can't be one, and why.
    case broken(String)
  }

  static func parse(_ bytes: [UInt8], _ line: Range<Int>) -> Outcome {
    guard bytes.matches("@@ -", at: line.lowerBound, before: line.upperBound) else { return .other }
    var cursor = Cursor(bytes: bytes, index: line.lowerBound + 4, end: line.upperBound)
    guard let oldStart = cursor.number(), let oldCount = cursor.count(), cursor.take(" +"),
      let newStart = cursor.number(), let newCount = cursor.count(), cursor.take(" @@")
    else {
      return .broken(
        cursor.hasOverflow ? "a number of the hunk header does not fit into 64 bits" : "the hunk header is malformed")
    }
    // One is left for the line behind the hunk.
    if oldStart >= Int.max - oldCount || newStart >= Int.max - newCount {
      return .broken("a number of the hunk header does not fit into 64 bits")
    }
    if oldStart == 0 && oldCount > 0 || newStart == 0 && newCount > 0 {
      return .broken("the hunk header is malformed: lines count from 1")
    }
    _ = cursor.take(" ")
    return .header(
      HunkHeader(
        oldStart: oldStart, oldCount: oldCount, newStart: newStart, newCount: newCount,
        section: cursor.index..<line.upperBound))
  }

  private struct Cursor {
    let bytes: [UInt8]
    var index: Int
    let end: Int
    var hasOverflow = false

    mutating func take(_ text: StaticString) -> Bool {
      guard bytes.matches(text, at: index, before: end) else { return false }
      index += text.utf8CodeUnitCount
      return true
    }

    mutating func number() -> Int? {
      let start = index
      var value = 0
      while index < end, (0x30...0x39).contains(bytes[index]) {
        let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = tenfold.addingReportingOverflow(Int(bytes[index] - 0x30))
        if overflow || carry {
          hasOverflow = true
          return nil
        }
        value = sum
        index += 1
      }
      return index > start ? value : nil
    }

    /// `,3`, or nothing, which means 1.
    mutating func count() -> Int? { take(",") ? number() : 1 }
  }
}
