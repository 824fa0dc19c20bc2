extension ChangeSummary: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("base", base)
    writer.member("head", head)
    writer.member("source", source)
    writer.member("title", title)
    writer.member("repository", repository)
    writer.member("files", files)
    writer.member("added", added)
    writer.member("removed", removed)
    writer.member("excluded", excluded)
    writer.member("notices", notices)
    writer.member("whole", isWhole)
  }

  init?(_ wire: JSONObject) {
    guard let source = wire.string("source"), let title = wire.string("title"),
      let repository = wire.string("repository"), let files = wire.integer("files"),
      let added = wire.integer("added"), let removed = wire.integer("removed"),
      let excluded = wire.values("excluded", as: ExcludedFile.self), let notices = wire.strings("notices"),
      let isWhole = wire.bool("whole")
    else { return nil }
    self.init(
      Change(
        base: wire.string("base"), head: wire.string("head"), source: source, title: title, repository: repository,
        excluded: excluded, totalFiles: files, totalAdded: added, totalRemoved: removed, notices: notices,
        isWhole: isWhole))
  }
}

extension ExcludedFile: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("path", path.description)
    writer.member("reason", reason)
  }

  init?(_ wire: JSONObject) {
    guard let path = wire.path("path"), let reason = wire.string("reason") else { return nil }
    self.init(path: path, reason: reason)
  }
}

extension TierExplanation: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("tier", tier.rawValue)
    writer.member("rule", rule)
    writer.member("path", path?.description)
  }

  init?(_ wire: JSONObject) {
    guard let tier = wire.choice("tier", of: RiskTier.self), let rule = wire.string("rule") else { return nil }
    self.init(tier: tier, rule: rule, path: wire.path("path"))
  }
}

extension SpecialistPlan: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("id", id.rawValue)
    writer.member("skipped", skipped)
    writer.member("model", model)
    if let forecast { writer.member("forecast", forecast) }
  }

  init?(_ wire: JSONObject) {
    guard let id = wire.specialist("id") else { return nil }
    self.init(
      id: id, skipped: wire.string("skipped"), model: wire.string("model"), forecast: wire.value("forecast"))
  }
}

extension UsageForecast: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("tokens", tokens)
    writer.member("cost_usd", costUSD)
  }

  init?(_ wire: JSONObject) {
    guard let tokens = wire.value("tokens", as: TokenUsage.self) else { return nil }
    self.init(tokens: tokens, costUSD: wire.double("cost_usd").flatMap { $0.isFinite && $0 >= 0 ? $0 : nil })
  }
}
