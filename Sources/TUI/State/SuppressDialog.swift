package import Engine

/// The question behind `s`: where a suppression counts, why, and until when.
package struct SuppressDialog: Sendable, Hashable {
  package enum Field: Int, Sendable, Hashable, CaseIterable { case scope, reason, expires }

  package var findings: [FindingID]
  package var scope = SuppressionScope.here
  package var reason = LineEditor()
  package var expires = LineEditor()
  package var field = Field.reason
  /// What is wrong with the answers, in words.
  package var problem: String?

  package init(_ findings: [FindingID]) { self.findings = findings }

  package static let scopes: [SuppressionScope] = [.here, .everywhere, .rule]

  /// A scope in words.
  package static func words(_ scope: SuppressionScope) -> String {
    switch scope {
    case .here: "this one here"
    case .everywhere: "this finding everywhere"
    case .rule: "its rule in this folder and below"
    }
  }

  package mutating func moveField(by step: Int) {
    let all = Field.allCases
    field = all[(field.rawValue + step + all.count) % all.count]
  }

  package mutating func moveScope(by step: Int) {
    let index = SuppressDialog.scopes.firstIndex(of: scope) ?? 0
    scope = SuppressDialog.scopes[min(max(0, index + step), SuppressDialog.scopes.count - 1)]
  }

  /// The act that the answers make, or nil with `problem` and `field` set.
  package mutating func submit(today: CalendarDate?) -> TriageAction? {
    let reason = self.reason.text.trimmed
    guard !reason.isEmpty else { return refuse(.reason, "a reason is needed: it is what the next reader sees") }
    let expires = self.expires.text.trimmed
    guard !expires.isEmpty else { return .suppress(findings, scope: scope, reason: reason, expires: nil) }
    guard let date = CalendarDate(expires) else { return refuse(.expires, "not a date: write it as 2027-01-31") }
    if let today, date <= today { return refuse(.expires, "\(expires) is not in the future") }
    return .suppress(findings, scope: scope, reason: reason, expires: expires)
  }

  private mutating func refuse(_ field: Field, _ problem: String) -> TriageAction? {
    self.field = field
    self.problem = problem
    return nil
  }
}

extension String {
  /// Without blanks at both ends.
  var trimmed: String {
    var scalars = unicodeScalars[...]
    while scalars.first == " " { scalars.removeFirst() }
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }
}
