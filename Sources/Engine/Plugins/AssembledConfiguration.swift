/// What all plugins together contributed; made by the assembler, seen by no plugin.
package struct AssembledConfiguration: Sendable, Hashable {
  package var agents: [AgentContribution] = []
  package var providers: [ProviderContribution] = []
  package var environment: [String: String] = [:]
  package var sections: [PromptSection] = []
  /// By agent, then by tool.
  package var permissions: [SpecialistID: [String: Permission]] = [:]
  /// The models of each tier, in the order in which they are failed back to.
  package var tiers: [ModelTier: [String]] = [:]
  /// The models of agents that do not use their tier's.
  package var chains: [SpecialistID: [String]] = [:]
  /// The rules by which an agent alone may judge.
  package var ruleNames: [SpecialistID: [String]] = [:]

  package init() {}

  /// Merges contributions in their order.
  ///
  /// Two plugins that contribute the same thing alike are one; differently, they are an error that names both
  /// (system.md, section 7).
  package static func assemble(_ contributions: [Contribution]) throws(ReviewFailure) -> AssembledConfiguration {
    var first: [Contribution.Key: Contribution] = [:]
    var result = AssembledConfiguration()
    for contribution in contributions {
      if let earlier = first[contribution.key] {
        guard earlier.value == contribution.value else { throw conflict(earlier, contribution) }
        continue
      }
      first[contribution.key] = contribution
      result.take(contribution)
    }
    try result.checkModels(of: Array(first.values))
    return result
  }

  private static func conflict(_ first: Contribution, _ second: Contribution) -> ReviewFailure {
    let who =
      first.plugin == second.plugin
      ? "plugin \(first.plugin) contributes \(first.key) twice"
      : "plugins \(first.plugin) and \(second.plugin) both contribute \(first.key)"
    return ReviewFailure(.plugin, "\(who), differently", hints: ["disable one of them or make them agree"])
  }

  private mutating func take(_ contribution: Contribution) {
    switch (contribution.key, contribution.value) {
    case (_, .agent(let agent)): agents.append(agent)
    case (_, .provider(let provider)): providers.append(provider)
    case (_, .section(let section)): sections.append(section)
    case (.tier(let tier), .names(let models)): tiers[tier] = models
    case (.models(let agent), .names(let models)): chains[agent] = models
    case (.ruleNames(let agent), .names(let names)): ruleNames[agent] = names
    case (.environment(let name), .text(let value)): environment[name] = value
    case (.permission(let agent, let tool), .permission(let permission)):
      permissions[agent, default: [:]][tool] = permission
    default: break
    }
  }
}
