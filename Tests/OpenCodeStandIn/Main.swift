internal import Foundation

/// A program that behaves as OpenCode 1.18.33 was seen to (opencode.md, section 0), and plays its recordings: the scenario is the
/// model's name, as in `local/success`.
///
/// Variables, or lines of the file `PATH.settings` beside the path it was started by:
/// `STAND_IN_SPEED` (50 is fifty times as fast as recorded), `STAND_IN_RECORDINGS` (the folder with `run`, `serve` and `log`),
/// `STAND_IN_ANSWERS` (a folder: `NAME.txt` is what the model `NAME` says; `answer` says the closing tag),
/// `STAND_IN_LOG` (a line for each start), `STAND_IN_PROMPTS` (a line for each prompt to the server), `STAND_IN_EXECUTED` (a line
/// for what of the working directory would have been executed), `STAND_IN_IGNORES_TERM` (seconds), `STAND_IN_DIES_AFTER` and
/// `STAND_IN_HANGS_AFTER` (events), `STAND_IN_BIND_FAILS`, `STAND_IN_FAULT_ONCE` (a file: those three only where it is not there
/// yet), `STAND_IN_VERSION`.
@main enum StandIn {
  static let version = "1.18.33"

  static func main() {
    // A broken pipe is an answer of write(2), as in the real program.
    signal(SIGPIPE, SIG_IGN)
    let words = CommandLine.arguments
    let settings = Settings(program: words[0])
    if let name = settings.environment.keys.first(where: { $0.hasPrefix("BUN_JSC_") && !known.contains($0) }) {
      Output.fail("error: invalid JSC environment variable \(name)")
    }
    let arguments = Arguments(Array(words.dropFirst()))
    if let fault = arguments.fault { Output.fail(Arguments.help + fault) }
    if arguments.has("version") {
      settings.noteStart(arguments: Array(words.dropFirst()), inputBytes: 0)
      Output.print("\(settings["VERSION"] ?? version)\n")
      exit(0)
    }
    if let delay = settings["IGNORES_TERM"].flatMap(Double.init) { Termination.delay(by: delay) }
    switch arguments.command.first {
    case "run": RunCommand(settings, arguments).run()
    case "serve": ServeCommand(settings, arguments).run()
    case "debug" where arguments.words.first == "agent" && arguments.words.count == 2:
      settings.noteStart(arguments: Array(words.dropFirst()), inputBytes: 0)
      debug(arguments.words[1], settings)
    default: Output.fail(Arguments.help)
    }
  }

  private static let known: Set<String> = ["BUN_JSC_forceRAMSize", "BUN_JSC_gcMaxHeapSize"]

  /// Prints an agent with the rules that it comes to.
  private static func debug(_ name: String, _ settings: Settings) -> Never {
    let configuration = configuration(settings)
    guard let agent = Agents(configuration, environment: settings.environment).resolved(name) else {
      Output.fail("Agent \(name) not found, run 'opencode agent list' to get an agent list")
    }
    Output.print(agent.rendered(indented: true) + "\n")
    exit(0)
  }

  /// Reads the configuration, and tells what of the working directory runs with it; one that can't be used is the end.
  static func configuration(_ settings: Settings) -> Configuration {
    let directory = FileManager.default.currentDirectoryPath
    do {
      let configuration = try Configuration(environment: settings.environment, directory: directory)
      ForeignCode.note(settings, configuration, directory: directory)
      return configuration
    } catch {
      Output.fail("\u{1B}[91m\u{1B}[1mError: \u{1B}[0m\(error.text)")
    }
  }
}
