package import Engine

/// Plays a recording: a value that says which events come next; whoever drives it says how much time has passed.
package struct Player: Sendable {
  private static let speeds: [Double] = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64]

  private var events: [ReviewEvent] = []
  private var marks: [ReplayMark] = []
  private var next = 0
  private var position: Duration = .zero
  private var isPaused = false
  private var speed: Double
  package var damage: String?

  package init(speed: Double = 1) { self.speed = speed }

  /// Adds what was read of the recording; a recording that still grows is added to as it does.
  package mutating func add(_ more: [ReviewEvent]) {
    events += more
    marks += more.compactMap(ReplayMark.init)
  }

  package var length: Duration { events.last?.at ?? .zero }
  private var isAtEnd: Bool { next == events.count }

  /// Real time until the next event is due; nil while paused or at the end.
  package var delay: Duration? {
    guard !isPaused, !isAtEnd else { return nil }
    return max(.zero, events[next].at - position) / speed
  }

  /// Whether the place on the bar changes as time passes.
  package var isMoving: Bool { !isPaused && !isAtEnd }

  /// Lets real time pass.
  package mutating func pass(_ elapsed: Duration) -> [TUIEvent] {
    guard isMoving else { return [] }
    return seek(to: position + elapsed * speed)
  }

  /// Moves to a time of the recording; going back builds everything anew.
  package mutating func seek(to target: Duration) -> [TUIEvent] {
    let target = min(max(.zero, target), length)
    var result = rewind(where: target < position)
    position = target
    while next < events.count, events[next].at <= position { result.append(take()) }
    return result + [.tick(position), .replay(status)]
  }

  package mutating func obey(_ command: ReplayCommand) -> [TUIEvent] {
    switch command {
    case .togglePause:
      if isAtEnd, !events.isEmpty { return obey(.start) }
      isPaused.toggle()
    case .seek(let offset): return seek(to: position + offset)
    case .step(let count): return step(count)
    case .faster: speed = Self.speeds.first { $0 > speed } ?? speed
    case .slower: speed = Self.speeds.last { $0 < speed } ?? speed
    case .tenth(let tenth): return seek(to: length * tenth / 10)
    case .start:
      isPaused = false
      return seek(to: .zero)
    case .end: return seek(to: length)
    }
    return [.replay(status)]
  }

  /// One event forwards or backwards, and stays there.
  private mutating func step(_ count: Int) -> [TUIEvent] {
    isPaused = true
    let target = min(max(0, next + count), events.count)
    var result = rewind(where: target < next)
    while next < target { result.append(take()) }
    position = target == 0 ? .zero : events[target - 1].at
    return result + [.tick(position), .replay(status)]
  }

  private mutating func rewind(where isBack: Bool) -> [TUIEvent] {
    guard isBack else { return [] }
    next = 0
    return [.rewound]
  }

  private mutating func take() -> TUIEvent {
    next += 1
    return .review(events[next - 1])
  }

  package var status: ReplayStatus {
    ReplayStatus(
      position: position, length: length, isPaused: isPaused, speed: speed, marks: marks, damage: damage)
  }
}
