/// Which model an agent uses, and who offers it.
extension AssembledConfiguration {
  /// The models that `agent` may use in a review of that risk: its own, else its tier's, else the standard ones.
  package func models(for agent: SpecialistID, in risk: RiskTier) -> ModelChain? {
    let tier = ModelTier(of: agent, in: risk)
    return ModelChain(tier: tier.rawValue, models: chains[agent] ?? tiers[tier] ?? tiers[.standard] ?? [])
  }

  /// Who offers a model.
  package func provider(of model: String) -> ProviderContribution? {
    providers.first { $0.models.contains { $0.id == model } }
  }

  /// What is known of a model.
  package func model(_ id: String) -> ModelContribution? {
    providers.lazy.flatMap(\.models).first { $0.id == id }
  }

  /// The prices that are known, by model.
  package var prices: [String: ModelPrices] {
    Dictionary(
      providers.flatMap(\.models).compactMap { model in model.prices.map { (model.id, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The context windows that are known, by model, in tokens.
  package var contextWindows: [String: Int] {
    Dictionary(
      providers.flatMap(\.models).compactMap { model in model.contextTokens.map { (model.id, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// Each model is offered by one provider alone, and each chain is of models that are offered.
  func checkModels(of contributions: [Contribution]) throws(ReviewFailure) {
    var offers: [String: (provider: String, plugin: PluginID)] = [:]
    let ordered = contributions.sorted {
      ($0.plugin.rawValue, $0.key.description) < ($1.plugin.rawValue, $1.key.description)
    }
    for contribution in ordered {
      guard case .provider(let provider) = contribution.value else { continue }
      for model in provider.models {
        if let other = offers[model.id] {
          let who =
            other.plugin == contribution.plugin
            ? "plugin \(other.plugin) contributes"
            : "plugins \(other.plugin) and \(contribution.plugin) both contribute"
          throw ReviewFailure(
            .plugin, "\(who) the model \(model.id), at the providers \(other.provider) and \(provider.id)",
            hints: ["offer it at one of them"])
        }
        offers[model.id] = (provider.id, contribution.plugin)
      }
    }
    for contribution in ordered {
      let models: [String]
      switch (contribution.key, contribution.value) {
      case (.tier, .names(let names)), (.models, .names(let names)): models = names
      default: continue
      }
      if let stray = models.first(where: { offers[$0] == nil }) {
        throw ReviewFailure(
          .plugin, "plugin \(contribution.plugin) puts \(stray) among \(contribution.key), and no provider offers it",
          hints: ["name a model that a provider offers"])
      }
    }
  }
}
