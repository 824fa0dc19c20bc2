import AIGatewayPlugin
import Engine
import EngineTestKit
import Testing

@Suite struct AIGatewayPluginTests {
  private static func assemble(_ settings: AIGatewaySettings) async throws -> AssembledConfiguration {
    try await PluginHost(plugins: [AIGatewayPlugin(settings)], run: "r", isInteractive: false) { _ in }.assemble()
  }

  private static var settings: AIGatewaySettings {
    var settings = AIGatewaySettings()
    settings.endpoint = .cloudflare(account: "acc", gateway: "reviews")
    settings.keyVariable = "PROVIDER_KEY"
    settings.tokenVariable = "CF_AIG_TOKEN"
    settings.tiers = [.top: ["opus-2", "opus-1"], .standard: ["sonnet-2", "sonnet-1"]]
    settings.agents = [.release: ["haiku"]]
    settings.models["sonnet-2"] = .init(
      contextTokens: 200_000, prices: ModelPrices(input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75))
    settings.usualContextTokens = 100_000
    settings.usualOutputTokens = 8_192
    return settings
  }

  @Test func `a Cloudflare gateway has the unified endpoint, and headers that name variables`() async throws {
    let provider = try #require(try await Self.assemble(Self.settings).providers.first)
    #expect(provider.id == "gateway")
    #expect(provider.baseURL == "https://gateway.ai.cloudflare.com/v1/acc/reviews/compat")
    #expect(
      provider.headers == [
        HeaderContribution(name: "Authorization", variable: "PROVIDER_KEY", prefix: "Bearer "),
        HeaderContribution(name: "cf-aig-authorization", variable: "CF_AIG_TOKEN", prefix: "Bearer "),
      ])
    #expect(provider.models.map(\.id) == ["opus-2", "opus-1", "sonnet-2", "sonnet-1", "haiku"])
  }

  @Test func `limits and prices are a model's own, else the usual, else unknown`() async throws {
    let assembled = try await Self.assemble(Self.settings)
    #expect(assembled.model("sonnet-2")?.contextTokens == 200_000)
    #expect(assembled.model("sonnet-2")?.outputTokens == 8_192)
    #expect(assembled.model("opus-2")?.contextTokens == 100_000 && assembled.model("opus-2")?.prices == nil)
    #expect(assembled.prices.keys.sorted() == ["sonnet-2"])
    #expect(assembled.model("haiku-9") == nil && assembled.provider(of: "haiku-9") == nil)
    #expect(assembled.provider(of: "haiku")?.id == "gateway")
  }

  @Test(arguments: [
    (SpecialistID.coordinator, RiskTier.full, ["opus-2", "opus-1"]), (.coordinator, .lite, ["opus-2", "opus-1"]),
    (.coordinator, .trivial, ["sonnet-2", "sonnet-1"]), (.security, .full, ["sonnet-2", "sonnet-1"]),
    (.generalist, .trivial, ["sonnet-2", "sonnet-1"]), (.documentation, .full, ["sonnet-2", "sonnet-1"]),
    (.release, .full, ["haiku"]),
  ])
  func `a reviewer's own models go before its tier's, and the standard ones stand for what is not set`(
    agent: SpecialistID, risk: RiskTier, models: [String]
  ) async throws {
    #expect(try await Self.assemble(Self.settings).models(for: agent, in: risk)?.models == models)
  }

  @Test func `without an endpoint nothing is contributed, without models no chain`() async throws {
    var settings = Self.settings
    settings.endpoint = nil
    #expect(try await Self.assemble(settings) == AssembledConfiguration())
    settings = AIGatewaySettings()
    settings.endpoint = .url("http://127.0.0.1:1/v1")
    let assembled = try await Self.assemble(settings)
    #expect(assembled.providers.count == 1 && assembled.models(for: .security, in: .full) == nil)
  }
}
