/// One specialist's way down its chain of models: it never goes back up, so it ends.
package struct ModelCourse: Sendable, Hashable {
  private let chain: ModelChain?
  /// What may still be asked, the best first.
  package private(set) var candidates: ArraySlice<String>
  private var current: String?

  package init(_ chain: ModelChain?) {
    self.chain = chain
    candidates = (chain?.models ?? [])[...]
  }

  /// Takes the model that was admitted. Returns the one that it replaces, where it is another than before or than the first.
  package mutating func take(_ model: String) -> String? {
    let former = current ?? chain?.first
    current = model
    candidates = [model] + (chain?.following(model) ?? [])
    return former == model ? nil : former
  }

  /// Gives the current model up; false where there is no other.
  package mutating func moveOn() -> Bool {
    guard let chain, let current, case let rest = chain.following(current), !rest.isEmpty else { return false }
    candidates = rest
    return true
  }

  /// Why nothing may be asked, in words: every model that is `closed` and when it may be tried (reliability.md, TB-09).
  package func refusal(_ closed: [ModelHealth.Closed], after reason: String?, now: Duration) -> String {
    let models = closed.map { closed in
      "\(closed.model) again in \(max(0, (closed.until - now).wholeMilliseconds / 1000)) s"
    }
    let tier = chain.map { $0.tier.isEmpty ? "" : " for \($0.tier)" } ?? ""
    let refusal = "no model\(tier) may be asked now: \(models.joined(separator: ", "))"
    return [refusal, reason.map { "after: \($0)" }].compactMap { $0 }.joined(separator: "; ")
  }
}
