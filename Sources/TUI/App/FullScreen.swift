/// The whole of the full-screen program: terminal, signals and loop, from open to given back.
@MainActor package enum FullScreen {
  /// Runs the screen until it is left, and gives the terminal back. Nil, with nothing changed, where this is no terminal
  /// that can show it; then the caller prints lines.
  ///
  /// `reviewTime` is the time since the review's start, in the clock of its events; nil for a replay, which says itself
  /// where it stands.
  package static func run(
    setup: ScreenSetup, inbox: Inbox, effects: EffectRunner, options: TerminalSession.Options,
    reviewTime: (@MainActor () -> Duration)?
  ) async -> ScreenEnd? {
    // Signals first: ncurses leaves alone what is taken (tui.md B.4, 4).
    guard let input = TerminalInput(descriptor: options.input, wake: inbox.wake) else { return nil }
    defer { input.close() }
    guard var session = TerminalSession(options) else { return nil }
    let start = SuspendingClock.now
    var app = TUIApp(
      state: TUIState(setup: setup, size: session.size), inbox: inbox, effects: effects,
      alarm: SystemAlarm(wake: inbox.wake), now: { SuspendingClock.now - start }, reviewTime: reviewTime)
    let end = await app.run(on: &session, input: input)
    session.close()
    return end
  }
}
