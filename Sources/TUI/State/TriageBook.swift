package import Engine

/// What the person decided, kept also while there is no judgement to fold it over.
package struct TriageBook: Sendable {
  /// In order, undos included: this is what `triage.jsonl` holds.
  package private(set) var actions: [TriageAction]
  /// Nil until the judge has decided.
  private var folded: TriageLedger?

  package init(actions: [TriageAction] = []) { self.actions = actions }

  package var judgement: Judgement? { folded?.judgement }
  /// The list: surviving and rescued findings with the person's own words.
  package var findings: [Finding] { folded?.findings ?? [] }
  /// The judge's entries, then the person's.
  package var ledger: [LedgerEntry] { folded?.ledger ?? [] }
  package var canUndo: Bool { folded?.canUndo ?? false }
  /// Recomputed from what is accepted and open; nil before the judge.
  package var decision: (decision: Decision, reason: String)? { folded?.decision }

  package func state(of id: FindingID) -> TriageState { folded?.state(of: id) ?? .open }

  package func finding(_ id: FindingID) -> Finding? { findings.first { $0.id == id } }

  mutating func setJudgement(_ judgement: Judgement?) {
    folded = judgement.map { TriageLedger($0, actions: actions) }
  }

  mutating func add(_ action: TriageAction) {
    actions.append(action)
    folded?.apply(action)
  }

  /// Takes out an act that could not be kept.
  mutating func remove(_ action: TriageAction) {
    guard let index = actions.lastIndex(of: action) else { return }
    actions.remove(at: index)
    setJudgement(judgement)
  }
}

extension TriageBook {
  /// How many findings of the list are in each state.
  package var counts: (open: Int, accepted: Int, suppressed: Int) {
    var counts = (open: 0, accepted: 0, suppressed: 0)
    for finding in findings {
      switch state(of: finding.id) {
      case .open: counts.open += 1
      case .accepted: counts.accepted += 1
      case .suppressed: counts.suppressed += 1
      }
    }
    return counts
  }

  /// What became of a finding, oldest entry first.
  package func trail(of id: FindingID) -> [LedgerEntry] { ledger.filter { $0.finding == id } }

  /// What was merged into a finding.
  package func merged(into id: FindingID) -> [LedgerEntry] {
    ledger.filter { $0.outcome == .merged && $0.into == id.description }
  }
}
