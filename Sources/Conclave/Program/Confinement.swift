internal import Engine
internal import Glibc

/// What the agents of one review are confined by, decided before anything of it starts.
struct Confinement: Sendable {
  /// Nil for our own programs, which read nothing but the run's files, where nobody asked for a sandbox.
  let mode: Sandbox.Mode?
  let notices: [Notice]
  private let tools: SandboxTools
  private let programs: [String]

  /// The name in events and reports.
  var name: String? { mode?.rawValue }

  /// `rules` and `rehearsal` go without a sandbox unless `--sandbox` names one: starting one costs more than they do.
  /// - Throws: `ReviewFailure(.refused)` where what is needed can't be had.
  init(
    _ runtime: RuntimeOption, _ configuration: Configuration, isTrusted: Bool, allowsNone: Bool, _ around: Surroundings
  ) throws(ReviewFailure) {
    let isNamed = if case .flag = configuration[.sandbox].origin { true } else { false }
    guard runtime.needsSandbox || isNamed else {
      (mode, notices, programs) = (nil, [], [])
      tools = SandboxTools(shim: around.shim, bubblewrap: nil, system: [])
      return
    }
    let tools = SandboxTools.find(shim: around.shim)
    let choice = SandboxChoice(
      asked: SandboxChoice.Asked(rawValue: configuration.sandbox) ?? .auto, isTrusted: isTrusted, allowsNone: allowsNone
    )
    let decision = try choice.decide { SandboxProbe.finding($0, tools) }
    mode = decision.mode
    notices = decision.warning.map { [Notice(.warning, $0)] } ?? []
    programs = [around.executable]
    self.tools = tools
  }

  /// The sandbox of one attempt, where there is any: the run's files to read, its own folder to write, no socket and no network.
  func sandbox(for request: AgentRequest, files: RunFiles, documents: [String]) -> Sandbox? {
    guard let mode else { return nil }
    let readable =
      [files.diffDirectory, files.contextDirectory, files.sharedContext, request.workingDirectory] + documents
    return Sandbox(
      mode: mode, tools: tools, programs: programs, readable: readable.map { .init($0) },
      scratch: .init(files.file(of: request.specialist, attempt: request.attempt, "home")))
  }
}

extension RuntimeOption {
  /// Whether its agents do what a model says. Those of both runtimes that exist are our own programs.
  var needsSandbox: Bool {
    switch self {
    case .rules, .rehearsal: false
    }
  }

  /// Whether its agents read the tree and not only the change, so that it is exported for them.
  var readsTree: Bool {
    switch self {
    case .rules, .rehearsal: false
    }
  }
}
