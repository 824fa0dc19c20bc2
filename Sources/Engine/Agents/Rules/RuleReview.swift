/// Runs the rules of one reviewer over a change.
package struct RuleReview {
  /// Hits of one rule in one file that are listed; one more says how many there are.
  package static let listedPerFile = 5

  private let specialist: SpecialistID
  private let matcher: RuleMatcher
  private let change: ReviewedChange

  package init(_ task: RulesTask) {
    specialist = task.specialist
    change = task.change
    let rules = RulePacks.lineRules.filter { Self.isRun($0.card, by: task.specialist) } + task.compliance
    matcher = RuleMatcher(rules: rules, patterns: task.change.patterns)
  }

  /// Rules that `specialist` answers for; the generalist takes those of all that are hardly ever wrong.
  private static func isRun(_ card: RuleCard, by specialist: SpecialistID) -> Bool {
    specialist == .generalist ? card.isForGeneralist : card.specialist == specialist
  }

  /// What single lines of a file give, in the order of lines.
  package func findings(in file: SourceFile) throws(PatternError) -> [RuleFinding] {
    bounded(try matcher.hits(in: file).map { RuleFinding(card: $0.rule.card, hit: $0.hit) })
  }

  /// What the change as a whole gives.
  package func findingsOfWholeChange() -> [RuleFinding] {
    let rules = RulePacks.wholeChangeRules.filter { Self.isRun($0.card, by: specialist) }
    return rules.flatMap { rule in bounded(rule.find(change).map { RuleFinding(card: rule.card, hit: $0) }) }
  }

  /// At most `listedPerFile` of a rule in a file; the next one stands for all others.
  private func bounded(_ findings: [RuleFinding]) -> [RuleFinding] {
    var counts: [Place: Int] = [:]
    for finding in findings { counts[Place(finding), default: 0] += 1 }
    var seen: [Place: Int] = [:]
    return findings.compactMap { finding in
      let place = Place(finding)
      let number = seen[place, default: 0] + 1
      seen[place] = number
      let rest = counts[place, default: 0] - Self.listedPerFile
      guard number > Self.listedPerFile, rest > 1 else { return number <= Self.listedPerFile + 1 ? finding : nil }
      guard number == Self.listedPerFile + 1 else { return nil }
      var last = finding
      last.hit.title = "\(finding.title), and \(rest - 1) more like this in the file"
      return last
    }
  }

  private struct Place: Hashable {
    var rule: String
    var file: RepoPath

    init(_ finding: RuleFinding) {
      rule = finding.card.id
      file = finding.hit.file
    }
  }
}
