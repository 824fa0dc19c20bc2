internal import Engine
internal import Glibc

/// What runtimes that ask a model need of what plugins contributed and of the environment, found before anything is made for
/// the review.
struct DirectChoice: Sendable {
  /// The endpoints as the relay knows them, keys included.
  let providers: [RelayProvider]
  let notices: [Notice]
  /// For readers: where requests go.
  let host: String
  private let assembled: AssembledConfiguration
  private let configuration: Configuration
  private let risk: RiskTier

  /// An agent says itself that nothing comes, before the relay does.
  private static let margin: Duration = .seconds(15)

  /// `runtime` is named where something is missing: others ask the same endpoints.
  init(
    _ assembled: AssembledConfiguration, _ configuration: Configuration, in risk: RiskTier, _ around: Surroundings,
    for runtime: String = "direct"
  ) throws(ReviewFailure) {
    guard !assembled.providers.isEmpty else {
      throw ReviewFailure(
        .configuration, "the runtime \(runtime) has no endpoint",
        hints: ["set direct.base_url in your configuration, or CONCLAVE_DIRECT_BASE_URL"])
    }
    guard let standard = assembled.models(for: .codeQuality, in: .full),
      let provider = assembled.provider(of: standard.first)
    else {
      throw ReviewFailure(
        .configuration, "the runtime \(runtime) has no model",
        hints: ["set models.standard in your configuration, or CONCLAVE_MODELS_STANDARD"])
    }
    self.assembled = assembled
    self.configuration = configuration
    self.risk = risk
    host = DirectSettings(baseURL: provider.baseURL).host
    var providers: [RelayProvider] = []
    var notices: [Notice] = []
    let prices = assembled.prices
    for provider in assembled.providers {
      let settings = DirectSettings(configuration, baseURL: provider.baseURL)
      let headers = try Self.headers(of: provider, configuration, around)
      providers.append(
        RelayProvider(
          id: provider.id, baseURL: settings.baseURL, headers: headers, models: Set(provider.models.map(\.id)),
          stall: settings.stall + Self.margin
        ) { model, tokens in prices[model]?.cost(of: tokens) })
      if !headers.isEmpty, settings.sendsInTheClear {
        notices.append(
          Notice(.warning, "the key and the code go to \(settings.host) unencrypted; use https in direct.base_url"))
      }
    }
    self.providers = providers
    self.notices = notices
  }

  private static func headers(
    of provider: ProviderContribution, _ configuration: Configuration, _ around: Surroundings
  ) throws(ReviewFailure) -> [(name: String, value: String)] {
    var headers: [(name: String, value: String)] = []
    for header in provider.headers {
      guard let secret = around.environment[header.variable], !secret.isEmpty else {
        let names = [
          configuration.directKeyVariable: "direct.key_env", configuration.gatewayTokenVariable: "gateway.token_env",
        ]
        let who = names[header.variable] ?? "the provider \(provider.id)"
        throw ReviewFailure(
          .configuration, "\(who) names \(header.variable), which is not set",
          hints: ["export \(header.variable) with what the endpoint asks for, or unset \(who)"])
      }
      headers.append((header.name, header.prefix + secret))
    }
    return headers
  }

  /// The environment variables with secrets.
  var secretVariables: [String] { assembled.providers.flatMap(\.headers).map(\.variable) }

  /// The models of an agent, as they were contributed.
  func models(for agent: SpecialistID) -> ModelChain? { assembled.models(for: agent, in: risk) }

  /// How an agent talks to the provider of its model.
  func settings(of model: String?) -> DirectSettings? {
    guard let model, let provider = assembled.provider(of: model) else { return nil }
    var settings = DirectSettings(configuration, baseURL: provider.baseURL)
    let facts = assembled.model(model)
    settings.contextTokens = facts?.contextTokens ?? settings.contextTokens
    settings.maxTokens = min(settings.maxTokens, facts?.outputTokens ?? .max)
    return settings
  }

  /// The lines of a prompt's task block for an agent that asks through `relay`.
  func fields(
    of model: String?, through relay: RelayHost, _ confinement: Confinement
  ) -> [(key: String, value: String)] {
    guard let model, let provider = assembled.provider(of: model), var settings = settings(of: model) else { return [] }
    settings.relay = relay.address(of: provider.id, confinement)
    return settings.fields
  }
}

/// What an agent shows to the relay; worth nothing elsewhere and nothing after the review.
enum AgentToken {
  static let variable = "CONCLAVE_RELAY_TOKEN"

  /// The header with the token. The agent starts nothing that could inherit it.
  static func credentials(_ environment: [String: String]) -> [(name: String, value: String)] {
    guard let token = environment[variable], !token.isEmpty else { return [] }
    return [(name: "Authorization", value: "Bearer \(token)")]
  }
}
