/// Runs specialists side by side and carries out what the person at the screen asks meanwhile.
struct SpecialistCrew: Sendable {
  private enum Happening: Sendable {
    case ended(SpecialistID, SpecialistEnd)
    case asked(ReviewControl.Command?)
    case alarmed(ReviewSentry.Alarm?)
  }

  let runners: [SpecialistRunner]
  let limits: Limits
  let log: EventLog
  let control: ReviewControl
  let sentry: ReviewSentry
  let time: any TimeSource
  /// After it nothing is started any more.
  let lastStart: Duration

  /// How a crew came to its end.
  struct Result: Sendable {
    var ends: [SpecialistID: SpecialistEnd] = [:]
    /// Why nothing more shall be asked of anybody, in words; nil where a judge may still be.
    var refusal: String?
  }

  /// Returns how each ended, as soon as the last one has.
  func run() async -> Result {
    await withTaskGroup(of: Happening.self) { group in
      var waiting = runners[...]
      var running: Set<SpecialistID> = []
      var ends: [SpecialistID: SpecialistEnd] = [:]
      /// Once set, nothing new is started.
      var stopped: StopCause?
      var refusal: String?
      group.addTask { [control] in .asked(await control.commands.next()) }
      group.addTask { [sentry] in .alarmed(await sentry.alarms.next()) }
      func startMore(_ group: inout TaskGroup<Happening>) {
        while stopped == nil, !sentry.isAlarmed, time.now() < lastStart,
          running.count < max(1, limits.concurrentAgents),
          let runner = waiting.popFirst()
        {
          start(runner, in: &group, running: &running)
        }
      }
      startMore(&group)
      while !running.isEmpty || (stopped == nil && sentry.isAlarmed), let happening = await group.next() {
        switch happening {
        case .ended(let specialist, let end):
          running.remove(specialist)
          ends[specialist] = end
          log.append(.specialist(specialist, .ended(end)))
        case .asked(let command):
          if let command {
            if case .skip(let specialist) = command,
              let index = waiting.firstIndex(where: { $0.specialist == specialist })
            {
              waiting.remove(at: index)
              ends[specialist] = notRun(specialist, .cancelled, SpecialistRunner.Signal.skip.reason)
            }
            stopped = stopped ?? stopCause(command)
            if command == .abort { refusal = stopCause(command)?.reason }
            obey(command, isStopped: stopped != nil, in: &group, running: &running, ends: &ends)
          }
          if !Task.isCancelled { group.addTask { [control] in .asked(await control.commands.next()) } }
        case .alarmed(let alarm):
          if let alarm, stopped == nil {
            stopped = StopCause(alarm)
            if StopCause(alarm).stopsJudge { refusal = refusal ?? StopCause(alarm).reason }
            stop(running, because: StopCause(alarm))
          }
        }
        startMore(&group)
      }
      group.cancelAll()
      for runner in waiting {
        ends[runner.specialist] = notRun(
          runner.specialist, stopped?.state ?? .timedOut,
          stopped?.reason ?? "never started: the review's time was over before its turn")
      }
      return Result(ends: ends, refusal: refusal)
    }
  }

  private func notRun(
    _ specialist: SpecialistID, _ state: SpecialistEnd.State, _ reason: String
  ) -> SpecialistEnd {
    let end = SpecialistEnd(state: state, reason: reason, attempts: 0, milliseconds: 0, findings: 0)
    log.append(.specialist(specialist, .ended(end)))
    return end
  }

  private func start(
    _ runner: SpecialistRunner, in group: inout TaskGroup<Happening>, running: inout Set<SpecialistID>, first: Int = 1
  ) {
    running.insert(runner.specialist)
    group.addTask { .ended(runner.specialist, await runner.run(first: first)) }
  }

  private func stopCause(_ command: ReviewControl.Command) -> StopCause? {
    switch command {
    case .skip, .retry: nil
    case .judgeNow: .user("stopped by the user: judged without it")
    case .abort: .user("aborted by the user")
    }
  }

  private func stop(_ running: Set<SpecialistID>, because cause: StopCause) {
    if case .user = cause {} else { log.append(.notice(Notice(.error, cause.reason))) }
    for runner in runners where running.contains(runner.specialist) { runner.signals.send(.stop(cause)) }
  }

  private func obey(
    _ command: ReviewControl.Command, isStopped: Bool, in group: inout TaskGroup<Happening>,
    running: inout Set<SpecialistID>,
    ends: inout [SpecialistID: SpecialistEnd]
  ) {
    switch command {
    case .skip(let specialist):
      if running.contains(specialist) { runner(specialist)?.signals.send(.skip) }
    case .retry(let specialist):
      guard let runner = runner(specialist) else { return }
      if running.contains(specialist) {
        runner.signals.send(.restart)
      } else if !isStopped, let end = ends.removeValue(forKey: specialist) {
        // What was meant for the earlier attempts must not end this one.
        runner.signals.removeAll()
        start(runner, in: &group, running: &running, first: end.attempts + 1)
      }
    case .judgeNow, .abort:
      if let cause = stopCause(command) { stop(running, because: cause) }
    }
  }

  private func runner(_ specialist: SpecialistID) -> SpecialistRunner? {
    runners.first { $0.specialist == specialist }
  }
}
