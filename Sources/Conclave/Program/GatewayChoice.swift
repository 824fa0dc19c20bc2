internal import AIGatewayPlugin
internal import Engine

extension AIGatewaySettings {
  /// What the configuration says of the endpoint and its models.
  init(_ configuration: Configuration) throws(ReviewFailure) {
    self.init()
    let (account, gateway) = (configuration.gatewayAccount, configuration.gatewayID)
    guard account.isEmpty == gateway.isEmpty else {
      throw ReviewFailure(
        .configuration, "gateway.\(account.isEmpty ? "id" : "account") is set alone",
        hints: ["a Cloudflare AI Gateway has gateway.account and gateway.id"])
    }
    guard account.isEmpty || configuration.directBaseURL.isEmpty else {
      throw ReviewFailure(
        .configuration, "both direct.base_url and gateway.account say where requests go", hints: ["unset one of them"])
    }
    if !account.isEmpty {
      endpoint = .cloudflare(account: account, gateway: gateway)
    } else if !configuration.directBaseURL.isEmpty {
      endpoint = .url(DirectSettings(baseURL: configuration.directBaseURL).baseURL)
    }
    keyVariable = configuration.directKeyVariable.isEmpty ? nil : configuration.directKeyVariable
    tokenVariable = configuration.gatewayTokenVariable.isEmpty ? nil : configuration.gatewayTokenVariable
    tiers = configuration.modelTiers
    agents = configuration.agentModels
    usualContextTokens = configuration.directContextTokens
    usualOutputTokens = configuration.directMaxTokens
    for (model, window) in configuration.modelWindows {
      models[model, default: Facts()].contextTokens = window.context
      models[model, default: Facts()].outputTokens = window.output
    }
    for (model, prices) in configuration.modelPrices { models[model, default: Facts()].prices = prices }
  }
}
