internal import Engine
internal import Glibc

/// What the `direct` runtime needs of the configuration and of the environment, found before anything is made for the review.
struct DirectChoice: Sendable {
  let settings: DirectSettings
  /// The endpoint as the relay knows it, the key included.
  let provider: RelayProvider
  let notices: [Notice]
  private let top: ModelChain
  private let standard: ModelChain
  private let light: ModelChain

  /// The first part of the relay's paths.
  private static let providerID = "direct"
  /// An agent says itself that nothing comes, before the relay does.
  private static let margin: Duration = .seconds(15)
  private static let lightWork: Set<SpecialistID> = [.documentation, .release, .agentsMD]

  /// `runtime` is named where something is missing: others ask the same endpoint.
  init(
    _ configuration: Configuration, _ around: Surroundings, for runtime: String = "direct"
  ) throws(ReviewFailure) {
    guard let settings = DirectSettings(configuration) else {
      throw ReviewFailure(
        .configuration, "the runtime \(runtime) has no endpoint",
        hints: ["set direct.base_url in your configuration, or CONCLAVE_DIRECT_BASE_URL"])
    }
    guard let standard = ModelChain(tier: "standard", models: configuration.modelsStandard) else {
      throw ReviewFailure(
        .configuration, "the runtime \(runtime) has no model",
        hints: ["set models.standard in your configuration, or CONCLAVE_MODELS_STANDARD"])
    }
    self.settings = settings
    self.standard = standard
    top = ModelChain(tier: "top", models: configuration.modelsTop) ?? standard
    light = ModelChain(tier: "light", models: configuration.modelsLight) ?? standard
    var provider = RelayProvider(
      id: Self.providerID, baseURL: settings.baseURL,
      models: Set(standard.models + top.models + light.models), stall: settings.stall + Self.margin)
    var notices: [Notice] = []
    let variable = configuration.directKeyVariable
    if !variable.isEmpty {
      guard let key = around.environment[variable], !key.isEmpty else {
        throw ReviewFailure(
          .configuration, "direct.key_env names \(variable), which is not set",
          hints: ["export \(variable) with the endpoint's key, or unset direct.key_env"])
      }
      provider.key = key
      if settings.sendsInTheClear {
        notices.append(
          Notice(.warning, "the key and the code go to \(settings.host) unencrypted; use https in direct.base_url"))
      }
    }
    self.provider = provider
    self.notices = notices
  }

  /// The lines of a prompt's task block for agents that ask through `relay`.
  func fields(through relay: RelayHost, _ confinement: Confinement) -> [(key: String, value: String)] {
    var settings = settings
    settings.relay = relay.address(of: provider.id, confinement)
    return settings.fields
  }

  /// The models of a specialist's tier (system.md, section 3); a trivial change has a coordinator of the standard tier.
  func chain(in tier: RiskTier) -> @Sendable (SpecialistID) -> ModelChain? {
    let judge = tier == .trivial ? standard : top
    return { [standard, light] specialist in
      if specialist == .coordinator { return judge }
      return Self.lightWork.contains(specialist) ? light : standard
    }
  }
}

/// What an agent shows to the relay; worth nothing elsewhere and nothing after the review.
enum AgentToken {
  static let variable = "CONCLAVE_RELAY_TOKEN"

  /// Reads the token. The agent starts nothing that could inherit it.
  static func take(_ environment: [String: String]) -> String? {
    environment[variable].flatMap { $0.isEmpty ? nil : $0 }
  }
}
