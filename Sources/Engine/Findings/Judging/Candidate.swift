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
  /// How special `section` is; see `Section`.
  let speciality: Int
  private let homeOrder: Int
  private let words: TitleWords

  init(_ finding: Finding) {
    self.finding = finding
    words = TitleWords(finding.title)
    topicIndex = Topic.index(of: words)
    let first = finding.line ?? 0
    lines = first...max(first, finding.endLine ?? first)
    let reporter = finding.reportedBy.first ?? finding.category
    home = reporter == .generalist || reporter == .coordinator ? finding.category : Section.home(of: reporter)
    section = Self.section(of: finding, topicIndex.map { Topic.all[$0] })
    speciality = Section.speciality(section)
    homeOrder = Section.order(home)
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
    let common = words.common(other.words)
    let fewest = min(words.telling.count, other.words.telling.count)
    if fewest == 0 { return left.fingerprint == right.fingerprint && left.title == right.title }
    // Half of the shorter title's telling words; one shared word alone is chance, unless it is the whole title.
    return common * 2 >= fewest && (common >= 2 || common == max(words.telling.count, other.words.telling.count))
  }

  /// Whether this one should stand for both: the more severe, then the more special section, then the one that its own
  /// reviewer found, then the more confident.
  func isBetter(than other: Candidate) -> Bool {
    let (left, right) = (finding, other.finding)
    if left.severity != right.severity { return left.severity > right.severity }
    if speciality != other.speciality { return speciality < other.speciality }
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
    if homeOrder != other.homeOrder { return homeOrder < other.homeOrder }
    return left.id < right.id
  }
}
