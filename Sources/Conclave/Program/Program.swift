internal import Engine

/// From arguments to an exit status; the one place that turns errors into lines and statuses.
@MainActor enum Program {
  static func run(_ arguments: [String], _ around: Surroundings) async -> ExitStatus {
    do {
      return try await obey(try CommandLineParser.parse(arguments), around)
    } catch let failure as ReviewFailure {
      Messages.say(failure.description)
      return ExitStatus(failure.code)
    } catch OutputFailure.readerGone {
      return .readerGone
    } catch OutputFailure.failed(let failure) {
      Messages.say(failure.description)
      return ExitStatus(failure.code)
    } catch {
      Messages.say("\(error)")
      return .usage
    }
  }

  private static func obey(_ invocation: Invocation, _ around: Surroundings) async throws -> ExitStatus {
    switch invocation {
    case .help(let text), .completions(let text):
      try OutputSink(descriptor: 1).write(Array(text.utf8))
      return .clean
    case .version:
      try OutputSink(descriptor: 1).write(lines: ["conclave \(Surroundings.version)"])
      return .clean
    case .review(let options): return try await ReviewCommand.run(options, around)
    case .explain(let options): return try ExplainCommand.run(options, around)
    case .triage(let options): return try await TriageCommand.run(options, around)
    case .post(let options): return try await PostCommand.run(options, around)
    case .replay(let options): return try await ReplayInvocation.run(options, around)
    case .runsList: return try RunsCommand.list(around)
    case .runsShow(let run, let format): return try await RunsCommand.show(run, format: format, around)
    case .runsPrune(let options): return try RunsCommand.prune(options, around)
    case .hookInstall: return try HookCommand.install(around)
    case .hookUninstall: return try HookCommand.uninstall(around)
    case .hookRun: return try await HookCommand.run(around)
    case .rulesList: return try RulesCommand.list()
    case .rulesTest(let files): return try RulesCommand.test(files, around)
    case .promptsList: return try PromptsCommand.list(around)
    case .promptsShow(let name): return try await PromptsCommand.show(name, around)
    case .promptsPath: return try PromptsCommand.path(around)
    case .rehearsals: return try RehearsalsCommand.list(around)
    case .configCheck: return try ConfigCommand.check(around)
    case .configShow: return try ConfigCommand.show(around)
    case .configPath: return try ConfigCommand.path(around)
    case .doctor: return try await DoctorCommand.run(around)
    case .hidden(let command, let arguments): return try HiddenCommands.run(command, arguments)
    }
  }
}
