/// One thing that a plugin adds to a review's configuration.
package struct Contribution: Sendable, Hashable {
  /// What is contributed to: two contributions with one key must be equal.
  package enum Key: Sendable, Hashable, CustomStringConvertible {
    case agent(SpecialistID)
    case provider(String)
    case tier(ModelTier)
    case models(SpecialistID)
    case environment(String)
    case promptSection(String)
    case permission(SpecialistID, tool: String)
    case ruleNames(SpecialistID)

    package var description: String {
      switch self {
      case .agent(let id): "the agent \(id)"
      case .provider(let name): "the provider \(name)"
      case .tier(let tier): "the models of the tier \(tier.rawValue)"
      case .models(let id): "the models of \(id)"
      case .environment(let name): "the environment variable \(name)"
      case .promptSection(let name): "the prompt section \(name)"
      case .permission(let id, let tool): "the permission of \(id) for \(tool)"
      case .ruleNames(let id): "the names of the rules of \(id)"
      }
    }
  }

  package enum Value: Sendable, Hashable {
    case agent(AgentContribution)
    case provider(ProviderContribution)
    case text(String)
    case names([String])
    case section(PromptSection)
    case permission(Permission)
  }

  package var plugin: PluginID
  package var key: Key
  package var value: Value
}

/// An agent that a plugin adds to the reviewers.
public struct AgentContribution: Sendable, Hashable {
  /// Its name; panes, reports and prompts use it.
  public var id: SpecialistID
  /// What it looks for, in Markdown.
  public var prompt: String

  /// Takes the parts as they are.
  public init(id: SpecialistID, prompt: String) {
    self.id = id
    self.prompt = prompt
  }
}

/// Whether an agent may use a tool.
public enum Permission: String, Sendable, Hashable {
  /// It may.
  case allow
  /// It may not.
  case deny
}
