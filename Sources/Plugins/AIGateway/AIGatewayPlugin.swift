public import Engine

/// Contributes the endpoint, its models with limits and prices, the tiers with their failback chains, and the models of single
/// reviewers. Knows nothing of forges.
public struct AIGatewayPlugin: ReviewPlugin {
  /// Always `ai-gateway`.
  public let id = PluginID(rawValue: "ai-gateway")
  /// The provider's name in model references.
  public static let provider = "gateway"

  private let settings: AIGatewaySettings

  /// Takes what the organisation says.
  public init(_ settings: AIGatewaySettings) { self.settings = settings }

  /// Contributes one provider and the chains; nothing where there is no endpoint.
  public func configure(_ context: inout ConfigureContext) async throws {
    guard let endpoint = settings.endpoint else { return }
    var headers: [HeaderContribution] = []
    if let variable = settings.keyVariable {
      headers.append(HeaderContribution(name: "Authorization", variable: variable))
    }
    if let variable = settings.tokenVariable {
      headers.append(HeaderContribution(name: "cf-aig-authorization", variable: variable))
    }
    context.add(
      provider: ProviderContribution(
        id: AIGatewayPlugin.provider, baseURL: AIGatewayPlugin.baseURL(of: endpoint), headers: headers, models: offered)
    )
    for tier in ModelTier.allCases {
      if let models = settings.tiers[tier] { context.use(models: models, for: tier) }
    }
    for (agent, models) in settings.agents.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      context.use(models: models, for: agent)
    }
  }

  /// The unified endpoint of a Cloudflare AI Gateway takes `provider/model` names of every vendor.
  static func baseURL(of endpoint: AIGatewaySettings.Endpoint) -> String {
    switch endpoint {
    case .url(let url): url
    case .cloudflare(let account, let gateway): "https://gateway.ai.cloudflare.com/v1/\(account)/\(gateway)/compat"
    }
  }

  /// Every model that some chain names, once.
  private var offered: [ModelContribution] {
    let chains =
      ModelTier.allCases.compactMap { settings.tiers[$0] }
      + settings.agents.sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value)
    var names: [String] = []
    for name in chains.joined() where !names.contains(name) { names.append(name) }
    return names.map { name in
      let facts = settings.models[name]
      return ModelContribution(
        id: name, contextTokens: facts?.contextTokens ?? settings.usualContextTokens,
        outputTokens: facts?.outputTokens ?? settings.usualOutputTokens, prices: facts?.prices)
    }
  }
}
