/// What agents call severities. Only words that our own definition of critical covers (system.md, section 3) become
/// `critical`, since that blocks a merge: `high` and `error` are a linter's words and become `warning`. What is unknown
/// is a `suggestion`.
enum SeverityWord {
  private static let table: [String: Severity] = [
    "critical": .critical, "blocker": .critical, "blocking": .critical, "fatal": .critical, "p0": .critical,
    "warning": .warning, "warn": .warning, "high": .warning, "error": .warning, "major": .warning,
    "medium": .warning, "moderate": .warning, "important": .warning, "severe": .warning, "p1": .warning,
  ]

  static func severity(_ word: String) -> Severity {
    let bytes = word.utf8.prefix(32).map(ASCII.lowercased).filter { !ASCII.isSpace($0) }
    return table[String(decoding: bytes, as: UTF8.self)] ?? .suggestion
  }
}

/// Numbers in attributes, from agents that write them as they like.
enum AttributeNumber {
  /// The first number in the text; nil where it can't be a line (reliability.md, MO-03).
  static func line(_ text: String) -> Int? {
    let bytes = text.utf8.prefix(32).drop { !ASCII.isDigit($0) && $0 != 0x2D }
    let digits = bytes.prefix(while: ASCII.isDigit)
    guard digits.count <= 9, let line = Int(String(decoding: Array(digits), as: UTF8.self)), line > 0 else {
      return nil
    }
    return line
  }

  /// Between 0 and 1; a percentage counts as one.
  static func confidence(_ text: String) -> Double? {
    var bytes = Array(text.utf8.prefix(32).filter { !ASCII.isSpace($0) })
    let isPercentage = bytes.last == 0x25
    if isPercentage { bytes.removeLast() }
    guard let value = Double(String(decoding: bytes, as: UTF8.self)), !value.isNaN else { return nil }
    return min(1, max(0, isPercentage ? value / 100 : value))
  }
}
