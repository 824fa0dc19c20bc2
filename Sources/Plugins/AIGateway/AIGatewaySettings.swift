public import Engine

/// What an organisation says of the endpoint that its models are reached by. Secrets are named by environment variables only.
public struct AIGatewaySettings: Sendable, Hashable {
  /// Where requests go.
  public enum Endpoint: Sendable, Hashable {
    /// Any endpoint that understands OpenAI's chat completions.
    case url(String)
    /// A Cloudflare AI Gateway, by its account and its name.
    case cloudflare(account: String, gateway: String)
  }

  /// Nil where no models are asked.
  public var endpoint: Endpoint?
  /// The variable with the key of the models' provider, sent as `Authorization`.
  public var keyVariable: String?
  /// The variable with the gateway's own token, sent as `cf-aig-authorization`.
  public var tokenVariable: String?
  /// The models of each tier, in the order in which they are failed back to.
  public var tiers: [ModelTier: [String]] = [:]
  /// The models of agents that do not use their tier's.
  public var agents: [SpecialistID: [String]] = [:]
  /// What is known of models.
  public var models: [String: Facts] = [:]
  /// For models of which nothing is said.
  public var usualContextTokens: Int?
  /// For models of which nothing is said.
  public var usualOutputTokens: Int?

  /// What is known of one model.
  public struct Facts: Sendable, Hashable {
    /// Tokens of prompt and answer together.
    public var contextTokens: Int?
    /// Tokens of the longest answer.
    public var outputTokens: Int?
    /// What its tokens cost.
    public var prices: ModelPrices?

    /// Takes the parts as they are.
    public init(contextTokens: Int? = nil, outputTokens: Int? = nil, prices: ModelPrices? = nil) {
      self.contextTokens = contextTokens
      self.outputTokens = outputTokens
      self.prices = prices
    }
  }

  /// Nothing is said.
  public init() {}
}
