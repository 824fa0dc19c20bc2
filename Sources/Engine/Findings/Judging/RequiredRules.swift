/// The rules by which a section alone may judge: a finding of it that names none of them is nobody's business (system.md,
/// section 3).
package struct RequiredRules: Sendable, Hashable {
  /// By section.
  private let names: [SpecialistID: Set<String>]

  /// Every section judges freely.
  package static let none = RequiredRules([:])

  package init(_ names: [SpecialistID: [String]]) { self.names = names.mapValues { Set($0) } }

  /// Why a finding does not count, in words; nil where it does.
  func refusal(of finding: Finding) -> String? {
    guard let known = names[finding.category] else { return nil }
    guard let rule = finding.rule, !rule.isEmpty else { return "names no rule of the organisation" }
    // The offline agent calls a rule `compliance/ENG-31`.
    let prefix = finding.category.rawValue + "/"
    let name = rule.hasPrefix(prefix) ? String(rule.dropFirst(prefix.count)) : rule
    return known.contains(name) ? nil : "names a rule that the organisation does not have"
  }
}
