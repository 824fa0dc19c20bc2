/// How a plugin contributes to a review's configuration: it adds, and never reads back. It can't be kept past the call.
public struct ConfigureContext: ~Copyable {
  private let plugin: PluginID
  package private(set) var contributions: [Contribution] = []

  package init(plugin: PluginID) { self.plugin = plugin }

  /// Adds a reviewer.
  public mutating func register(agent: AgentContribution) { add(.agent(agent.id), .agent(agent)) }

  /// Adds a provider of models.
  public mutating func add(provider: ProviderContribution) { add(.provider(provider.id), .provider(provider)) }

  /// Sets an environment variable of every agent. The name is letters, digits and underscores.
  public mutating func setEnvironment(_ name: String, to value: String) { add(.environment(name), .text(value)) }

  /// Adds a paragraph to prompts.
  public mutating func inject(_ section: PromptSection) { add(.promptSection(section.name), .section(section)) }

  /// Allows or denies an agent a tool.
  public mutating func set(_ permission: Permission, for agent: SpecialistID, tool: String) {
    add(.permission(agent, tool: tool), .permission(permission))
  }

  private mutating func add(_ key: Contribution.Key, _ value: Contribution.Value) {
    contributions.append(Contribution(plugin: plugin, key: key, value: value))
  }
}
