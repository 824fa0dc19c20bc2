/// What a review's result means for whoever called it (system.md, section 12).
package enum ReviewVerdict {
  /// 3 for an incomplete review, else 1 for a finding at or above `failOn`, else 0. A review that is not whole is never
  /// called one that found nothing or something: it may have missed the worst.
  package static func exitStatus(severities: [Severity], complete: Bool, failOn: FailureThreshold) -> Int32 {
    guard complete else { return 3 }
    return severities.contains(where: failOn.isReached) ? 1 : 0
  }
}
