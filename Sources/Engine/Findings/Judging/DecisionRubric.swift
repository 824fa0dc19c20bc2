/// The decision over a change, computed from severities alone (system.md, section 4; reliability.md, MO-10). No text of
/// a finding has a say in it.
package enum DecisionRubric {
  /// Warnings that make a risk pattern.
  package static let warningsOfPattern = 3
  /// A suggestion of which its own reviewer is less sure than this is trivial; one without a confidence is not.
  package static let trivialConfidence = 0.3

  /// The decision, and what decided in words.
  package static func decide(_ findings: some Sequence<Finding>) -> (decision: Decision, reason: String) {
    decide(findings.lazy.map { ($0.severity, $0.confidence) })
  }

  /// The same from severity and confidence alone.
  package static func decide(
    _ weights: some Sequence<(severity: Severity, confidence: Double?)>
  ) -> (decision: Decision, reason: String) {
    var counts: [Severity: Int] = [:]
    var trivial = 0
    for weight in weights {
      counts[weight.severity, default: 0] += 1
      if weight.severity == .suggestion, let sure = weight.confidence, sure < trivialConfidence { trivial += 1 }
    }
    let (critical, warnings, suggestions) = (counts[.critical] ?? 0, counts[.warning] ?? 0, counts[.suggestion] ?? 0)
    if critical > 0 { return (.significantConcerns, "\(critical) critical") }
    if warnings >= warningsOfPattern { return (.minorIssues, "\(warnings) warnings suggest a pattern") }
    if warnings > 0 { return (.approvedWithComments, warnings == 1 ? "1 warning" : "\(warnings) warnings") }
    if suggestions == 0 { return (.approved, "no findings") }
    if suggestions == trivial { return (.approved, "trivial suggestions only") }
    return (.approvedWithComments, "suggestions only")
  }
}
