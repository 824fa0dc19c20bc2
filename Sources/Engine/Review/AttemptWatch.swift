/// When an attempt last gave a sign of life, shared by who hears it and who watches.
final class AttemptWatch: Sendable {
  private struct State {
    var deadlines: Deadlines
    var heartbeat: Heartbeat
    var signs: LifeSigns
    var endedAt: Duration?
  }

  /// A process that has said its last word may take so long to end (reliability.md, CP-09).
  private static let linger: Duration = .seconds(5)

  private let time: any TimeSource
  private let state: Locked<State>
  /// Wakes the watch, whose sleep may be longer than the linger.
  private let lastWord = Mailbox<Bool>()

  init(deadlines: Deadlines, limits: Limits, time: any TimeSource) {
    self.time = time
    state = Locked(
      State(
        deadlines: deadlines, heartbeat: Heartbeat(interval: limits.heartbeat, start: time.now()),
        signs: LifeSigns(start: time.now())))
  }

  /// The agent printed something; `isLast` where it was its terminal event.
  func heard(isLast: Bool) {
    let now = time.now()
    let isFirstEnd = state.withLock { state in
      state.deadlines.spoke(at: now)
      state.heartbeat.spoke(at: now)
      guard isLast, state.endedAt == nil else { return false }
      state.endedAt = now
      return true
    }
    if isFirstEnd { lastWord.send(true) }
  }

  /// What its processes use now: those at work are not stopped for their silence.
  func saw(_ vitals: Vitals) {
    let now = time.now()
    state.withLock { state in
      if state.signs.look(vitals, at: now) { state.deadlines.worked(at: now) }
    }
  }

  enum Verdict: Sendable, Hashable {
    /// It has finished and its process does not end.
    case lingering
    case expired(Deadlines.Expiry)
  }

  /// Returns when a limit has passed, calling `beat` with the seconds of silence at each heartbeat until then; nil when the
  /// task is cancelled.
  func watch(beat: @Sendable (Int) -> Void) async -> Verdict? {
    while true {
      let now = time.now()
      let (verdict, silence, next) = state.withLock { state -> (Verdict?, Int?, Duration) in
        if let end = state.endedAt {
          return (now >= end + Self.linger ? .lingering : nil, nil, end + Self.linger)
        }
        if let expiry = state.deadlines.expired(at: now) { return (.expired(expiry), nil, now) }
        let silence = state.heartbeat.beat(at: now)
        return (nil, silence, min(state.deadlines.next.at, state.heartbeat.next))
      }
      if let verdict { return verdict }
      if let silence { beat(silence) }
      guard await sleep(until: next) else { return nil }
    }
  }

  /// False where the task is cancelled; ends early at the last word.
  private func sleep(until deadline: Duration) async -> Bool {
    await withTaskGroup(of: Bool.self) { [time, lastWord] group in
      group.addTask {
        do { try await time.sleep(until: deadline) } catch { return false }
        return true
      }
      group.addTask { await lastWord.next() ?? false }
      let isAwake = await group.next() ?? false
      group.cancelAll()
      return isAwake
    }
  }
}
