/// A provider of models: an endpoint that understands OpenAI's chat completions.
public struct ProviderContribution: Sendable, Hashable {
  /// Its name, such as `gateway`: letters, digits, hyphens and underscores.
  public var id: String
  /// Base URL of the endpoint, without user, query or fragment.
  public var baseURL: String
  /// What is sent with each request to be let in.
  public var headers: [HeaderContribution]
  /// The models that may be asked for. No two providers of a review may offer the same name.
  public var models: [ModelContribution]

  /// Takes the parts as they are.
  public init(id: String, baseURL: String, headers: [HeaderContribution] = [], models: [ModelContribution]) {
    self.id = id
    self.baseURL = baseURL
    self.headers = headers
    self.models = models
  }
}

/// A header of requests whose value is secret: it names the environment variable that holds the secret, never the secret.
public struct HeaderContribution: Sendable, Hashable {
  /// The header's name, such as `Authorization`.
  public var name: String
  /// The environment variable that holds the secret.
  public var variable: String
  /// What stands before the secret, such as `Bearer` and a blank.
  public var prefix: String

  /// Takes the parts as they are.
  public init(name: String, variable: String, prefix: String = "Bearer ") {
    self.name = name
    self.variable = variable
    self.prefix = prefix
  }
}

/// A model that a provider offers.
public struct ModelContribution: Sendable, Hashable {
  /// As the provider knows it, such as `anthropic/claude-sonnet-4-6`.
  public var id: String
  /// Tokens that it takes, prompt and answer together; nil where that is unknown.
  public var contextTokens: Int?
  /// Tokens of its longest answer; nil where that is unknown.
  public var outputTokens: Int?
  /// What its tokens cost; nil where that is unknown.
  public var prices: ModelPrices?

  /// Takes the parts as they are.
  public init(id: String, contextTokens: Int? = nil, outputTokens: Int? = nil, prices: ModelPrices? = nil) {
    self.id = id
    self.contextTokens = contextTokens
    self.outputTokens = outputTokens
    self.prices = prices
  }
}
