/// Runs one specialist: attempt after attempt until it has proved that it finished, may not be retried, or is told to stop.
struct SpecialistRunner: Sendable {
  /// What ends a running attempt from outside.
  enum Signal: Sendable, Hashable {
    case skip
    case restart
    /// Somebody else decided for all.
    case stop(StopCause)
    /// The agent asks for the same again and again (reliability.md, CP-24).
    case runaway(attempt: Int, String)
  }

  let specialist: SpecialistID
  let runtime: any AgentRuntime
  let limits: Limits
  let time: any TimeSource
  /// From 0 up to 1, for the jitter of retries.
  let random: @Sendable () -> Double
  let log: EventLog
  let desk: FindingDesk
  let files: RunFiles
  let models: ModelBoard
  let sentry: ReviewSentry
  /// What models cost, where their agents do not say what a step cost.
  let prices: [String: ModelPrices]
  /// Writes the prompt file of an attempt.
  let prepare: @Sendable (AgentRequest) throws(ReviewFailure) -> Void
  let reviewStart: Duration
  /// Where a coordinator's answer goes; nil for reviewers, whose findings go to the desk.
  var ballot: Ballot?
  let signals = Mailbox<Signal>()

  var chain: ModelChain? { runtime.models(for: specialist) }

  /// Runs to the end, the first attempt being number `first`; nothing of the agent is left when it returns.
  func run(first: Int = 1) async -> SpecialistEnd {
    let start = time.now()
    var course = ModelCourse(chain)
    var attempt = first
    var failures = 0
    var lastReason: String?
    /// A second server that is lost is no accident.
    var hasMoved = false
    while true {
      let ticket: ModelHealth.Ticket?
      switch admission(&course, after: lastReason) {
      case .admitted(let admitted): ticket = admitted
      case .unavailable(let closed):
        let refusal = course.refusal(closed, after: lastReason, now: time.now())
        return end(start, attempts: attempt - 1, .failed, refusal)
      case nil: ticket = nil
      }
      let result = await self.attempt(attempt, ticket: ticket)
      if let ticket, let chain { models.report(result.health, of: ticket, tier: chain.tier) }
      let end = end(start, attempts: attempt, result.state, result.reason)
      lastReason = result.reason
      switch result.next {
      case .end: return end
      case .restart: break
      case .move:
        guard !hasMoved else { return end }
        hasMoved = true
      case .retry(let retryAfter):
        failures += 1
        let policy = RetryPolicy(limits)
        let remaining = reviewStart + limits.overall - time.now()
        // Another model needs no pause, and where none may be asked waiting is in vain.
        if let model = ticket?.model, models.refuses(model), policy.allowsAnother(remaining: remaining) { break }
        switch policy.decide(failed: failures, remaining: remaining, retryAfter: retryAfter, random: random()) {
        case .retry(let delay):
          announce(delay, after: result.reason ?? "", attempt: attempt)
          if let signal = await wait(delay), signal != .restart { return end.stopped(by: signal) }
        case .stop(let stop):
          let mayMoveOn = result.isProviderFailure && policy.allowsAnother(remaining: remaining)
          guard mayMoveOn, course.moveOn() else { return end.because(stop) }
        }
      }
      attempt += 1
    }
  }

  private func end(
    _ start: Duration, attempts: Int, _ state: SpecialistEnd.State, _ reason: String?
  ) -> SpecialistEnd {
    SpecialistEnd(
      state: state, reason: reason, attempts: attempts,
      milliseconds: Int(clamping: (time.now() - start).wholeMilliseconds), findings: desk.count(of: specialist))
  }

  /// Asks for a model, and tells where it is another one than before; nil for a runtime without models.
  private func admission(_ course: inout ModelCourse, after reason: String?) -> ModelHealth.Admission? {
    guard let chain else { return nil }
    let admission = models.admit(course.candidates, tier: chain.tier, lease: limits.startupSilence)
    if case .admitted(let ticket) = admission, let from = course.take(ticket.model) {
      let reason = reason ?? "its circuit breaker is open"
      log.append(.specialist(specialist, .failedBack(from: from, to: ticket.model, reason: reason)))
    }
    return admission
  }

  private func announce(_ delay: Duration, after reason: String, attempt: Int) {
    let retrying = SpecialistEvent.retrying(
      next: attempt + 1, of: limits.retries + 1, delayMilliseconds: Int(clamping: delay.wholeMilliseconds),
      reason: reason)
    log.append(.specialist(specialist, retrying))
  }

  /// Waits before a retry; returns the signal that came in between.
  private func wait(_ delay: Duration) async -> Signal? {
    let (time, signals, end) = (self.time, self.signals, time.now() + delay)
    return await withTaskGroup(of: Signal?.self) { group in
      group.addTask {
        try? await time.sleep(until: end)
        return nil
      }
      group.addTask {
        while let signal = await signals.next() {
          if case .runaway = signal { continue }
          return signal
        }
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
  }
}

extension SpecialistEnd {
  /// The same end, with the reason why it was not tried again.
  fileprivate func because(_ stop: RetryPolicy.Stop) -> SpecialistEnd {
    guard attempts > 1 || stop != .attemptsUsed(attempts) else { return self }
    var end = self
    end.reason = [reason, "\(stop)"].compactMap { $0 }.joined(separator: "; ")
    return end
  }

  fileprivate func stopped(by signal: SpecialistRunner.Signal) -> SpecialistEnd {
    var end = self
    end.state = if case .stop(let cause) = signal { cause.state } else { .cancelled }
    end.reason = signal.reason
    return end
  }
}

extension SpecialistRunner.Signal {
  /// In words for a reader.
  var reason: String {
    switch self {
    case .skip: "skipped by the user"
    case .restart: "started again by the user"
    case .stop(let cause): cause.reason
    case .runaway(_, let reason): reason
    }
  }
}
