/// One thing that a plugin adds to a review's configuration.
package struct Contribution: Sendable, Hashable {
  /// What is contributed to: two contributions with one key must be equal.
  package enum Key: Sendable, Hashable, CustomStringConvertible {
    case agent(SpecialistID)
    case provider(String)
    case environment(String)
    case promptSection(String)
    case permission(SpecialistID, tool: String)

    package var description: String {
      switch self {
      case .agent(let id): "the agent \(id)"
      case .provider(let name): "the provider \(name)"
      case .environment(let name): "the environment variable \(name)"
      case .promptSection(let name): "the prompt section \(name)"
      case .permission(let id, let tool): "the permission of \(id) for \(tool)"
      }
    }
  }

  package enum Value: Sendable, Hashable {
    case agent(AgentContribution)
    case provider(ProviderContribution)
    case text(String)
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

/// A provider of models.
public struct ProviderContribution: Sendable, Hashable {
  /// Its name in model references, such as `gateway` in `gateway/sonnet`.
  public var id: String
  /// Base URL of an OpenAI-compatible endpoint.
  public var baseURL: String
  /// The models that may be asked for.
  public var models: [String]

  /// Takes the parts as they are.
  public init(id: String, baseURL: String, models: [String]) {
    self.id = id
    self.baseURL = baseURL
    self.models = models
  }
}

/// A paragraph that goes into prompts.
public struct PromptSection: Sendable, Hashable {
  /// Unique name, such as `local-review`.
  public var name: String
  /// Who gets it; nil for everyone.
  public var specialists: [SpecialistID]?
  /// Markdown.
  public var text: String

  /// Takes the parts as they are.
  public init(name: String, specialists: [SpecialistID]? = nil, text: String) {
    self.name = name
    self.specialists = specialists
    self.text = text
  }
}

/// Whether an agent may use a tool.
public enum Permission: String, Sendable, Hashable {
  /// It may.
  case allow
  /// It may not.
  case deny
}
