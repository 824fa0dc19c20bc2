/// Runs specialists side by side and carries out what the person at the screen asks meanwhile.
struct SpecialistCrew: Sendable {
  private enum Happening: Sendable {
    case ended(SpecialistID, SpecialistEnd)
    case asked(ReviewControl.Command?)
  }

  let runners: [SpecialistRunner]
  let limits: Limits
  let log: EventLog
  let control: ReviewControl

  /// Returns how each ended, as soon as the last one has.
  func run() async -> [SpecialistID: SpecialistEnd] {
    await withTaskGroup(of: Happening.self) { group in
      var waiting = runners[...]
      var running: Set<SpecialistID> = []
      var ends: [SpecialistID: SpecialistEnd] = [:]
      /// Once set, nothing new is started.
      var stopped: String?
      group.addTask { [control] in .asked(await control.commands.next()) }
      func startMore(_ group: inout TaskGroup<Happening>) {
        while stopped == nil, running.count < max(1, limits.concurrentAgents), let runner = waiting.popFirst() {
          start(runner, in: &group, running: &running)
        }
      }
      startMore(&group)
      while !running.isEmpty, let happening = await group.next() {
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
              ends[specialist] = notRun(specialist, SpecialistRunner.Signal.skip.reason)
            }
            stopped = stopped ?? stopReason(command)
            obey(command, isStopped: stopped != nil, in: &group, running: &running, ends: &ends)
          }
          if !Task.isCancelled { group.addTask { [control] in .asked(await control.commands.next()) } }
        }
        startMore(&group)
      }
      group.cancelAll()
      for runner in waiting {
        ends[runner.specialist] = notRun(runner.specialist, stopped ?? "never started")
      }
      return ends
    }
  }

  private func notRun(_ specialist: SpecialistID, _ reason: String) -> SpecialistEnd {
    let end = SpecialistEnd(state: .cancelled, reason: reason, attempts: 0, milliseconds: 0, findings: 0)
    log.append(.specialist(specialist, .ended(end)))
    return end
  }

  private func start(
    _ runner: SpecialistRunner, in group: inout TaskGroup<Happening>, running: inout Set<SpecialistID>, first: Int = 1
  ) {
    running.insert(runner.specialist)
    group.addTask { .ended(runner.specialist, await runner.run(first: first)) }
  }

  private func stopReason(_ command: ReviewControl.Command) -> String? {
    switch command {
    case .skip, .retry: nil
    case .judgeNow: "stopped by the user: judged without it"
    case .abort: "aborted by the user"
    }
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
      let reason = stopReason(command) ?? ""
      for runner in runners where running.contains(runner.specialist) { runner.signals.send(.stop(reason)) }
    }
  }

  private func runner(_ specialist: SpecialistID) -> SpecialistRunner? {
    runners.first { $0.specialist == specialist }
  }
}
