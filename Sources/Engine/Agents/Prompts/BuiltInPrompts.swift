/// The prompts that the program comes with.
package enum BuiltInPrompts {
  /// Everyone who has a prompt of its own, in the order in which they are listed.
  package static let agents: [SpecialistID] = SpecialistID.reviewers + [.coordinator]

  /// The rules that open every prompt.
  package static var shared: String { SharedPrompt.text }

  /// The part of one agent; nil for agents that a plugin added.
  package static func part(of agent: SpecialistID) -> String? {
    switch agent {
    case .security: SecurityPrompt.text
    case .performance: PerformancePrompt.text
    case .codeQuality: CodeQualityPrompt.text
    case .documentation: DocumentationPrompt.text
    case .release: ReleasePrompt.text
    case .compliance: CompliancePrompt.text
    case .agentsMD: AgentsMDPrompt.text
    case .generalist: GeneralistPrompt.text
    case .coordinator: CoordinatorPrompt.text
    default: nil
    }
  }
}
