internal import Engine

/// What the loop asks of the program around it.
@MainActor package struct EffectRunner {
  /// Begins an effect and returns at once; what comes of it is posted to the inbox.
  package var begin: @MainActor (Effect, TUIState) -> Void
  /// Runs an effect that needs the terminal, such as an editor; it has the terminal until it returns.
  package var takeTerminal: @MainActor (Effect, TUIState) async -> EffectResult

  package init(
    begin: @escaping @MainActor (Effect, TUIState) -> Void,
    takeTerminal: @escaping @MainActor (Effect, TUIState) async -> EffectResult
  ) {
    self.begin = begin
    self.takeTerminal = takeTerminal
  }
}

/// Why the screen was left.
package enum ScreenEnd: Sendable, Hashable {
  case quit(QuitReason)
  /// INT, TERM, HUP or QUIT, by its number.
  case signal(Int32)
  /// The terminal is gone.
  case hangup
  /// The task that ran the loop was cancelled.
  case cancelled
}

/// The loop of the screen: drains keys and inbox, reduces, draws at most thirty times a second, and sleeps as long as
/// nothing happens (architecture.md, section 3).
@MainActor package struct TUIApp {
  /// Events that are reduced before keys are looked at again, so that a flood does not hold them up.
  private static let batch = 2048

  package private(set) var state: TUIState
  private let inbox: Inbox
  private let effects: EffectRunner
  private let alarm: any Alarm
  private let now: @MainActor () -> Duration
  private let reviewTime: (@MainActor () -> Duration)?
  private var pacer = FramePacer()
  private var lastTick: Duration?
  private var title = ScreenText.blanks(0)

  /// `now` is a monotonic clock; `reviewTime` the time since the review's start, in the clock of its events, or nil for a
  /// replay, which says itself where it stands.
  package init(
    state: TUIState, inbox: Inbox, effects: EffectRunner, alarm: any Alarm, now: @escaping @MainActor () -> Duration,
    reviewTime: (@MainActor () -> Duration)?
  ) {
    self.state = state
    self.inbox = inbox
    self.effects = effects
    self.alarm = alarm
    self.now = now
    self.reviewTime = reviewTime
  }

  /// Runs until the state asks to leave, or something outside does.
  package mutating func run(
    on screen: inout some Screen & ~Copyable, input: any InputSource
  ) async -> ScreenEnd {
    if let end = await apply(.resize(screen.size), on: &screen, input, urgently: true) { return end }
    while !Task.isCancelled {
      for event in input.drain() {
        if let end = await handle(event, on: &screen, input) { return end }
      }
      for event in inbox.take(upTo: Self.batch) {
        if let end = await apply(event, on: &screen, input, urgently: false) { return end }
      }
      if let end = await tick(on: &screen, input) { return end }
      draw(on: &screen)
      guard inbox.isEmpty else {
        await Task.yield()
        continue
      }
      alarm.set(pacer.deadline(showsTime: showsTime).map { max(.zero, $0 - now()) })
      await inbox.wake.wait()
    }
    return .cancelled
  }

  private var showsTime: Bool {
    reviewTime != nil && state.review.start != nil && !state.review.isOver
  }

  private mutating func tick(on screen: inout some Screen & ~Copyable, _ input: any InputSource) async -> ScreenEnd? {
    guard showsTime, let reviewTime else { return nil }
    let time = now()
    if let lastTick, time - lastTick < FramePacer.tick { return nil }
    lastTick = time
    return await apply(.tick(reviewTime()), on: &screen, input, urgently: false)
  }

  private mutating func handle(
    _ event: TerminalEvent, on screen: inout some Screen & ~Copyable, _ input: any InputSource
  ) async -> ScreenEnd? {
    switch event {
    case .key(.ctrl("z")), .stop:
      input.pause()
      screen.stop()
      input.resume()
      return await apply(.resize(screen.size), on: &screen, input, urgently: true)
    case .key(let key): return await apply(.key(key), on: &screen, input, urgently: true)
    case .resized:
      screen.readSize()
      return await apply(.resize(screen.size), on: &screen, input, urgently: true)
    case .signal(let number): return .signal(number)
    case .hangup: return .hangup
    }
  }

  private mutating func apply(
    _ event: TUIEvent, on screen: inout some Screen & ~Copyable, _ input: any InputSource, urgently: Bool
  ) async -> ScreenEnd? {
    var waiting = [event]
    while !waiting.isEmpty {
      pacer.changed(urgently: urgently)
      for effect in reduce(&state, waiting.removeFirst()) {
        switch effect {
        case .quit(let reason): return .quit(reason)
        case .copy(let text):
          waiting.append(.effectFinished(screen.copy(text) ? .done("copied") : .failed("too long to copy")))
        case .openEditor, .openFile:
          input.pause()
          screen.leave()
          waiting.append(.effectFinished(await effects.takeTerminal(effect, state)))
          screen.enter()
          input.resume()
          waiting.append(.resize(screen.size))
        default: effects.begin(effect, state)
        }
      }
    }
    return nil
  }

  private mutating func draw(on screen: inout some Screen & ~Copyable) {
    guard pacer.takeFrame(at: now()) else { return }
    var canvas = Canvas(size: screen.size)
    drawRoot(state, on: &canvas)
    screen.present(canvas)
    guard let change = state.review.change else { return }
    let current = ScreenText(untrusted: "conclave: \(change.title)")
    if current != title { screen.setTitle(current) }
    title = current
  }
}
