/// A judgement as it looks after what a person did with it: a fold of acts over a value, so that a crash loses nothing
/// that was written down, and undo goes back any number of steps.
package struct TriageLedger: Sendable {
  package let judgement: Judgement
  /// The acts that count, oldest first; what was undone is gone.
  package private(set) var acts: [TriageAction] = []

  private var view: TriageView

  /// `actions` as they stand in `triage.jsonl`, undos included.
  package init(_ judgement: Judgement, actions: some Sequence<TriageAction> = []) {
    self.judgement = judgement
    view = TriageView(judgement)
    for action in actions {
      if action == .undo { _ = acts.popLast() } else { acts.append(action) }
    }
    for act in acts { view.apply(act) }
  }

  package mutating func apply(_ action: TriageAction) {
    guard action == .undo else {
      acts.append(action)
      view.apply(action)
      return
    }
    guard acts.popLast() != nil else { return }
    view = TriageView(judgement)
    for act in acts { view.apply(act) }
  }

  package var canUndo: Bool { !acts.isEmpty }

  /// Surviving and rescued findings as edited, in the judge's order; suppressed ones are among them.
  package var findings: [Finding] { view.findings }

  /// Open for a finding that nobody touched, and for one that does not exist.
  package func state(of id: FindingID) -> TriageState { view.states[id] ?? .open }

  /// From what is accepted and open; edited severities count.
  package var decision: (decision: Decision, reason: String) {
    if acts.isEmpty { return (judgement.decision, judgement.decisionReason) }
    return DecisionRubric.decide(findings.filter { !isSuppressed($0.id) })
  }

  /// The judge's entries, then the person's; at most one of a person for each finding and outcome.
  package var ledger: [LedgerEntry] { judgement.ledger + view.entries }

  /// What a comment will hold: the accepted ones, or with `allOpen` all that are not suppressed.
  package func posted(allOpen: Bool) -> [Finding] {
    findings.filter { allOpen ? !isSuppressed($0.id) : state(of: $0.id) == .accepted }
  }

  package func isSuppressed(_ id: FindingID) -> Bool {
    if case .suppressed = state(of: id) { return true }
    return false
  }

  /// What the acts of suppressing add to the repository's file: one entry for each finding that was named, without
  /// repetition.
  package func suppressions(by author: String, on today: CalendarDate) -> [Suppression] {
    var entries: [Suppression] = []
    var seen: Set<Suppression.Target> = []
    for case .suppress(let ids, let scope, let reason, let expires) in acts {
      for id in ids where isSuppressed(id) {
        guard let finding = view.known(id), let target = Suppression.Target(finding, scope: scope),
          seen.insert(target).inserted
        else { continue }
        entries.append(
          Suppression(
            target: target, reason: reason, by: author, date: today, expires: expires.flatMap { CalendarDate($0) }))
      }
    }
    return entries
  }
}

extension Suppression.Target {
  /// What suppressing `finding` means: a rule is suppressed in the folder of the finding's file and below. Nil where
  /// that folder can't be written as a pattern.
  package init?(_ finding: Finding, scope: SuppressionScope) {
    switch scope {
    case .here: self = .here(fingerprint: finding.fingerprint, path: finding.file)
    case .everywhere: self = .everywhere(fingerprint: finding.fingerprint)
    case .rule:
      let folder = finding.file.bytes.lastIndex(of: 0x2F).map { finding.file.bytes[..<$0] } ?? []
      let pattern = folder.isEmpty ? "**" : String(decoding: Array(folder), as: UTF8.self) + "/**"
      guard let glob = Glob(pattern), glob.matches(finding.file) else { return nil }
      self = finding.rule.map { .rule($0, under: glob) } ?? .category(finding.category, under: glob)
    }
  }

  /// Whether it would take `finding` out.
  package func covers(_ finding: Finding) -> Bool {
    switch self {
    case .here(let fingerprint, let path): fingerprint == finding.fingerprint && path == finding.file
    case .everywhere(let fingerprint):
      Fingerprint.content(fingerprint) == Fingerprint.content(finding.fingerprint)
    case .rule(let rule, let glob): finding.rule == rule && glob.matches(finding.file)
    case .category(let section, let glob): finding.category == section && glob.matches(finding.file)
    }
  }
}
