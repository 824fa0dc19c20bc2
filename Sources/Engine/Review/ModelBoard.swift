/// The health of all models in a review, shared by its runners; tells the log of each change.
final class ModelBoard: Sendable {
  private let health = Locked(ModelHealth())
  private let time: any TimeSource
  private let random: @Sendable () -> Double
  private let log: EventLog

  init(time: any TimeSource, random: @escaping @Sendable () -> Double, log: EventLog) {
    self.time = time
    self.random = random
    self.log = log
  }

  /// Asks for the first of `models` that may be asked. A probe has to show life within `lease`.
  func admit(_ models: some Sequence<String>, tier: String, lease: Duration) -> ModelHealth.Admission {
    let now = time.now()
    return health.withLock { health in
      let (admission, changes) = health.admit(models, at: now, lease: now + lease)
      tell(changes, tier, now)
      return admission
    }
  }

  func refuses(_ model: String) -> Bool {
    let now = time.now()
    return health.withLock { $0.refuses(model, at: now) }
  }

  func report(_ outcome: CircuitBreaker.Outcome, of ticket: ModelHealth.Ticket, tier: String) {
    let now = time.now()
    health.withLock { tell($0.report(outcome, of: ticket, at: now, random: random()), tier, now) }
  }

  /// Under the lock, so that the log has the changes in their order.
  private func tell(_ changes: [ModelHealth.Change], _ tier: String, _ now: Duration) {
    for change in changes {
      log.append(
        .health(
          ModelHealthChange(
            model: change.model, tier: tier, state: change.state,
            waitMilliseconds: change.until.map { Int(clamping: ($0 - now).wholeMilliseconds) })))
    }
  }
}
