/// What the planner must know beside the change.
package struct PlanFacts: Sendable, Hashable {
  /// Whether the repository has an AGENTS.md or CLAUDE.md, on either side.
  package var hasAgentsMD: Bool
  /// Whether the organisation has rules of its own.
  package var complianceRulesConfigured: Bool
  /// From `--only`; empty means everyone.
  package var only: Set<SpecialistID>
  /// From `--skip`.
  package var skip: Set<SpecialistID>

  package init(
    hasAgentsMD: Bool = false, complianceRulesConfigured: Bool = false, only: Set<SpecialistID> = [],
    skip: Set<SpecialistID> = []
  ) {
    self.hasAgentsMD = hasAgentsMD
    self.complianceRulesConfigured = complianceRulesConfigured
    self.only = only
    self.skip = skip
  }
}

/// Decides who reviews a change; whoever does not run has a reason (system.md, section 2).
package enum SpecialistPlanner {
  /// The seven specialists in their order, behind the generalist where it takes part. The coordinator is not listed.
  package static func plan(tier: RiskTier, change: Change, facts: PlanFacts) -> [SpecialistPlan] {
    let isNamed = facts.only.contains(.generalist)
    let generalist = tier == .trivial || isNamed ? [SpecialistID.generalist] : []
    return (generalist + SpecialistID.specialists).map { id in
      SpecialistPlan(id: id, skipped: reason(id, tier, change, facts))
    }
  }

  private static func reason(
    _ id: SpecialistID, _ tier: RiskTier, _ change: Change, _ facts: PlanFacts
  ) -> String? {
    if change.files.isEmpty { return "no file is left to review" }
    if facts.skip.contains(id) { return "left out with --skip" }
    if !facts.only.isEmpty, !facts.only.contains(id) { return "not among --only" }
    // Who is asked for by name runs in every tier, if it has something to work on.
    if facts.only.isEmpty, let reason = tierReason(id, tier) { return reason }
    return triggerReason(id, change, facts)
  }

  private static func tierReason(_ id: SpecialistID, _ tier: RiskTier) -> String? {
    switch tier {
    case .full: nil
    case .lite:
      [.codeQuality, .documentation, .security].contains(id) ? nil : "not in the lite tier"
    case .trivial: id == .generalist ? nil : "trivial change: one generalist reviews it"
    }
  }

  private static func triggerReason(_ id: SpecialistID, _ change: Change, _ facts: PlanFacts) -> String? {
    let paths = change.files.map(\.path) + change.excluded.map(\.path)
    switch id {
    case .release where !paths.contains(where: ChangeSurface.isReleaseRelated):
      return "nothing in the change is related to a release"
    case .compliance where !facts.complianceRulesConfigured: return "no organisation rules are configured"
    case .agentsMD where !facts.hasAgentsMD && !ChangeSurface.isMaterial(change.files):
      return "the repository has no AGENTS.md, and the change is not of high materiality"
    default: return nil
    }
  }
}
