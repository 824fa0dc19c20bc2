/// Runs one specialist: attempt after attempt until it has proved that it finished, may not be retried, or is told to stop.
struct SpecialistRunner: Sendable {
  /// What ends a running attempt from outside.
  enum Signal: Sendable, Hashable {
    case skip
    case restart
    /// Somebody else decided: an abort, judging now.
    case stop(String)
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
  /// Writes the prompt file of an attempt.
  let prepare: @Sendable (SpecialistID, Int) throws(ReviewFailure) -> Void
  let reviewStart: Duration
  let signals = Mailbox<Signal>()

  /// Runs to the end, the first attempt being number `first`; nothing of the agent is left when it returns.
  func run(first: Int = 1) async -> SpecialistEnd {
    let start = time.now()
    var attempt = first
    var failures = 0
    while true {
      let result = await self.attempt(attempt)
      let end = SpecialistEnd(
        state: result.state, reason: result.reason, attempts: attempt,
        milliseconds: Int(clamping: (time.now() - start).wholeMilliseconds), findings: desk.count(of: specialist))
      switch result.next {
      case .end: return end
      case .restart: attempt += 1
      case .retry(let retryAfter):
        failures += 1
        let decision = RetryPolicy(limits).decide(
          failed: failures, remaining: reviewStart + limits.overall - time.now(), retryAfter: retryAfter,
          random: random())
        guard case .retry(let delay) = decision else { return end.because(decision) }
        announce(delay, after: result.reason ?? "", attempt: attempt)
        if let signal = await wait(delay), signal != .restart { return end.stopped(by: signal) }
        attempt += 1
      }
    }
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
  fileprivate func because(_ decision: RetryPolicy.Decision) -> SpecialistEnd {
    guard case .stop(let stop) = decision, attempts > 1 || stop != .attemptsUsed(attempts) else { return self }
    var end = self
    end.reason = [reason, "\(stop)"].compactMap { $0 }.joined(separator: "; ")
    return end
  }

  fileprivate func stopped(by signal: SpecialistRunner.Signal) -> SpecialistEnd {
    var end = self
    end.state = .cancelled
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
    case .stop(let reason): reason
    case .runaway(_, let reason): reason
    }
  }
}
