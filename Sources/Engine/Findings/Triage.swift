/// Where a suppression counts (system.md, section 12).
package enum SuppressionScope: String, Sendable, Hashable, Codable {
  /// This finding in this file only.
  case here
  /// This finding anywhere in the repository.
  case everywhere
  /// All of a rule (or section) under a path.
  case rule
}

/// What a person decided about a finding.
package enum TriageState: Sendable, Hashable {
  case open
  /// Will be posted.
  case accepted
  case suppressed(scope: SuppressionScope, reason: String, expires: String?)
}

/// One act of a person at the findings list; the file `triage.jsonl` is a list of these.
package enum TriageAction: Sendable, Hashable {
  case accept([FindingID])
  case reopen([FindingID])
  case suppress([FindingID], scope: SuppressionScope, reason: String, expires: String?)
  case edit(FindingID, FindingEdit)
  /// Takes a dropped or merged finding of the ledger back into the list.
  case rescue(FindingID)
  /// Takes back the newest act that is not itself undone.
  case undo
}

/// A person's new words for a finding; nil leaves a part as it is.
package struct FindingEdit: Sendable, Hashable, Codable {
  package var title: String?
  package var body: String?
  package var severity: Severity?
  package var suggestion: String?

  package init(title: String? = nil, body: String? = nil, severity: Severity? = nil, suggestion: String? = nil) {
    self.title = title
    self.body = body
    self.severity = severity
    self.suggestion = suggestion
  }
}
