/// Tells from what a process tree uses whether it is at work though it prints nothing: its error stream grows, or it uses the
/// processor. A hung agent was seen at 1.4 % of a core, a healthy one at 33 % (reliability.md, D7).
package struct LifeSigns: Sendable, Hashable {
  /// The share of a core that counts as work, in hundredths.
  private static let busy = 10
  /// The shortest time over which a share is worth anything.
  private static let span: Duration = .seconds(1)

  private var since: Duration
  private var processorTime: Duration = .zero
  private var errorBytes = 0

  package init(start: Duration) { since = start }

  /// Whether `vitals`, taken at `now`, show work since the last look.
  package mutating func look(_ vitals: Vitals, at now: Duration) -> Bool {
    let hasWritten = vitals.errorBytes > errorBytes
    errorBytes = max(errorBytes, vitals.errorBytes)
    guard now - since >= Self.span else { return hasWritten }
    let used = vitals.processorTime - processorTime
    let isBusy = used * 100 >= (now - since) * Self.busy
    since = now
    processorTime = vitals.processorTime
    return hasWritten || isBusy
  }
}
