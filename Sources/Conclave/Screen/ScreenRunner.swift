internal import Engine
internal import TUI

/// The screen as configuration and environment want it.
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
    _ setup: ScreenSetup, inbox: Inbox, effects: EffectRunner, reviewTime: (@MainActor () -> Duration)?
  ) async -> ScreenEnd? {
    await FullScreen.run(setup: setup, inbox: inbox, effects: effects, options: options, reviewTime: reviewTime)
  }
}
