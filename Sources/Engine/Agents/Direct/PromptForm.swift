/// Takes the usual form of an answer, and its examples, out of a prompt for which another form holds: a small model would
/// repeat an example's finding rather than make one.
enum PromptForm {
  /// Titles of the sections that go, with all below them.
  private static let sections: Set<String> = [
    "The form of your answer", "A good answer", "A bad answer", "A good finding", "A bad finding",
  ]

  static func removed(from text: String) -> String {
    var kept: [Substring] = []
    /// Level of the heading whose section is being left out.
    var gone: Int?
    var isCode = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") { isCode.toggle() }
      if !isCode, let heading = heading(line) {
        if let level = gone, heading.level <= level { gone = nil }
        if gone == nil, sections.contains(heading.title) { gone = heading.level }
      }
      if gone == nil { kept.append(line) }
    }
    return kept.joined(separator: "\n")
  }

  private static func heading(_ line: Substring) -> (level: Int, title: String)? {
    let level = line.prefix { $0 == "#" }.count
    guard (1...6).contains(level), line.dropFirst(level).first == " " else { return nil }
    return (level, String(line.dropFirst(level + 1)))
  }
}
