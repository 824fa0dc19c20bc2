/// Findings of a coordinator's own: judged like any other, and not against what was decided about the same issue.
struct AddedFindings: Sendable {
  private(set) var kept: [Finding] = []
  private(set) var entries: [LedgerEntry] = []

  init(_ added: [Finding], beside base: Judgement, suppressions: Suppressions.Active, rules: RequiredRules) {
    let judged = Judge.judge(added, suppressions: suppressions, rules: rules)
    let known = base.all.filter(\.isAnchored).map(Candidate.init)
    var repeated: [FindingID: FindingID] = [:]
    for finding in judged.findings {
      let candidate = Candidate(finding)
      let same = known.first {
        $0.finding.file == finding.file && $0.finding.side == finding.side && $0.isSameIssue(as: candidate)
      }
      if let same { repeated[finding.id] = same.finding.id } else { kept.append(finding) }
    }
    let survivors = Set(kept.map(\.id))
    entries = judged.ledger.map { entry in
      if let other = repeated[entry.finding], entry.outcome == .kept || entry.outcome == .moved {
        return LedgerEntry(
          finding: entry.finding, outcome: .merged, into: other.description, by: .deterministic,
          reason: "the coordinator told again what it had to judge")
      }
      guard survivors.contains(entry.finding), entry.outcome == .kept else { return entry }
      return LedgerEntry(finding: entry.finding, outcome: .kept, by: .coordinator, reason: "found by the coordinator")
    }
  }
}
