/// How much a finding matters, by definition and not by feeling (system.md, section 3).
public enum Severity: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// An improvement worth considering.
  case suggestion
  /// A measurable regression or a concrete risk.
  case warning
  /// Will cause an outage or is exploitable.
  case critical

  private var rank: Int {
    switch self {
    case .suggestion: 0
    case .warning: 1
    case .critical: 2
    }
  }

  /// Orders `suggestion` < `warning` < `critical`.
  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}
