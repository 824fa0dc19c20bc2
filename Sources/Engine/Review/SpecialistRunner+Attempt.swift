extension SpecialistRunner {
  /// How one attempt ended and what follows.
  struct AttemptResult: Sendable {
    enum Next: Sendable, Hashable {
      case end
      case restart
      /// On the server that takes the place of a lost one.
      case move
      case retry(after: Duration?)
    }

    var state: SpecialistEnd.State
    var reason: String?
    var next: Next
    /// What it says of the model that was asked.
    var health = CircuitBreaker.Outcome.neutral
    /// Whether another model may do better.
    var isProviderFailure = false
  }

  private enum Happening: Sendable {
    case exited(AgentExit)
    case failed(ReviewFailure)
    case watched(AttemptWatch.Verdict?)
    case signalled(Signal?)
  }

  /// Runs one attempt; the agent, the watch over it and the ear for signals are tasks of one group, so that none outlives it.
  func attempt(_ number: Int, ticket: ModelHealth.Ticket?) async -> AttemptResult {
    log.append(.specialist(specialist, .started(attempt: number, model: ticket?.model)))
    let request = AgentRequest(
      specialist: specialist, attempt: number, promptPath: files.file(of: specialist, attempt: number, "prompt"),
      outputPath: files.file(of: specialist, attempt: number, "out"),
      errorPath: files.file(of: specialist, attempt: number, "err"), workingDirectory: files.workingDirectory,
      grace: limits.grace, memoryCap: limits.memory, model: ticket?.model)
    let fold = Locked(AttemptFold(limits: limits, asksModel: ticket != nil, judges: ballot != nil))
    ballot?.clear()
    let deadlines = Deadlines(limits, of: specialist, start: time.now(), reviewStart: reviewStart)
    let watch = AttemptWatch(deadlines: deadlines, limits: limits, time: time)
    let earlier = desk.fingerprints(of: specialist)

    let (ending, stop) = await withTaskGroup(of: Happening.self) { group in
      group.addTask {
        do throws(ReviewFailure) {
          try prepare(request)
          return .exited(
            try await runtime.run(
              request,
              report: { hear($0, attempt: number, ticket, fold: fold, watch: watch, earlier: earlier) },
              vitals: { attend($0, fold: fold, watch: watch) }))
        } catch { return .failed(error) }
      }
      group.addTask {
        .watched(await watch.watch { log.append(.specialist(specialist, .heartbeat(silenceSeconds: $0))) })
      }
      group.addTask { .signalled(await signal(for: number)) }
      return await conclude(&group)
    }
    return result(of: ending, stop: stop, fold: fold, earlier: earlier)
  }

  /// The next signal that concerns this attempt; a runaway's signal may arrive when the attempt is already over.
  private func signal(for attempt: Int) async -> Signal? {
    while let signal = await signals.next() {
      if case .runaway(let other, _) = signal, other != attempt { continue }
      return signal
    }
    return nil
  }

  private enum Stop: Sendable, Hashable {
    case signal(Signal)
    case watch(AttemptWatch.Verdict)

    var reason: String? { if case .signal(let signal) = self { signal.reason } else { nil } }
  }

  /// Waits for the agent's end; whatever else happens first ends the agent and is the reason.
  private func conclude(_ group: inout TaskGroup<Happening>) async -> (Result<AgentExit, ReviewFailure>, Stop?) {
    var stop: Stop?
    while let happening = await group.next() {
      switch happening {
      case .exited(let exit):
        await dismiss(&group)
        return (.success(exit), stop)
      case .failed(let failure):
        await dismiss(&group)
        return (.failure(failure), stop)
      case .watched(let verdict):
        if let verdict { stop = stop ?? .watch(verdict) }
        group.cancelAll()
      case .signalled(let signal):
        if let signal { stop = stop ?? .signal(signal) }
        group.cancelAll()
      }
    }
    return (.failure(ReviewFailure(.agent, "the agent's task is gone")), stop)
  }

  /// Ends the watch and the ear. A signal that came at the moment of the agent's end is for whatever follows.
  private func dismiss(_ group: inout TaskGroup<Happening>) async {
    group.cancelAll()
    while let happening = await group.next() {
      guard case .signalled(let signal?) = happening else { continue }
      // A runaway's signal concerns none but the attempt that is over.
      if case .runaway = signal { continue }
      signals.send(signal)
    }
  }

  private func hear(
    _ said: AgentEvent, attempt: Int, _ ticket: ModelHealth.Ticket?, fold: Locked<AttemptFold>, watch: AttemptWatch,
    earlier: Set<String>
  ) {
    let event = priced(said, ticket?.model)
    log.append(.specialist(specialist, .agent(event)))
    let (news, hasEnded) = fold.withLock { fold in (fold.apply(event), fold.hasEnded) }
    watch.heard(isLast: hasEnded)
    if news.showsLife, let ticket, ticket.isProbe, let chain { models.report(.success, of: ticket, tier: chain.tier) }
    if case .stepFinished(_, let usage) = event { sentry.spent(usage) }
    take(news.verdicts, news.findings, earlier: earlier)
    if let runaway = news.runaway { signals.send(.runaway(attempt: attempt, runaway)) }
  }

  /// A step with its cost, where the agent does not tell it and the model's prices are known; else it stays unknown.
  private func priced(_ event: AgentEvent, _ model: String?) -> AgentEvent {
    guard case .stepFinished(let reason, var usage) = event, usage.costUSD == nil, let tokens = usage.tokens,
      let prices = model.flatMap({ prices[$0] })
    else { return event }
    usage.costUSD = prices.cost(of: tokens)
    return .stepFinished(reason: reason, usage: usage)
  }

  private func take(_ verdicts: [RawVerdict], _ findings: [RawFinding], earlier: Set<String>) {
    if let ballot { return ballot.take(verdicts, findings) }
    for raw in findings { desk.take(raw, from: specialist, earlier: earlier) }
  }

  private func attend(_ vitals: Vitals, fold: Locked<AttemptFold>, watch: AttemptWatch) {
    sentry.lookAtClock()
    watch.saw(vitals)
    guard vitals.residentBytes >= limits.memory / 10 * 8, fold.withLock({ $0.isFirstMemoryWarning() }) else { return }
    note(.warning, "its processes hold \(vitals.residentBytes >> 20) of \(limits.memory >> 20) MB of memory")
  }

  private func note(_ level: Notice.Level, _ text: String) {
    log.append(.specialist(specialist, .note(Notice(level, text))))
  }

  /// What the end of an attempt leaves to tell.
  private func tell(_ exit: AgentExit) {
    if exit.survivorsKilled > 0 {
      let names = exit.survivorNames.isEmpty ? "" : ": " + exit.survivorNames.joined(separator: ", ")
      note(.note, "\(exit.survivorsKilled) of its processes outlived it and were killed\(names)")
    }
    if exit.errorBytesDropped > 0 {
      note(.warning, "\(exit.errorBytesDropped >> 20) MB of its standard error were not kept")
    }
  }

  private func result(
    of ending: Result<AgentExit, ReviewFailure>, stop: Stop?, fold: Locked<AttemptFold>, earlier: Set<String>
  ) -> AttemptResult {
    var exit = (try? ending.get()) ?? AgentExit(status: .exited(0))
    if stop == .watch(.lingering) { exit.status = .exited(0) }
    tell(exit)
    for remark in fold.withLock({ $0.remarks }) { note(.note, remark) }
    let (last, outcome) = fold.withLock { $0.finish(exit: exit) }
    take([], last, earlier: earlier)
    switch stop {
    case .watch(.expired(let expiry)):
      return AttemptResult(
        state: .timedOut, reason: expiry.reason, next: expiry.isRetryable ? .retry(after: nil) : .end)
    case .signal(.restart): return AttemptResult(state: .cancelled, reason: Signal.restart.reason, next: .restart)
    case .signal(.skip): return AttemptResult(state: .cancelled, reason: Signal.skip.reason, next: .end)
    case .signal(.stop(let cause)): return AttemptResult(state: cause.state, reason: cause.reason, next: .end)
    case .signal(.runaway), .watch(.lingering), nil: break
    }
    if case .failure(let failure) = ending, stop == nil {
      return AttemptResult(
        state: failure.code == .cancelled ? .cancelled : .failed, reason: failure.description, next: .end)
    }
    if outcome.isUnauthorised { sentry.raise(.credentials(specialist, outcome.reason)) }
    return AttemptResult(outcome)
  }
}

extension SpecialistRunner.AttemptResult {
  fileprivate init(_ outcome: AttemptOutcome) {
    let retryAfter = outcome.retryAfterMilliseconds.map { Duration.milliseconds($0) }
    next = outcome.isRetryable ? .retry(after: retryAfter) : .end
    // None of its own doing: it does not use up its retries, and waits for nothing but the new server.
    if case .hostLost = outcome { next = .move }
    reason = outcome == .success ? nil : outcome.reason
    state =
      switch outcome {
      case .success: .done
      case .truncated, .incomplete, .runaway: .incomplete
      case .refused, .providerError, .crashed, .excessive, .hostLost: .failed
      }
    isProviderFailure = if case .providerError = outcome { outcome.isRetryable } else { false }
    health =
      switch outcome {
      case .success, .truncated, .refused(.contentFilter): .success
      default: outcome.isModelFailure ? .failure : .neutral
      }
  }
}

extension Deadlines.Expiry {
  /// An agent that hung may be well the next time; one that used up its time would use it up again.
  fileprivate var isRetryable: Bool {
    switch self {
    case .startup, .silence: true
    case .task, .overall: false
    }
  }
}
