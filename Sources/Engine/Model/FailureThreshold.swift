/// The severity from which on a review ends with exit status 1.
package enum FailureThreshold: String, Sendable, Hashable, Codable, CaseIterable {
  case critical, warning, suggestion, never

  /// Whether a finding of `severity` reaches the threshold.
  package func isReached(by severity: Severity) -> Bool {
    switch self {
    case .critical: severity >= .critical
    case .warning: severity >= .warning
    case .suggestion: true
    case .never: false
    }
  }
}
