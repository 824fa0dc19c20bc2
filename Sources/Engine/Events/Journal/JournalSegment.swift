/// The files of a recording: `journal.jsonl`, then `journal.1.jsonl`, `journal.2.jsonl` and so on, each closed at a limit, so
/// that no file grows without end (reliability.md, DK-11).
package enum JournalSegment {
  /// Bytes at which a segment is closed.
  package static let limit = 256 << 20
  private static let ending = ".jsonl"

  /// Path of segment `number`, from 0, of the recording whose first file is `first`.
  package static func path(_ first: String, _ number: Int) -> String {
    guard number > 0 else { return first }
    guard first.hasSuffix(ending) else { return "\(first).\(number)" }
    return "\(first.dropLast(ending.count)).\(number)\(ending)"
  }

  /// The number of the segment of `first` that has the name `name`; nil where it is none.
  static func number(of name: String, in first: String) -> Int? {
    if name == first { return 0 }
    let numbers = name.split(separator: ".").compactMap { Int($0) }
    return numbers.last.flatMap { $0 > 0 && path(first, $0) == name ? $0 : nil }
  }
}
