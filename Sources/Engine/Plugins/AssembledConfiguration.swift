/// What all plugins together contributed; made by the assembler, seen by no plugin.
package struct AssembledConfiguration: Sendable, Hashable {
  package var agents: [AgentContribution] = []
  package var providers: [ProviderContribution] = []
  package var environment: [String: String] = [:]
  package var sections: [PromptSection] = []
  /// By agent, then by tool.
  package var permissions: [SpecialistID: [String: Permission]] = [:]

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
    case (.environment(let name), .text(let value)): environment[name] = value
    case (.permission(let agent, let tool), .permission(let permission)):
      permissions[agent, default: [:]][tool] = permission
    default: break
    }
  }
}
