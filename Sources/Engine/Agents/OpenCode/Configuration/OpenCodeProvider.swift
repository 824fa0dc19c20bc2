/// A provider of models as OpenCode is told of it: where it is and what it has, and by which variables what is secret reaches it,
/// never the secret itself.
package struct OpenCodeProvider: Sendable, Hashable {
  /// A header whose value is `prefix` and what a variable holds.
  package struct Header: Sendable, Hashable {
    package var name: String
    package var prefix: String
    package var variable: String

    package init(_ name: String, prefix: String = "", variable: String) {
      self.name = name
      self.prefix = prefix
      self.variable = variable
    }
  }

  /// A model with what is known of it.
  package struct Model: Sendable, Hashable {
    package var id: String
    /// Tokens of prompt and answer together.
    package var contextTokens: Int
    /// Tokens of one answer.
    package var outputTokens: Int
    package var prices: ModelPrices?

    package init(id: String, contextTokens: Int, outputTokens: Int, prices: ModelPrices? = nil) {
      self.id = id
      self.contextTokens = contextTokens
      self.outputTokens = outputTokens
      self.prices = prices
    }
  }

  package var id: String
  package var baseURL: String
  /// The variable that holds its key; nil where it wants none.
  package var keyVariable: String?
  package var headers: [Header]
  package var models: [Model]

  package init(
    id: String, baseURL: String, keyVariable: String? = nil, headers: [Header] = [], models: [Model]
  ) {
    self.id = id
    self.baseURL = baseURL
    self.keyVariable = keyVariable
    self.headers = headers
    self.models = models
  }
}

/// A model of a provider, as OpenCode's programs and sessions are asked for it.
package struct OpenCodeModel: Sendable, Hashable {
  package var provider: String
  package var model: String

  package init(provider: String, model: String) {
    self.provider = provider
    self.model = model
  }

  /// Finds what a chain calls `name`: `PROVIDER/MODEL`, or a model's name alone, which may have slashes of its own.
  package init?(_ name: String, among providers: [OpenCodeProvider]) {
    func found(_ provider: OpenCodeProvider, _ model: some StringProtocol) -> Bool {
      provider.models.contains { $0.id == model }
    }
    for provider in providers where found(provider, name) {
      self.provider = provider.id
      model = name
      return
    }
    for provider in providers where name.hasPrefix(provider.id + "/") {
      let rest = name.dropFirst(provider.id.count + 1)
      guard found(provider, rest) else { continue }
      self.provider = provider.id
      model = String(rest)
      return
    }
    return nil
  }

  /// As `--model` takes it.
  package var argument: String { "\(provider)/\(model)" }
}
