/// The state that acts of triage lead to.
struct TriageView: Sendable {
  private(set) var findings: [Finding]
  private(set) var states: [FindingID: TriageState] = [:]
  private(set) var entries: [LedgerEntry] = []

  private let all: [FindingID: Finding]

  init(_ judgement: Judgement) {
    findings = judgement.findings
    all = Dictionary(judgement.all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func known(_ id: FindingID) -> Finding? { findings.first { $0.id == id } }

  mutating func apply(_ action: TriageAction) {
    switch action {
    case .accept(let ids): set(ids, .accepted)
    case .reopen(let ids): set(ids, nil)
    case .suppress(let ids, let scope, let reason, let expires):
      suppress(ids, scope, .suppressed(scope: scope, reason: reason, expires: expires), reason)
    case .edit(let id, let change): edit(id, change)
    case .rescue(let id): rescue(id)
    case .undo: break
    }
  }

  private mutating func set(_ ids: [FindingID], _ state: TriageState?) {
    for id in Set(ids) where known(id) != nil {
      states[id] = state
      entries.removeAll { $0.finding == id && $0.outcome == .suppressed }
    }
  }

  /// Suppresses the named findings, and open ones that the same scope covers.
  private mutating func suppress(
    _ ids: [FindingID], _ scope: SuppressionScope, _ state: TriageState, _ reason: String
  ) {
    let named = Set(ids)
    let targets = Set(findings.filter { named.contains($0.id) }.compactMap { Suppression.Target($0, scope: scope) })
    for finding in findings {
      let isCovered = scope != .here && states[finding.id] == nil && targets.contains { $0.covers(finding) }
      guard named.contains(finding.id) || isCovered else { continue }
      states[finding.id] = state
      note(LedgerEntry(finding: finding.id, outcome: .suppressed, by: .user, reason: reason))
    }
  }

  private mutating func edit(_ id: FindingID, _ change: FindingEdit) {
    guard let index = findings.firstIndex(where: { $0.id == id }) else { return }
    let before = findings[index]
    findings[index].title = change.title ?? before.title
    findings[index].body = change.body ?? before.body
    findings[index].severity = change.severity ?? before.severity
    findings[index].suggestion = change.suggestion ?? before.suggestion
    guard findings[index] != before else { return }
    findings[index].isEdited = true
    if findings[index].severity != before.severity {
      note(
        LedgerEntry(
          finding: id, outcome: .severityChanged, into: findings[index].severity.rawValue, by: .user,
          reason: "was \(all[id]?.severity.rawValue ?? before.severity.rawValue)"))
      findings.sort(by: Judge.precedes)
    }
  }

  private mutating func rescue(_ id: FindingID) {
    guard known(id) == nil, let finding = all[id] else { return }
    findings.append(finding)
    findings.sort(by: Judge.precedes)
    note(LedgerEntry(finding: id, outcome: .kept, by: .user, reason: "rescued from the ledger"))
  }

  private mutating func note(_ entry: LedgerEntry) {
    entries.removeAll { $0.finding == entry.finding && $0.outcome == entry.outcome }
    entries.append(entry)
  }
}
