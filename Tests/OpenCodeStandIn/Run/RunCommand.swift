internal import Foundation

/// `opencode run`.
struct RunCommand {
  private let settings: Settings
  private let arguments: Arguments
  private let pace: Pace

  init(_ settings: Settings, _ arguments: Arguments) {
    self.settings = settings
    self.arguments = arguments
    pace = Pace(speed: settings.speed)
  }

  func run() -> Never {
    // All of it before anything else, however long that takes.
    let input = isatty(STDIN_FILENO) == 1 ? Data() : (try? FileHandle.standardInput.readToEnd()) ?? Data()
    settings.noteStart(arguments: Array(CommandLine.arguments.dropFirst()), inputBytes: input.count)
    let message = arguments.words.joined(separator: " ") + String(decoding: input, as: UTF8.self)
    if message.allSatisfy(\.isWhitespace), arguments["command"] == nil {
      Output.fail("\u{1B}[91m\u{1B}[1mError: \u{1B}[0mYou must provide a message or a command")
    }
    if let directory = arguments["dir"] { _ = FileManager.default.changeCurrentDirectoryPath(directory) }
    let configuration = StandIn.configuration(settings)
    let agent = usableAgent(configuration)
    play(Scenario.name(ofModel: arguments["model"] ?? configuration.model(of: agent), configuration))
  }

  /// The wanted agent; another one than a primary is told on standard error only.
  private func usableAgent(_ configuration: Configuration) -> String? {
    guard let name = arguments["agent"] else { return configuration.merged.text("default_agent") }
    let agents = Agents(configuration, environment: settings.environment)
    if agents.isPrimary(name) { return name }
    let why =
      agents.agent(name) == nil ? "not found" : "is a subagent, not a primary agent"
    Output.say("\u{1B}[93m\u{1B}[1m! \u{1B}[0magent \"\(name)\" \(why). Falling back to default agent\n")
    return configuration.merged.text("default_agent")
  }

  private func play(_ scenario: String) -> Never {
    let log = RunLog(settings, arguments)
    if log.plays(scenario, pace) { Pace.sleepForEver() }
    guard let recording = Recording(scenario, settings: settings) ?? Recording("unknown-model", settings: settings)
    else {
      Output.fail("no recordings in \(settings.recordings.path)")
    }
    log.begin()
    log.loop()
    var map = IdentifierMap()
    var output = RunOutput(isJSON: arguments["format"] == "json", showsReasoning: arguments.has("thinking"))
    var hasOpenStep = false
    for line in recording.lines {
      pace.wait(until: line.seconds)
      let isStart = line.text.hasPrefix("{\"type\":\"step_start\"")
      if isStart { log.step(scenario, isRetry: hasOpenStep) }
      hasOpenStep = isStart || hasOpenStep && !line.text.hasPrefix("{\"type\":\"step_finish\"")
      if scenario == "truncated-by-slow-pipe", isStart { map.forgetAllButSessions() }
      output.write(map.rewrite(line.text) + "\n")
    }
    if let cycle = recording.cycle { repeatForEver(cycle, from: recording, &map, &output) }
    Output.say(recording.errorText)
    if recording.isEndless { Pace.sleepForEver() }
    output.close(until: { pace.wait(until: recording.seconds) })
    exit(recording.exit ?? 0)
  }

  private func repeatForEver(
    _ cycle: (lines: [String], seconds: Double), from recording: Recording, _ map: inout IdentifierMap,
    _ output: inout RunOutput
  ) -> Never {
    var time = recording.lines.last?.seconds ?? 0
    while true {
      time += cycle.seconds
      pace.wait(until: time)
      map.forgetAllButSessions()
      for line in cycle.lines { output.write(map.rewrite(line) + "\n") }
    }
  }
}

/// What a model's name says.
enum Scenario {
  /// The name behind the provider's. A model that the configuration's provider does not have is not found.
  static func name(ofModel model: String?, _ configuration: Configuration) -> String {
    guard let model, let slash = model.firstIndex(of: "/") else { return "unknown-model" }
    let name = String(model[model.index(after: slash)...])
    let provider = configuration.merged["provider"]?[String(model[..<slash])]
    guard let models = provider?["models"] else { return name }
    return models[name] == nil ? "unknown-model" : name
  }
}
