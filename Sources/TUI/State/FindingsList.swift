package import Engine

/// The place in the findings list, and what of it is shown.
package struct FindingsList: Sendable, Hashable {
  /// Those that pass the filter, in the list's order.
  package internal(set) var shown: [FindingID] = []
  package internal(set) var selected: FindingID?
  /// Chosen with `space`; acts apply to these where there are any.
  package internal(set) var marked: Set<FindingID> = []
  package internal(set) var filter = ""
  /// First visible row of the detail.
  package internal(set) var detailRow = 0

  /// The row of the selected finding; 0 in an empty list.
  package var row: Int { selected.flatMap { shown.firstIndex(of: $0) } ?? 0 }

  mutating func select(row: Int) {
    guard !shown.isEmpty else { return selected = nil }
    selected = shown[min(max(0, row), shown.count - 1)]
    detailRow = 0
  }

  /// Adds the newest finding, if it passes the filter.
  mutating func add(_ finding: Finding?, _ state: TriageState) {
    guard let finding else { return }
    let words = filter.lowercased().split(separator: " ")
    guard words.isEmpty || FindingsList.matches(words, finding, state) else { return }
    shown.append(finding.id)
    selected = selected ?? finding.id
  }

  /// Filters again; the selection stays where it can, else goes to the row it was on.
  mutating func show(_ findings: [Finding], states: (FindingID) -> TriageState) {
    let row = self.row
    let words = filter.lowercased().split(separator: " ")
    shown = findings.filter { finding in
      words.isEmpty || FindingsList.matches(words, finding, states(finding.id))
    }.map(\.id)
    let all = Set(findings.map(\.id))
    marked.formIntersection(all)
    if selected.map({ !shown.contains($0) }) ?? true { select(row: row) }
  }

  /// Whether each word is in the severity, section, path, title or state.
  private static func matches(_ words: [Substring], _ finding: Finding, _ state: TriageState) -> Bool {
    let text =
      [
        finding.severity.rawValue, finding.category.rawValue, finding.file.description, finding.title, state.word,
        finding.rule ?? "",
      ].joined(separator: " ").lowercased()
    return words.allSatisfy { text.contains($0) }
  }
}

extension TriageState {
  /// The state in one word.
  package var word: String {
    switch self {
    case .open: "open"
    case .accepted: "accepted"
    case .suppressed: "suppressed"
    }
  }
}
