internal import Engine
internal import Glibc

/// What the `direct` runtime needs of the configuration and of the environment, found before anything is made for the review.
struct DirectChoice: Sendable {
  let settings: DirectSettings
  /// For the agents alone, the key included.
  let environment: [String: String]
  let notices: [Notice]
  private let top: ModelChain
  private let standard: ModelChain
  private let light: ModelChain

  /// What libcurl asks for proxies, and what names other certificates.
  private static let networkVariables = [
    "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "CURL_CA_BUNDLE",
    "SSL_CERT_FILE", "SSL_CERT_DIR",
  ]
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
    var environment = around.environment.filter { Self.networkVariables.contains($0.key) }
    var notices: [Notice] = []
    let variable = configuration.directKeyVariable
    if !variable.isEmpty {
      guard let key = around.environment[variable], !key.isEmpty else {
        throw ReviewFailure(
          .configuration, "direct.key_env names \(variable), which is not set",
          hints: ["export \(variable) with the endpoint's key, or unset direct.key_env"])
      }
      environment[AgentKey.variable] = key
      if settings.sendsInTheClear {
        notices.append(
          Notice(.warning, "the key and the code go to \(settings.host) unencrypted; use https in direct.base_url"))
      }
    }
    self.environment = environment
    self.notices = notices
  }

  /// The endpoint's key; nil where it wants none.
  var key: String? { environment[AgentKey.variable] }

  /// The models of a specialist's tier (system.md, section 3); a trivial change has a coordinator of the standard tier.
  func chain(in tier: RiskTier) -> @Sendable (SpecialistID) -> ModelChain? {
    let judge = tier == .trivial ? standard : top
    return { [standard, light] specialist in
      if specialist == .coordinator { return judge }
      return Self.lightWork.contains(specialist) ? light : standard
    }
  }
}

/// The endpoint's key on its way to an agent, until a relay adds it: in the environment of that one process and its shim.
enum AgentKey {
  static let variable = "CONCLAVE_AGENT_KEY"

  /// Reads the key and wipes it where the system shows it to the user's other processes.
  static func take() -> String? {
    guard let value = unsafe getenv(variable) else { return nil }
    let key = unsafe String(cString: value)
    unsafe memset(value, 0x2A, strlen(value))
    unsafe unsetenv(variable)
    return key.isEmpty ? nil : key
  }
}
