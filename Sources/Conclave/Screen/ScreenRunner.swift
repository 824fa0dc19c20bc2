internal import Engine
internal import TUI

/// Opens the terminal, runs the loop of the screen on it, and gives the terminal back.
@MainActor struct ScreenRunner {
  private let options: TerminalSession.Options

  init(configuration: Configuration, around: Surroundings) {
    var options = TerminalSession.Options()
    options.theme = Theme.all.first { $0.name == configuration.theme } ?? .dark
    options.isColored = around.environment["NO_COLOR", default: ""].isEmpty && configuration.theme != "mono"
    options.charset = configuration.isASCII ? .ascii : .automatic
    self.options = options
  }

  /// Runs until the person leaves. Nil where this terminal can't be drawn on; then nothing was done.
  func run(
    _ state: TUIState, inbox: Inbox, effects: EffectRunner, reviewTime: (@MainActor () -> Duration)?
  ) async -> ScreenEnd? {
    guard var session = TerminalSession(options) else { return nil }
    guard let input = TerminalInput(descriptor: options.input, wake: inbox.wake) else {
      session.close()
      return nil
    }
    let time = SystemTime()
    var app = TUIApp(
      state: state, inbox: inbox, effects: effects, alarm: SystemAlarm(wake: inbox.wake), now: { time.now() },
      reviewTime: reviewTime)
    let end = await app.run(on: &session, input: input)
    input.close()
    session.close()
    return end
  }
}
