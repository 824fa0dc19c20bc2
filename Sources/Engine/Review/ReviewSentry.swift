/// Watches what concerns the whole review while its agents run: the budget and the clocks.
final class ReviewSentry: Sendable {
  /// A reason to stop every agent.
  enum Alarm: Sendable, Hashable {
    case budget(String)
    /// The provider refuses the credentials, which are everybody's; who met it.
    case credentials(SpecialistID, String)
  }

  /// For the crew.
  let alarms = Mailbox<Alarm>()
  private let alarmed = Locked(false)
  private let budget: Locked<Budget>
  private let clock: Locked<ClockWatch>
  private let time: any TimeSource
  private let log: EventLog

  convenience init(limits: Limits, time: any TimeSource, log: EventLog) {
    self.init(
      Locked(Budget(tokens: limits.budgetTokens, costUSD: limits.budgetUSD)),
      Locked(ClockWatch(monotonic: time.now(), wallMilliseconds: time.wallMilliseconds())), time, log)
  }

  private init(_ budget: Locked<Budget>, _ clock: Locked<ClockWatch>, _ time: any TimeSource, _ log: EventLog) {
    self.budget = budget
    self.clock = clock
    self.time = time
    self.log = log
  }

  /// The same watch for the judge, who may use its share of the budget and is not stopped by what stopped the others.
  /// `spent` says in words that nothing is left.
  func forJudge() -> (sentry: ReviewSentry, spent: String?) {
    let spent = budget.withLock { $0.openReserve() }
    return (ReviewSentry(budget, clock, time, log), spent)
  }

  /// A step of any agent was paid for.
  func spent(_ usage: Usage) {
    switch budget.withLock({ $0.spend(usage) }) {
    case .within: break
    case .blind(let reason): log.append(.notice(Notice(.warning, reason)))
    case .exhausted(let reason): raise(.budget(reason))
    }
  }

  func raise(_ alarm: Alarm) {
    alarmed.withLock { $0 = true }
    alarms.send(alarm)
  }

  /// At once, also before the crew has read of it: nobody new may be started.
  var isAlarmed: Bool { alarmed.withLock { $0 } }

  /// Any moment will do; the more often, the closer to the jump it is told.
  func lookAtClock() {
    let (now, wall) = (time.now(), time.wallMilliseconds())
    guard let jump = clock.withLock({ $0.look(monotonic: now, wallMilliseconds: wall) }) else { return }
    log.append(.clockJump(milliseconds: Int(clamping: jump)))
  }
}
