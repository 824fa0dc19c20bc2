/// Tells suggestions in words, as the offline rules give them, from code that replaces the evidence, as reviewers write it
/// (system.md, section 3).
package enum Advice {
  /// Offline rules are named `reviewer/rule`; what a model names, such as an organisation's `ENG-31`, is not.
  package static func isInWords(rule: String?) -> Bool {
    guard let rule else { return false }
    return SpecialistID.specialists.contains { rule.hasPrefix($0.rawValue + "/") }
  }
}
