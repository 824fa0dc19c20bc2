/// Notices an agent that asks its model again and again without getting anywhere. OpenCode does so without limit or
/// delay, and each step is paid (opencode.md, section 0; reliability.md, CP-24).
package struct RunawayDetector: Sendable, Hashable {
  /// Steps in a row that may bring nothing.
  private static let barrenLimit = 3
  /// Tool calls that are remembered.
  private static let memory = 10_000

  private let stepLimit: Int
  private var steps = 0
  private var barren = 0
  private var hasNews = false
  private var calls: Set<String> = []

  /// `stepLimit` is `Limits.steps`.
  package init(stepLimit: Int) { self.stepLimit = stepLimit }

  /// Takes the next event. Returns the reason to stop the agent, in words, when there is one.
  package mutating func apply(_ event: AgentEvent) -> String? {
    switch event {
    case .textDelta(_, let text), .text(_, let text):
      hasNews = hasNews || text.utf8.contains { $0 > 0x20 }
    case .tool(let call):
      let key = "\(call.name)\u{0}\(call.subject)"
      guard calls.count < RunawayDetector.memory else { break }
      if calls.insert(key).inserted { hasNews = true }
    case .stepFinished(let reason, _):
      return endStep(reason)
    default: break
    }
    return nil
  }

  private mutating func endStep(_ reason: String) -> String? {
    steps += 1
    let isBarren = !hasNews || reason == "unknown" || reason == "length"
    barren = isBarren ? barren + 1 : 0
    hasNews = false
    if barren >= RunawayDetector.barrenLimit { return "\(barren) steps in a row brought nothing (last: \(reason))" }
    return steps > stepLimit ? "more than \(stepLimit) steps" : nil
  }
}
