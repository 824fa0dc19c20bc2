/// The models that one specialist may use: the first, and what is failed back to, older generations of the same family
/// (system.md, section 6).
package struct ModelChain: Sendable, Hashable {
  /// The class of model that the specialist's work asks for, such as `standard`.
  package var tier: String
  /// At least one; none twice.
  package var models: [String]

  /// Nil without a model, or where one is named twice: a chain with a cycle has no end.
  package init?(tier: String, models: [String]) {
    guard !models.isEmpty, Set(models).count == models.count else { return nil }
    self.tier = tier
    self.models = models
  }

  package var first: String { models[0] }

  /// What comes after `model`; nothing for the last one and for one that is not in the chain.
  package func following(_ model: String) -> ArraySlice<String> {
    guard let index = models.firstIndex(of: model) else { return [] }
    return models[(index + 1)...]
  }
}
