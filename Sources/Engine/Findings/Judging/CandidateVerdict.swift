/// What a coordinator wants with one candidate, as far as it can be believed.
enum CandidateVerdict: Sendable, Hashable {
  case keep
  /// A number from 1.
  case merge(into: Int)
  /// At least one of both.
  case change(section: SpecialistID?, severity: Severity?)
  case drop

  /// Why a verdict counts for nothing, in words that follow "the verdict on it".
  struct Problem: Error { var words: String }

  /// Reads `raw`, which is about `finding`, number `number` of `count`.
  init(_ raw: RawVerdict, on finding: Finding, number: Int, of count: Int) throws(Problem) {
    switch raw.action {
    case .keep: self = .keep
    case .merge:
      guard let into = raw.into, into != number else {
        throw Problem(words: raw.into == nil ? "names nothing to merge into" : "merges it into itself")
      }
      guard (1...count).contains(into) else { throw Problem(words: "merges it into \(into), which is not there") }
      self = .merge(into: into)
    case .move, .severity:
      let section = try Self.section(raw, isNeeded: raw.action == .move)
      let severity = try Self.severity(raw, isNeeded: raw.action == .severity)
      let (other, another) = (
        section == finding.category ? nil : section, severity == finding.severity ? nil : severity
      )
      self = other == nil && another == nil ? .keep : .change(section: other, severity: another)
    case .drop: self = .drop
    case nil: throw Problem(words: "is none of keep, merge, move, severity and drop")
    }
    if let problem = reasonProblem(raw.reason, finding) { throw problem }
  }

  private static func section(_ raw: RawVerdict, isNeeded: Bool) throws(Problem) -> SpecialistID? {
    if raw.section.isEmpty, !isNeeded { return nil }
    guard let section = Section.named(raw.section) else { throw Problem(words: "names no section that there is") }
    return section
  }

  private static func severity(_ raw: RawVerdict, isNeeded: Bool) throws(Problem) -> Severity? {
    if raw.severity.isEmpty, !isNeeded { return nil }
    guard let severity = Severity(rawValue: raw.severity) else {
      throw Problem(words: "names no severity that there is")
    }
    return severity
  }

  /// Whoever takes something away says why; what blocks a merge is not taken away by a word or two.
  private func reasonProblem(_ reason: String, _ finding: Finding) -> Problem? {
    let takesAway =
      switch self {
      case .keep: false
      case .merge, .drop: true
      case .change(_, let severity): severity.map { $0 < finding.severity } ?? false
      }
    let raises = if case .change(_, let severity?) = self { severity > finding.severity } else { false }
    guard takesAway || raises else { return nil }
    let words = reason.split { !$0.isLetter && !$0.isNumber }
    if words.isEmpty { return Problem(words: "gives no reason") }
    let isWeighty = takesAway && finding.severity == .critical
    return isWeighty && words.count < 3 ? Problem(words: "gives no reason of substance, and it is critical") : nil
  }
}
