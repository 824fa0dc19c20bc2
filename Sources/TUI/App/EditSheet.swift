package import Engine

/// The text that a finding is edited as, and what comes back of it.
package enum EditSheet {
  private static let sections = ["Title", "Severity", "Why", "Suggestion"]
  private static let help = "# Lines that begin with # are left out. Severity: critical, warning or suggestion."

  /// The finding as a person edits it. A `#` at the start of a line of its own is kept by a blank before it.
  package static func text(of finding: Finding) -> String {
    let parts = [finding.title, finding.severity.rawValue, finding.body, finding.suggestion ?? ""]
    let body = zip(sections, parts).map { "## \($0)\n\(guarded($1))\n" }.joined(separator: "\n")
    return help + "\n\n" + body
  }

  /// What was changed; nil where nothing was. Throws where a heading is gone, the title is empty or the severity is none.
  package static func edit(_ finding: Finding, from text: String) throws(ReviewFailure) -> FindingEdit? {
    let parts = split(text)
    for section in sections where parts[section] == nil {
      throw ReviewFailure(
        .usage, "the heading \"## \(section)\" is missing", hints: ["nothing was changed; edit again"])
    }
    let title = parts["Title", default: ""].split(separator: "\n").joined(separator: " ")
    guard !title.isEmpty else {
      throw ReviewFailure(.usage, "the title is empty", hints: ["nothing was changed; suppress the finding to drop it"])
    }
    let word = parts["Severity", default: ""]
    guard let severity = Severity(rawValue: word) else {
      throw ReviewFailure(
        .usage, "\"\(word)\" is no severity", hints: ["nothing was changed; use critical, warning or suggestion"])
    }
    let body = parts["Why", default: ""]
    let suggestion = parts["Suggestion", default: ""]
    let edit = FindingEdit(
      title: title == finding.title ? nil : title, body: body == trimmed(finding.body) ? nil : body,
      severity: severity == finding.severity ? nil : severity,
      suggestion: suggestion == trimmed(finding.suggestion ?? "") ? nil : suggestion)
    return edit == FindingEdit() ? nil : edit
  }

  private static func guarded(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.hasPrefix("#") ? " " + $0 : String($0) }
      .joined(separator: "\n")
  }

  private static func split(_ text: String) -> [String: String] {
    var parts: [String: [Substring]] = [:]
    var current: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("## "), sections.contains(String(line.dropFirst(3))) {
        current = String(line.dropFirst(3))
        parts[String(line.dropFirst(3))] = []
      } else if let current, !line.hasPrefix("#") {
        parts[current, default: []].append(line.hasPrefix(" #") ? line.dropFirst() : line)
      }
    }
    return parts.mapValues { trimmed($0.joined(separator: "\n")) }
  }

  private static func trimmed(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
    return lines.joined(separator: "\n")
  }
}
