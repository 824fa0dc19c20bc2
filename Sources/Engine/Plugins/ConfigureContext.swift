/// How a plugin contributes to a review's configuration: it adds, and never reads back. It can't be kept past the call.
///
/// What can't be used (see `ContributionCheck`) ends the review with the plugin's name once its call is over.
public struct ConfigureContext: ~Copyable {
  private let plugin: PluginID
  package private(set) var contributions: [Contribution] = []
  /// The first thing that was wrong, in words.
  package private(set) var problem: String?

  package init(plugin: PluginID) { self.plugin = plugin }

  /// Adds a reviewer.
  public mutating func register(agent: AgentContribution) { add(.agent(agent.id), .agent(agent)) }

  /// Adds a provider of models.
  public mutating func add(provider: ProviderContribution) { add(.provider(provider.id), .provider(provider)) }

  /// Says which models serve a tier: the first, then those that are failed back to, older ones of the same family. Each must
  /// be offered by a provider.
  public mutating func use(models: [String], for tier: ModelTier) { add(.tier(tier), .names(models)) }

  /// Says which models one agent uses instead of those of its tier.
  public mutating func use(models: [String], for agent: SpecialistID) { add(.models(agent), .names(models)) }

  /// Sets an environment variable of every agent. The name is letters, digits and underscores.
  public mutating func setEnvironment(_ name: String, to value: String) { add(.environment(name), .text(value)) }

  /// Adds a paragraph to prompts.
  public mutating func inject(_ section: PromptSection) { add(.promptSection(section.name), .section(section)) }

  /// Allows or denies an agent a tool.
  public mutating func set(_ permission: Permission, for agent: SpecialistID, tool: String) {
    add(.permission(agent, tool: tool), .permission(permission))
  }

  /// Says by which rules alone an agent may judge: a finding of its section that names none of them is dropped.
  public mutating func require(rules: [String], of agent: SpecialistID) { add(.ruleNames(agent), .names(rules)) }

  private mutating func add(_ key: Contribution.Key, _ value: Contribution.Value) {
    guard problem == nil else { return }
    let contribution = Contribution(plugin: plugin, key: key, value: value)
    problem = ContributionCheck.problem(with: contribution, beside: contributions)
    if problem == nil { contributions.append(contribution) }
  }
}
