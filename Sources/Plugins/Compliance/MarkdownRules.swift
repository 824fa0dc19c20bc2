public import Engine

/// Rules of an organisation in Markdown:
///
///     # Engineering codex                      a title; what stands before the first rule is for people
///
///     ## ENG-31: Outgoing calls have a timeout a rule: its identifier, a colon, its title
///
///     Severity: critical                       optional; else `warning`
///
///     Every call to another service ends after 10 s at most.
///
///     Bad:                                     optional, as is `Good:`; each is followed by a block of code
///
///     ```python
///     http.post(URL, json=payload)
///     ```
///
/// Every heading of the second level is a rule; deeper ones belong to it. Models judge by these rules; the offline `rules`
/// runtime needs rules with patterns, in TOML.
public enum MarkdownRules {
  /// Bytes of one file, its rules, and bytes of a rule's text and of one example.
  static let longestFile = 256 << 10
  static let mostRules = 500
  static let longestBody = 4_000
  static let longestExample = 2_000
  static let mostExamples = 8

  /// - Throws: `.configuration` with file and line for whatever is no rule.
  public static func parse(_ bytes: [UInt8], file: String) throws(ReviewFailure) -> [OrganisationRule] {
    guard bytes.count <= longestFile else {
      throw failure(file, nil, "it has more than \(longestFile >> 10) KiB")
    }
    var reader = MarkdownRuleReader()
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      guard let text = String(validating: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self) else {
        throw failure(file, index + 1, "it is not UTF-8")
      }
      if let problem = reader.take(text) { throw failure(file, index + 1, problem) }
    }
    if let (line, problem) = reader.finish() { throw failure(file, line, problem) }
    return reader.rules
  }

  private static func failure(_ file: String, _ line: Int?, _ problem: String) -> ReviewFailure {
    ReviewFailure(
      .configuration, "\(file)\(line.map { ":\($0)" } ?? ""): \(problem)",
      hints: ["a rule is “## ENG-31: Title”, then what it demands"])
  }
}

/// Reads line after line.
struct MarkdownRuleReader {
  private(set) var rules: [OrganisationRule] = []
  private var number = 0
  /// The rule that is being read, and the line of its heading.
  private var rule: OrganisationRule?
  private var start = 0
  private var fence: Fence?
  private var example: Label?

  private enum Label { case good, bad }

  /// A block of code that is open.
  private struct Fence {
    var mark: Character
    var length: Int
    var line: Int
    var label: Label?
    var text = ""
  }

  /// The next line; returns what is wrong.
  mutating func take(_ line: String) -> String? {
    number += 1
    if fence != nil { return inside(line) }
    if let (mark, length) = MarkdownRuleReader.fence(line) {
      fence = Fence(mark: mark, length: length, line: number, label: example)
      example = nil
      return nil
    }
    if line.hasPrefix("## ") { return heading(line.dropFirst(3)) }
    guard rule != nil else { return nil }
    let words = MarkdownRuleReader.trimmed(line)
    let plain = words.replacing("*", with: "").lowercased()
    if plain.hasPrefix("severity:") { return severity(MarkdownRuleReader.trimmed(String(plain.dropFirst(9)))) }
    if plain == "good:" || plain == "bad:" {
      example = plain == "good:" ? .good : .bad
      return nil
    }
    if !words.isEmpty, example != nil { return "“Good:” and “Bad:” are followed by a block of code" }
    return add(words)
  }

  /// The end; returns what is wrong and where.
  mutating func finish() -> (Int, String)? {
    if let fence { return (fence.line, "the block of code never ends") }
    return close().map { (start, $0) }
  }

  private mutating func heading(_ text: Substring) -> String? {
    if let problem = close() { return "the rule above it: \(problem)" }
    if rules.count >= MarkdownRules.mostRules { return "more than \(MarkdownRules.mostRules) rules in one file" }
    let id = String(text.prefix { $0 != ":" })
    let isID = id.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2D }
    guard isID, !id.isEmpty, id.utf8.count <= 60, id.utf8.count < text.utf8.count else {
      return "a rule's heading begins with its identifier (letters, digits, hyphens, at most 60) and a colon"
    }
    let title = MarkdownRuleReader.trimmed(String(text.dropFirst(id.count + 1)))
    guard !title.isEmpty, title.utf8.count <= 300 else { return "a title has 1 to 300 bytes" }
    if rules.contains(where: { $0.id == id }) { return "the rule \(id) occurs twice" }
    rule = OrganisationRule(id: id, title: title, body: "")
    start = number
    return nil
  }

  private mutating func severity(_ name: String) -> String? {
    guard let severity = Severity(rawValue: name) else { return "severity is suggestion, warning or critical" }
    rule?.severity = severity
    return nil
  }

  private mutating func add(_ words: String) -> String? {
    guard let body = rule?.body, !words.isEmpty else { return nil }
    let longer = body.isEmpty ? words : body + " " + words
    guard longer.utf8.count <= MarkdownRules.longestBody else {
      return "the text of the rule has more than \(MarkdownRules.longestBody) bytes"
    }
    rule?.body = longer
    return nil
  }

  private mutating func inside(_ line: String) -> String? {
    guard var open = fence else { return nil }
    let words = MarkdownRuleReader.trimmed(line)
    if words.count >= open.length, words.allSatisfy({ $0 == open.mark }) {
      fence = nil
      switch open.label {
      case .good: rule?.good.append(open.text)
      case .bad: rule?.bad.append(open.text)
      case nil: return add(open.text)
      }
      let count = (rule?.good.count ?? 0) + (rule?.bad.count ?? 0)
      return count > MarkdownRules.mostExamples ? "more than \(MarkdownRules.mostExamples) examples of one rule" : nil
    }
    // What stands before the first rule is not kept.
    guard rule != nil else { return nil }
    open.text += open.text.isEmpty ? line : "\n" + line
    fence = open
    return open.text.utf8.count > MarkdownRules.longestExample
      ? "a block of code has more than \(MarkdownRules.longestExample) bytes" : nil
  }

  private mutating func close() -> String? {
    guard let rule else { return nil }
    self.rule = nil
    if example != nil { return "“Good:” and “Bad:” are followed by a block of code" }
    if rule.body.isEmpty { return "the rule \(rule.id) does not say what it demands" }
    rules.append(rule)
    return nil
  }

  private static func fence(_ line: String) -> (Character, Int)? {
    let words = line.drop { $0 == " " }
    guard let mark = words.first, mark == "`" || mark == "~" else { return nil }
    let length = words.prefix { $0 == mark }.count
    return length >= 3 ? (mark, length) : nil
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}
