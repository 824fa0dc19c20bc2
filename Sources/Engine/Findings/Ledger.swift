/// What became of one raw finding, by whom and why (system.md, section 4).
package struct LedgerEntry: Sendable, Hashable, Codable {
  package enum Outcome: String, Sendable, Hashable, Codable {
    case kept, merged, moved, dropped, ungrounded, suppressed
    case severityChanged = "severity_changed"
  }

  package enum Judge: String, Sendable, Hashable, Codable {
    /// The deterministic pass that always runs.
    case deterministic
    /// The coordinator agent.
    case coordinator
    /// The repository's suppressions file.
    case suppressions
    /// The person at the screen.
    case user
  }

  package var finding: FindingID
  package var outcome: Outcome
  /// The finding it was merged into, as text, or the section it was moved to.
  package var into: String?
  package var by: Judge
  package var reason: String

  package init(finding: FindingID, outcome: Outcome, into: String? = nil, by: Judge, reason: String) {
    self.finding = finding
    self.outcome = outcome
    self.into = into
    self.by = by
    self.reason = reason
  }
}

/// Whose judgement counts in a review with a coordinator.
package struct JudgeStatement: Sendable, Hashable, Codable {
  /// The coordinator, or the deterministic pass in its place.
  package var by: LedgerEntry.Judge
  /// Why it is not the coordinator, in words.
  package var reason: String?

  package init(by: LedgerEntry.Judge, reason: String? = nil) {
    self.by = by
    self.reason = reason
  }
}

/// The judge's result: what is left, and what became of everything.
package struct Judgement: Sendable, Hashable {
  /// Surviving findings, most severe first, then by section, path and line.
  package var findings: [Finding]
  /// Every raw finding as anchored, by number, so that dropped ones can be shown and rescued.
  package var all: [Finding]
  package var ledger: [LedgerEntry]
  package var decision: Decision
  /// In words: what decided, such as `1 critical`.
  package var decisionReason: String
  /// Whose judgement it is; nil where no coordinator was to be asked.
  package var judge: JudgeStatement?

  package init(
    findings: [Finding], all: [Finding], ledger: [LedgerEntry], decision: Decision, decisionReason: String,
    judge: JudgeStatement? = nil
  ) {
    self.findings = findings
    self.all = all
    self.ledger = ledger
    self.decision = decision
    self.decisionReason = decisionReason
    self.judge = judge
  }
}
