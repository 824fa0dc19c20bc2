/// How much review a change gets (system.md, section 2).
package enum RiskTier: String, Sendable, Hashable, Codable, CaseIterable {
  case trivial, lite, full
}

/// The tier with the rule and the path that decided it.
package struct TierExplanation: Sendable, Hashable, Codable {
  package var tier: RiskTier
  /// In words, such as `sensitive path` or `12 lines in 3 files`.
  package var rule: String
  /// The path that decided, where one did.
  package var path: RepoPath?

  package init(tier: RiskTier, rule: String, path: RepoPath? = nil) {
    self.tier = tier
    self.rule = rule
    self.path = path
  }
}

/// Whether a specialist runs, decided before anything starts.
package struct SpecialistPlan: Sendable, Hashable, Codable {
  package var id: SpecialistID
  /// Why it does not run; nil where it does.
  package var skipped: String?
  /// The model it starts with; nil for runtimes without one.
  package var model: String?
  /// What it is expected to use; nil for runtimes without models.
  package var forecast: UsageForecast?

  package init(id: SpecialistID, skipped: String? = nil, model: String? = nil, forecast: UsageForecast? = nil) {
    self.id = id
    self.skipped = skipped
    self.model = model
    self.forecast = forecast
  }
}
