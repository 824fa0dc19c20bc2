internal import Engine
internal import Glibc

/// What the `direct` runtime needs of what plugins contributed and of the environment, found before anything is made for the
/// review.
struct DirectChoice: Sendable {
  let notices: [Notice]
  /// For readers: where requests go.
  let host: String
  private let assembled: AssembledConfiguration
  private let configuration: Configuration
  private let risk: RiskTier
  private let network: [String: String]
  /// By provider.
  private let secrets: [String: [(name: String, value: String)]]

  /// What libcurl asks for proxies, and what names other certificates.
  private static let networkVariables = [
    "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "CURL_CA_BUNDLE",
    "SSL_CERT_FILE", "SSL_CERT_DIR",
  ]

  init(
    _ assembled: AssembledConfiguration, _ configuration: Configuration, in risk: RiskTier, _ around: Surroundings
  ) throws(ReviewFailure) {
    guard !assembled.providers.isEmpty else {
      throw ReviewFailure(
        .configuration, "the runtime direct has no endpoint",
        hints: ["set direct.base_url in your configuration, or CONCLAVE_DIRECT_BASE_URL"])
    }
    guard let standard = assembled.models(for: .codeQuality, in: .full),
      let provider = assembled.provider(of: standard.first)
    else {
      throw ReviewFailure(
        .configuration, "the runtime direct has no model",
        hints: ["set models.standard in your configuration, or CONCLAVE_MODELS_STANDARD"])
    }
    self.assembled = assembled
    self.configuration = configuration
    self.risk = risk
    host = DirectSettings(baseURL: provider.baseURL).host
    network = around.environment.filter { Self.networkVariables.contains($0.key) }
    var secrets: [String: [(name: String, value: String)]] = [:]
    var notices: [Notice] = []
    for provider in assembled.providers {
      let headers = try Self.headers(of: provider, configuration, around)
      secrets[provider.id] = headers
      let settings = DirectSettings(baseURL: provider.baseURL)
      if !headers.isEmpty, settings.sendsInTheClear {
        notices.append(
          Notice(.warning, "the key and the code go to \(settings.host) unencrypted; use https in direct.base_url"))
      }
    }
    self.secrets = secrets
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

  /// What a provider is sent to be let in: headers with their secrets, for whoever talks to it.
  func headers(of provider: ProviderContribution) -> [(name: String, value: String)] { secrets[provider.id] ?? [] }

  /// For an agent of that model alone.
  func environment(of model: String?) -> [String: String] {
    guard let provider = model.flatMap({ assembled.provider(of: $0) }) else { return [:] }
    let headers = headers(of: provider)
    guard !headers.isEmpty else { return network }
    return network.merging([AgentKey.variable: AgentKey.line(headers)]) { _, own in own }
  }
}

/// The endpoint's secrets on their way to an agent, until a relay adds them: in the environment of that one process and its shim.
enum AgentKey {
  static let variable = "CONCLAVE_AGENT_KEY"

  /// Headers in one value.
  static func line(_ headers: [(name: String, value: String)]) -> String {
    headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
  }

  /// Reads the headers and wipes them where the system shows them to the user's other processes.
  static func take() -> [(name: String, value: String)] {
    guard let value = unsafe getenv(variable) else { return [] }
    let line = unsafe String(cString: value)
    unsafe memset(value, 0x2A, strlen(value))
    unsafe unsetenv(variable)
    return line.split(separator: "\n").compactMap { header in
      guard let colon = header.firstIndex(of: ":") else { return nil }
      return (String(header[..<colon]), String(header[header.index(after: colon)...].drop { $0 == " " }))
    }
  }
}
