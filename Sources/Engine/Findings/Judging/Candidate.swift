/// An anchored finding with what comparing it needs, worked out once.
struct Candidate: Sendable {
  let finding: Finding
  let topic: Topic?
  /// The section it belongs in, by its own words, seen alone.
  let section: SpecialistID
  /// The section of whoever reported it.
  let home: SpecialistID
  let lines: ClosedRange<Int>
  private let words: Set<String>

  init(_ finding: Finding) {
    self.finding = finding
    let all = TitleWords.all(finding.title)
    words = TitleWords.telling(all)
    topic = Topic.of(all)
    let first = finding.line ?? 0
    lines = first...max(first, finding.endLine ?? first)
    let reporter = finding.reportedBy.first ?? finding.category
    home = reporter == .generalist || reporter == .coordinator ? finding.category : Section.home(of: reporter)
    section = Self.section(of: finding, topic)
  }

  /// Findings of rules stay where their rule puts them. Others move out of the sections that take everything, never
  /// from one special section to another: there the reviewer knows best.
  private static func section(of finding: Finding, _ topic: Topic?) -> SpecialistID {
    guard let topic, finding.rule == nil, finding.category == .codeQuality || finding.category == .generalist else {
      return finding.category
    }
    return topic.section
  }

  /// Whether `other`, at an overlapping place, is the same issue.
  func isSameIssue(as other: Candidate) -> Bool {
    guard lines.overlaps(other.lines) else { return false }
    let (left, right) = (finding, other.finding)
    if let rule = left.rule, let otherRule = right.rule { return rule == otherRule }
    if let topic, let otherTopic = other.topic { return topic.name == otherTopic.name }
    let common = words.intersection(other.words).count
    let fewest = min(words.count, other.words.count)
    if fewest == 0 { return left.fingerprint == right.fingerprint && left.title == right.title }
    // Half of the shorter title's telling words; one shared word alone is chance, unless it is the whole title.
    return common * 2 >= fewest && (common >= 2 || common == max(words.count, other.words.count))
  }

  /// Whether this one should stand for both: the more severe, then the more special section, then the more confident.
  func isBetter(than other: Candidate) -> Bool {
    let (left, right) = (finding, other.finding)
    if left.severity != right.severity { return left.severity > right.severity }
    let (mine, theirs) = (Section.speciality(section), Section.speciality(other.section))
    if mine != theirs { return mine < theirs }
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
