internal import Engine
internal import Glibc

/// What the agents of one review are confined by, decided before anything of it starts.
struct Confinement: Sendable {
  /// Nil for our own programs without a model, which read nothing but the run's files, where nobody asked for a sandbox.
  let mode: Sandbox.Mode?
  let notices: [Notice]
  private let tools: SandboxTools
  private let programs: [String]
  /// Whether agents are started through the sandbox at all.
  private let isWrapped: Bool

  /// The name in events and reports.
  var name: String? { mode?.rawValue }

  /// `rules` and `rehearsal` go without a sandbox unless `--sandbox` names one: starting one costs more than they do.
  /// Agents of `direct` ask a provider, and there is no way to one out of a sandbox yet: that is told, and a change of others
  /// is refused.
  /// - Throws: `ReviewFailure(.refused)` where what is needed can't be had.
  init(
    _ runtime: RuntimeOption, _ configuration: Configuration, isTrusted: Bool, allowsNone: Bool, _ around: Surroundings
  ) throws(ReviewFailure) {
    let choice = SandboxChoice(
      asked: SandboxChoice.Asked(rawValue: configuration.sandbox) ?? .auto, isTrusted: isTrusted, allowsNone: allowsNone
    )
    let isNamed = if case .flag = configuration[.sandbox].origin { true } else { false }
    // Looking for it takes longer than the rest.
    tools =
      isNamed ? SandboxTools.find(shim: around.shim) : SandboxTools(shim: around.shim, bubblewrap: nil, system: [])
    if runtime == .direct || (runtime == .opencode && !isNamed) {
      let name = runtime == .direct ? "direct" : "opencode"
      let decision = try choice.decide(
        withoutSandboxBecause: "agents of \(name) need a network, which no sandbox gives them yet")
      mode = decision.mode
      notices = decision.warning.map { [Notice(.warning, $0)] } ?? []
      (programs, isWrapped) = ([], false)
      return
    }
    guard isNamed else {
      (mode, notices, programs, isWrapped) = (nil, [], [], false)
      return
    }
    let decision = try choice.decide { [tools] in SandboxProbe.finding($0, tools) }
    mode = decision.mode
    notices = decision.warning.map { [Notice(.warning, $0)] } ?? []
    (programs, isWrapped) = ([around.executable], true)
  }

  /// The sandbox of one attempt, where there is any: the run's files to read, its own folder to write, no socket and no network.
  func sandbox(for request: AgentRequest, files: RunFiles, documents: [String]) -> Sandbox? {
    guard let mode, isWrapped else { return nil }
    let readable =
      [files.diffDirectory, files.contextDirectory, files.sharedContext, request.workingDirectory] + documents
    return Sandbox(
      mode: mode, tools: tools, programs: programs, readable: readable.map { .init($0) },
      scratch: .init(files.file(of: request.specialist, attempt: request.attempt, "home")))
  }
}

extension Confinement {
  /// The mode that was found to work, for a self-test.
  init(_ mode: Sandbox.Mode, _ tools: SandboxTools) {
    (self.mode, self.tools, notices, programs, isWrapped) = (mode, tools, [], [], true)
  }

  /// Where a server in a sandbox listens: at a port of its own network, to which a socket leads from outside, or at one of the
  /// machine's.
  struct Listening: Sendable {
    var socket: String
    var port: Int
  }

  /// The sandbox of a foreign program that a model leads: the run's files to read, the tree among them, and its own folder to
  /// write. Where nothing confines, that folder is still its home.
  func sandbox(
    ofProgram program: String, reading documents: [String], files: RunFiles, scratch: String, listening: Listening?
  ) -> Sandbox {
    let mode = mode ?? .none
    let places = [files.treeDirectory, files.diffDirectory, files.contextDirectory, files.workingDirectory] + documents
    var sandbox = Sandbox(
      mode: mode, tools: tools, programs: [program],
      readable: places.filter { unsafe access($0, F_OK) == 0 }.map { .init($0) }, scratch: .init(scratch))
    if let listening {
      sandbox.bridges = [.into(socket: listening.socket, port: listening.port)]
      sandbox.listens = [listening.port]
    }
    return sandbox
  }
}

extension RuntimeOption {
  /// Whether its agents read the tree and not only the change, so that it is exported for them.
  var readsTree: Bool {
    switch self {
    case .opencode: true
    case .rules, .direct, .rehearsal: false
    }
  }
}
