internal import Engine
internal import Glibc

/// What the agents of one review are confined by, decided before anything of it starts.
struct Confinement: Sendable {
  /// Nil for our own programs without a model, which read nothing but the run's files, where nobody asked for a sandbox.
  let mode: Sandbox.Mode?
  let notices: [Notice]
  /// Whether agents reach the relay by a port: Landlock can grant one port, and only all sockets or none. Before Linux 6.7 it
  /// is the sockets. OpenCode knows nothing but ports, and has the machine's own network everywhere but in bubblewrap.
  let needsPort: Bool
  private let tools: SandboxTools
  private let programs: [String]
  /// Whether agents are started through the sandbox at all.
  private let isWrapped: Bool

  /// The name in events and reports.
  var name: String? { mode?.rawValue }

  /// `rules` and `rehearsal` go without a sandbox unless `--sandbox` names one: starting one costs more than they do.
  /// Agents of a model read what others wrote, and are confined by whatever works.
  /// - Throws: `ReviewFailure(.refused)` where what is needed can't be had.
  init(
    _ runtime: RuntimeOption, _ configuration: Configuration, isTrusted: Bool, allowsNone: Bool, _ around: Surroundings
  ) throws(ReviewFailure) {
    let choice = SandboxChoice(
      asked: SandboxChoice.Asked(rawValue: configuration.sandbox) ?? .auto, isTrusted: isTrusted, allowsNone: allowsNone
    )
    let isNamed = if case .flag = configuration[.sandbox].origin { true } else { false }
    // Looking for it takes longer than the rest.
    let isNeeded = isNamed || runtime.asksProvider
    tools =
      isNeeded ? SandboxTools.find(shim: around.shim) : SandboxTools(shim: around.shim, bubblewrap: nil, system: [])
    guard isNeeded else {
      (mode, notices, programs, isWrapped, needsPort) = (nil, [], [], false, false)
      return
    }
    // OpenCode knows ports only; what can't grant one is no sandbox for it.
    let ports = runtime == .opencode ? [1] : []
    let decision = try choice.decide { [tools] mode in
      SandboxProbe.finding(mode, tools, ports: mode == .landlock ? ports : [])
    }
    mode = decision.mode
    notices = decision.warning.map { [Notice(.warning, $0)] } ?? []
    needsPort =
      switch runtime {
      case .opencode: decision.mode != .bubblewrap
      case .direct: decision.mode == .landlock && SandboxProbe.finding(.landlock, tools, ports: [1]).problem == nil
      case .rules, .rehearsal: false
      }
    (programs, isWrapped) = ([around.executable], true)
  }

  /// The sandbox of one attempt, where there is any: the run's files to read, its own folder to write, and no way out but the
  /// relay.
  func sandbox(for request: AgentRequest, files: RunFiles, documents: [String], relay: RelayHost?) -> Sandbox? {
    guard let mode, isWrapped else { return nil }
    var readable = [files.diffDirectory, files.contextDirectory, files.sharedContext, request.workingDirectory]
    if unsafe access(files.treeDirectory, F_OK) == 0 { readable.append(files.treeDirectory) }
    readable += documents
    return Sandbox(
      mode: mode, tools: tools, programs: programs, readable: readable.map { .init($0) },
      scratch: .init(files.file(of: request.specialist, attempt: request.attempt, "home")),
      sockets: needsPort ? [] : (relay.map { [.init($0.socket)] } ?? []),
      ports: needsPort ? (relay?.port.map { [$0] } ?? []) : [])
  }
}

extension Confinement {
  /// The mode that was found to work, for a self-test.
  init(_ mode: Sandbox.Mode, _ tools: SandboxTools) {
    (self.mode, self.tools, notices, programs, isWrapped, needsPort) = (mode, tools, [], [], true, false)
  }

  /// Where a server in a sandbox listens: at a port of its own network, to which a socket leads from outside, or at one of the
  /// machine's.
  struct Listening: Sendable {
    var socket: String
    var port: Int
  }

  /// The sandbox of a foreign program that a model leads: the run's files to read, the tree among them, and its own folder to
  /// write, and no way out but the relay. Where nothing confines, that folder is still its home.
  func sandbox(
    ofProgram program: String, reading documents: [String], files: RunFiles, scratch: String, relay: RelayHost?,
    listening: Listening? = nil
  ) -> Sandbox {
    let mode = mode ?? .none
    let places = [files.treeDirectory, files.diffDirectory, files.contextDirectory, files.workingDirectory] + documents
    var sandbox = Sandbox(
      mode: mode, tools: tools, programs: [program],
      readable: places.filter { unsafe access($0, F_OK) == 0 }.map { .init($0) }, scratch: .init(scratch))
    if let relay, mode == .bubblewrap {
      sandbox.sockets = [.init(relay.socket)]
      sandbox.bridges = [.out(port: OpenCodePlan.providerPort, socket: relay.socket)]
    }
    if mode == .landlock, let port = relay?.port { sandbox.ports = [port] }
    if let listening {
      sandbox.bridges.append(.into(socket: listening.socket, port: listening.port))
      sandbox.listens = [listening.port]
    }
    return sandbox
  }
}

extension RuntimeOption {
  /// Whether its agents ask a provider, through the relay.
  var asksProvider: Bool { self == .direct || self == .opencode }

  /// Whether its agents read the tree and not only the change, so that it is exported for them.
  var readsTree: Bool {
    switch self {
    case .direct, .opencode: true
    case .rules, .rehearsal: false
    }
  }
}
