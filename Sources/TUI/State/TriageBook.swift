package import Engine

/// What the person decided, folded over what the judge decided.
package struct TriageBook: Sendable {
  /// In order, the undone ones too: this is what `triage.jsonl` holds.
  package private(set) var actions: [TriageAction]
  package private(set) var judgement: Judgement?
  /// The list: surviving and rescued findings with the person's own words.
  package private(set) var findings: [Finding] = []
  package private(set) var states: [FindingID: TriageState] = [:]
  /// Recomputed from what is accepted and open.
  package private(set) var decision = Decision.approved
  package private(set) var decisionReason = ""
  package private(set) var canUndo = false

  package init(actions: [TriageAction] = []) { self.actions = actions }

  package func state(of id: FindingID) -> TriageState { states[id] ?? .open }

  package func finding(_ id: FindingID) -> Finding? { findings.first { $0.id == id } }

  mutating func setJudgement(_ judgement: Judgement?) {
    self.judgement = judgement
    fold()
  }

  mutating func add(_ action: TriageAction) {
    actions.append(action)
    fold()
  }

  /// Takes out an act that could not be kept.
  mutating func remove(_ action: TriageAction) {
    guard let index = actions.lastIndex(of: action) else { return }
    actions.remove(at: index)
    fold()
  }

  private mutating func fold() {
    guard let judgement else { return }
    var standing: [TriageAction] = []
    for action in actions {
      if action == .undo { standing = Array(standing.dropLast()) } else { standing.append(action) }
    }
    findings = judgement.findings
    states = [:]
    decision = judgement.decision
    decisionReason = judgement.decisionReason
    canUndo = !standing.isEmpty
    for action in standing {
      switch action {
      case .accept(let ids): for id in ids { states[id] = .accepted }
      case .reopen(let ids): for id in ids { states[id] = .open }
      case .suppress(let ids, let scope, let reason, let expires):
        for id in ids { states[id] = .suppressed(scope: scope, reason: reason, expires: expires) }
      default: break
      }
    }
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
  package func trail(of id: FindingID) -> [LedgerEntry] { judgement?.ledger.filter { $0.finding == id } ?? [] }

  /// What was merged into a finding.
  package func merged(into id: FindingID) -> [LedgerEntry] {
    judgement?.ledger.filter { $0.outcome == .merged && $0.into == id.description } ?? []
  }
}
