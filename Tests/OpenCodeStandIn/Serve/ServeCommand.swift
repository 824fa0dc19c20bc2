internal import Foundation

/// `opencode serve`.
struct ServeCommand {
  /// When the real one says that it listens.
  private static let startSeconds = 1.2

  private let settings: Settings
  private let arguments: Arguments

  init(_ settings: Settings, _ arguments: Arguments) {
    self.settings = settings
    self.arguments = arguments
  }

  func run() -> Never {
    settings.noteStart(arguments: Array(CommandLine.arguments.dropFirst()), inputBytes: 0)
    let pace = Pace(speed: settings.speed)
    let hostname = arguments["hostname"] ?? "127.0.0.1"
    let wanted = arguments["port"].flatMap { UInt16($0) } ?? 0
    let configuration = StandIn.configuration(settings)
    let mayBind = settings["BIND_FAILS"] == nil || !settings.takesFault()
    guard mayBind, let listener = Listener(port: wanted, hostname: hostname) else {
      Output.fail("\u{1B}[91m\u{1B}[1mError: \u{1B}[0mFailed to start server. Is port \(wanted) in use?")
    }
    let log = RunLog(settings, arguments)
    log.begin()
    let host = Host(settings, configuration, log)
    listener.serve { host.serve($0) }
    pace.wait(until: ServeCommand.startSeconds)
    if settings.environment["OPENCODE_SERVER_PASSWORD"]?.isEmpty ?? true {
      Output.print("Warning: OPENCODE_SERVER_PASSWORD is not set; server is unsecured.\n")
    }
    listener.becomeReady()
    Output.print("opencode server listening on http://\(hostname):\(listener.port)\n")
    Pace.sleepForEver()
  }
}
