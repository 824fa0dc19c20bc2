import Engine

/// The three set-ups whose configuration is golden.
enum SetUp: String, CaseIterable, Sendable {
  /// A local endpoint behind the relay.
  case local
  /// Cloudflare's AI Gateway by its address.
  case cloudflare
  /// Several providers, a model for each tier, and a reviewer that a plugin took tools from.
  case several

  static let run = "/run/conclave/r1"

  static func model(_ id: String, prices: ModelPrices? = nil) -> OpenCodeProvider.Model {
    OpenCodeProvider.Model(id: id, contextTokens: 128_000, outputTokens: 8000, prices: prices)
  }

  var providers: [OpenCodeProvider] {
    switch self {
    case .local:
      return [
        OpenCodeProvider(
          id: "local", baseURL: "http://127.0.0.1:8000/local/v1", keyVariable: "CONCLAVE_RELAY_TOKEN",
          models: [Self.model("review-1")])
      ]
    case .cloudflare:
      let prices = ModelPrices(input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75)
      return [
        OpenCodeProvider(
          id: "cloudflare-ai-gateway", baseURL: "https://gateway.ai.cloudflare.com/v1/account-1/gateway-1/compat",
          headers: [.init("cf-aig-authorization", prefix: "Bearer ", variable: "CF_AIG_TOKEN")],
          models: [Self.model("anthropic/claude-sonnet-4-5", prices: prices), Self.model("openai/gpt-5.1")])
      ]
    case .several:
      return [
        OpenCodeProvider(
          id: "gateway", baseURL: "https://gateway.example/v1", keyVariable: "GATEWAY_KEY",
          models: [
            Self.model("opus-4-7", prices: .init(input: 15, output: 75)), Self.model("opus-4-6"),
            Self.model("sonnet-4-6"), Self.model("haiku-4-5", prices: .init(input: 0.8, output: 4)),
          ]),
        OpenCodeProvider(id: "lab", baseURL: "http://127.0.0.1:8080/v1", models: [Self.model("qwen2.5-coder:7b")]),
      ]
    }
  }

  var permissions: [SpecialistID: [String: Bool]] {
    self == .several ? [.release: ["grep": false, "glob": false, "read": true]] : [:]
  }

  func configuration() throws(ReviewFailure) -> OpenCodeConfiguration {
    try OpenCodeConfiguration(
      providers: providers, folders: ["tree", "diff", "context"].map { "\(Self.run)/\($0)" }, permissions: permissions)
  }
}
