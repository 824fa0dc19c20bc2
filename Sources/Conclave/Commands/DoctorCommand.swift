internal import Engine
internal import Glibc

/// `conclave doctor`: gathers the facts and prints the checks.
enum DoctorCommand {
  static func run(_ around: Surroundings) async throws -> ExitStatus {
    let checks = Doctor.checks(await facts(around))
    try OutputSink(descriptor: 1).write(lines: Doctor.lines(checks).map(PlainText.escape))
    return Doctor.status(checks)
  }

  private static func facts(_ around: Surroundings) async -> DoctorFacts {
    var facts = DoctorFacts()
    let git = GitFacts(around.intakeEnvironment)
    facts.gitVersion = git.version
    facts.repository = git.repository
    facts.hasCommits = git.hasCommits
    facts.upstream = git.upstream
    facts.hasHook = git.hooks.map { unsafe access($0 + "/pre-push", F_OK) == 0 } ?? false
    facts.shim = unsafe access(around.shim, X_OK) == 0 ? around.shim : nil
    if let shim = facts.shim {
      let tools = SandboxTools.find(shim: shim)
      facts.sandboxes = [.bubblewrap, .landlock].map { SandboxProbe.finding($0, tools) }
    }
    facts.export =
      ExportCanary.problem(around.intakeEnvironment).map {
        .bad($0, advice: "report this; do not review what is not yours")
      }
      ?? .good("a canary repository shows agents nothing that they would obey or run")
    var configuration = Configuration()
    do throws(ReviewFailure) {
      configuration = try around.configuration(repository: git.repository)
      facts.configuration = .good("can be read")
    } catch {
      facts.configuration = .bad(error.message, advice: error.hints.joined(separator: "; "))
    }
    if let shim = facts.shim {
      let mode = facts.sandboxes.first { $0.problem == nil }?.mode ?? .none
      facts.isOpenCodeWanted = configuration.runtime == "opencode"
      (facts.openCode, facts.hasRipgrep) = await OpenCodeDoctor.facts(
        configuration, mode, SandboxTools.find(shim: shim), worktree: git.repository, around)
    }
    do throws(ReviewFailure) {
      let store = try RunStore(environment: around.environment)
      facts.recordings = .good(store.notice?.text ?? store.root)
      facts.freeBytes = FreeSpace.bytes(at: store.root)
    } catch {
      facts.recordings = .bad(error.message, advice: error.hints.joined(separator: "; "))
    }
    var size = winsize()
    facts.isTerminal = isatty(1) == 1
    if facts.isTerminal, unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0 {
      (facts.terminalColumns, facts.terminalRows) = (Int(size.ws_col), Int(size.ws_row))
    }
    facts.terminalName = around.environment["TERM"]
    facts.isUTF8 =
      ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { around.environment[$0] }.first { !$0.isEmpty }
      .map { $0.uppercased().contains("UTF") } ?? false
    let outcomes = RuleSelfTest.run()
    facts.rules = RulePacks.lineRules.count + RulePacks.wholeChangeRules.count
    facts.failedRuleExamples = outcomes.count { $0.failure != nil }
    return facts
  }
}
