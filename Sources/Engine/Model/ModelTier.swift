/// The class of model that a reviewer's work asks for (system.md, section 3).
public enum ModelTier: String, Sendable, Hashable, CaseIterable {
  /// For the coordinator, who judges.
  case top
  /// For code quality, security, performance, compliance and the generalist.
  case standard
  /// For documentation, release and AGENTS.md.
  case light

  /// The tier of an agent's work; the coordinator of a trivial change is of the standard tier.
  package init(of agent: SpecialistID, in risk: RiskTier) {
    switch agent {
    case .coordinator: self = risk == .trivial ? .standard : .top
    case .documentation, .release, .agentsMD: self = .light
    default: self = .standard
    }
  }
}
