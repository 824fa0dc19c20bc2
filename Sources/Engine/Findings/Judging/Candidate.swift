/// An anchored finding with what comparing it needs, worked out once; a class, since sorting moves it often.
final class Candidate: Sendable {
  let finding: Finding
  /// Place in `Topic.all`.
  private let topicIndex: Int?
  /// The section it belongs in, by its own words, seen alone.
  let section: SpecialistID
  /// The section of whoever reported it.
  let home: SpecialistID
  let lines: ClosedRange<Int>
  private let words: [UInt64]

  init(_ finding: Finding) {
    self.finding = finding
    let all = TitleWords.all(finding.title)
    words = TitleWords.telling(all)
    topicIndex = Topic.index(of: all)
    let first = finding.line ?? 0
    lines = first...max(first, finding.endLine ?? first)
    let reporter = finding.reportedBy.first ?? finding.category
    home = reporter == .generalist || reporter == .coordinator ? finding.category : Section.home(of: reporter)
    section = Self.section(of: finding, topicIndex.map { Topic.all[$0] })
  }

  /// Findings of rules stay where their rule puts them. Others move out of the sections that take everything, never
  /// from one special section to another: there the reviewer knows best.
  private static func section(of finding: Finding, _ topic: Topic?) -> SpecialistID {
    guard let topic, finding.rule == nil, finding.category == .codeQuality || finding.category == .generalist else {
      return finding.category
    }
    return topic.section
  }

  var topic: Topic? { topicIndex.map { Topic.all[$0] } }

  /// Whether `other`, at an overlapping place, is the same issue.
  func isSameIssue(as other: Candidate) -> Bool {
    guard lines.overlaps(other.lines) else { return false }
    let (left, right) = (finding, other.finding)
    if let rule = left.rule, let otherRule = right.rule { return rule == otherRule }
    if let topicIndex, let otherTopic = other.topicIndex { return topicIndex == otherTopic }
    let common = TitleWords.common(words, other.words)
    let fewest = min(words.count, other.words.count)
    if fewest == 0 { return left.fingerprint == right.fingerprint && left.title == right.title }
    // Half of the shorter title's telling words; one shared word alone is chance, unless it is the whole title.
    return common * 2 >= fewest && (common >= 2 || common == max(words.count, other.words.count))
  }

  /// Whether this one should stand for both: the more severe, then the more special section, then the one that its own
  /// reviewer found, then the more confident.
  func isBetter(than other: Candidate) -> Bool {
    let (left, right) = (finding, other.finding)
    if left.severity != right.severity { return left.severity > right.severity }
    let (mine, theirs) = (Section.speciality(section), Section.speciality(other.section))
    if mine != theirs { return mine < theirs }
    if (section == home) != (other.section == other.home) { return section == home }
    let (sure, otherSure) = (left.confidence ?? 0, right.confidence ?? 0)
    if sure != otherSure { return sure > otherSure }
    return precedes(other)
  }

  /// An order that does not depend on who was first, as long as findings differ.
  func precedes(_ other: Candidate) -> Bool {
    let (left, right) = (finding, other.finding)
    if lines.lowerBound != other.lines.lowerBound { return lines.lowerBound < other.lines.lowerBound }
    if left.fingerprint != right.fingerprint { return left.fingerprint < right.fingerprint }
    if left.title != right.title { return left.title < right.title }
    if home != other.home { return Section.order(home) < Section.order(other.home) }
    return left.id < right.id
  }
}
