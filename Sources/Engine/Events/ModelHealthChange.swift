/// A model's breaker changed its state.
package struct ModelHealthChange: Sendable, Hashable {
  package var model: String
  /// The class of model.
  package var tier: String
  package var state: ModelHealth.Change.State
  /// Until it may be asked again, or until the probe's answer is due; nil for `closed`.
  package var waitMilliseconds: Int?

  package init(model: String, tier: String, state: ModelHealth.Change.State, waitMilliseconds: Int? = nil) {
    self.model = model
    self.tier = tier
    self.state = state
    self.waitMilliseconds = waitMilliseconds
  }
}
