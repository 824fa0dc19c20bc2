/// Checks a coordinator's answer and carries it out over the deterministic judgement (system.md, section 4; reliability.md,
/// MO-10). Its candidates are that judgement's surviving findings in their order, from 1. Nothing but the fields of verdicts
/// has a say: no prose, and no word of a reason.
package enum CoordinatorJudge {
  /// What came of an answer.
  package struct Outcome: Sendable, Hashable {
    package var judgement: Judgement
    /// What a reader should know of the answer, one line each.
    package var notes: [String]
  }

  /// `candidates` is how many of the surviving findings the coordinator was shown, the first ones; `added` are findings of
  /// its own, looked up in the change.
  package static func judge(
    _ base: Judgement, candidates: Int, verdicts: [RawVerdict], added: [Finding] = [],
    suppressions: Suppressions.Active = .none, rules: RequiredRules = .none
  ) -> Outcome {
    let shown = Array(base.findings.prefix(max(0, candidates)))
    let count = VerdictCount(verdicts, on: shown)
    guard !count.verdicts.isEmpty || shown.isEmpty else { return unusable(base, verdicts.count, count, added) }
    var work = Work(shown: shown, count: count, rules: rules)
    work.carryOut()
    let own = AddedFindings(added, beside: base, suppressions: suppressions, rules: rules)
    let kept = (work.kept + base.findings.dropFirst(shown.count) + own.kept).sorted(by: Judge.precedes)
    let (decision, reason) = DecisionRubric.decide(kept)
    let judgement = Judgement(
      findings: kept, all: (base.all + added).sorted { $0.id < $1.id },
      ledger: sorted(base.ledger + work.entries + own.entries), decision: decision, decisionReason: reason,
      judge: JudgeStatement(by: .coordinator))
    return Outcome(judgement: judgement, notes: notes(count))
  }

  /// The deterministic judgement, marked as one that a coordinator should have weighed.
  package static func fallback(_ base: Judgement, because reason: String) -> Judgement {
    var judgement = base
    judgement.judge = JudgeStatement(by: .deterministic, reason: reason)
    return judgement
  }

  private static func unusable(_ base: Judgement, _ said: Int, _ count: VerdictCount, _ added: [Finding]) -> Outcome {
    let why = count.fallbacks.sorted { $0.key < $1.key }.first.map { ": \($0.value)" } ?? ""
    let reason =
      said == 0 ? "the coordinator gave no verdict" : "none of the coordinator's \(said) verdicts can be used\(why)"
    var judgement = fallback(base, because: reason)
    judgement.all = (base.all + added).sorted { $0.id < $1.id }
    judgement.ledger = sorted(
      base.ledger
        + added.map {
          LedgerEntry(
            finding: $0.id, outcome: .dropped, by: .deterministic, reason: "the coordinator's answer was not used")
        })
    return Outcome(judgement: judgement, notes: [])
  }

  private static func notes(_ count: VerdictCount) -> [String] {
    var notes: [String] = []
    if count.strays > 0 {
      notes.append("\(count.strays) of the coordinator's verdicts are on no candidate that there is")
    }
    if !count.fallbacks.isEmpty {
      let numbers = count.fallbacks.keys.sorted().prefix(10).map(String.init).joined(separator: ", ")
      notes.append("the coordinator's verdicts on candidates \(numbers) can't be used: they stay as they were")
    }
    if count.silent > 0 {
      notes.append("the coordinator said nothing of \(count.silent) candidates: they stay as they were")
    }
    return notes
  }

  /// By finding; entries of one finding keep their order, the newest last.
  static func sorted(_ entries: [LedgerEntry]) -> [LedgerEntry] {
    entries.enumerated().sorted { ($0.element.finding, $0.offset) < ($1.element.finding, $1.offset) }.map(\.element)
  }
}

/// Carrying out verdicts.
extension CoordinatorJudge {
  private struct Work {
    private let shown: [Finding]
    private let count: VerdictCount
    private let rules: RequiredRules
    private(set) var kept: [Finding] = []
    private(set) var entries: [LedgerEntry] = []

    init(shown: [Finding], count: VerdictCount, rules: RequiredRules) {
      self.shown = shown
      self.count = count
      self.rules = rules
    }

    mutating func carryOut() {
      var members: [Int: [Finding]] = [:]
      for number in 1...max(1, shown.count) where number <= shown.count {
        let target = count.target(of: number)
        if target != number { members[target, default: []].append(shown[number - 1]) }
      }
      for (index, finding) in shown.enumerated() {
        let number = index + 1
        if let words = count.fallbacks[number] {
          entries.append(LedgerEntry(finding: finding.id, outcome: .kept, by: .deterministic, reason: words))
        }
        switch count.verdicts[number] {
        case .merge:
          note(finding, .merged, into: shown[count.target(of: number) - 1].id.description, number)
        case .drop: note(finding, .dropped, number)
        case .change(var section, let severity):
          var changed = finding
          changed.category = section ?? finding.category
          if section != nil, let refusal = rules.refusal(of: changed) {
            (section, changed.category) = (nil, finding.category)
            let reason = "not moved: \(refusal)"
            entries.append(LedgerEntry(finding: finding.id, outcome: .kept, by: .deterministic, reason: reason))
          }
          changed.severity = severity ?? finding.severity
          if severity != nil { note(finding, .severityChanged, into: changed.severity.rawValue, number) }
          if section != nil { note(finding, .moved, into: changed.category.rawValue, number) }
          keep(changed, members[number] ?? [])
        case .keep:
          note(finding, .kept, number)
          keep(finding, members[number] ?? [])
        case nil: keep(finding, members[number] ?? [])
        }
      }
    }

    /// One finding for all: never less severe than what was merged into it.
    private mutating func keep(_ finding: Finding, _ members: [Finding]) {
      var whole = finding
      let worst = members.map(\.severity).max() ?? finding.severity
      if worst > finding.severity {
        whole.severity = worst
        entries.append(
          LedgerEntry(
            finding: finding.id, outcome: .severityChanged, into: worst.rawValue, by: .deterministic,
            reason: "as severe as what was merged into it"))
      }
      whole.confidence = ([finding] + members).compactMap(\.confidence).max()
      whole.suggestion = finding.suggestion ?? members.lazy.compactMap(\.suggestion).first
      whole.reportedBy = Set(([finding] + members).flatMap(\.reportedBy)).sorted {
        (Section.order($0), $0.rawValue) < (Section.order($1), $1.rawValue)
      }
      kept.append(whole)
    }

    private mutating func note(
      _ finding: Finding, _ outcome: LedgerEntry.Outcome, into: String? = nil, _ number: Int
    ) {
      let reason = SecretMask.mask(count.reasons[number] ?? "")
      entries.append(LedgerEntry(finding: finding.id, outcome: outcome, into: into, by: .coordinator, reason: reason))
    }
  }
}
