internal import Engine
internal import Glibc

/// What the agents of one review are confined by, decided before anything of it starts.
struct Confinement: Sendable {
  /// Nil for our own programs without a model, which read nothing but the run's files, where nobody asked for a sandbox.
  let mode: Sandbox.Mode?
  let notices: [Notice]
  /// Whether agents reach the relay by a port: Landlock can grant one port, and only all sockets or none. Before Linux 6.7 it
  /// is the sockets.
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
    let isNeeded = isNamed || runtime == .direct
    tools =
      isNeeded ? SandboxTools.find(shim: around.shim) : SandboxTools(shim: around.shim, bubblewrap: nil, system: [])
    guard isNeeded else {
      (mode, notices, programs, isWrapped, needsPort) = (nil, [], [], false, false)
      return
    }
    let decision = try choice.decide { [tools] in SandboxProbe.finding($0, tools) }
    mode = decision.mode
    notices = decision.warning.map { [Notice(.warning, $0)] } ?? []
    needsPort =
      decision.mode == .landlock && runtime == .direct
      && SandboxProbe.finding(.landlock, tools, ports: [1]).problem == nil
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

extension RuntimeOption {
  /// Whether its agents read the tree and not only the change, so that it is exported for them.
  var readsTree: Bool {
    switch self {
    case .direct: true
    case .rules, .rehearsal: false
    }
  }
}
