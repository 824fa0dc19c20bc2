internal import Glibc

/// A runtime whose agents are child processes that print OpenCode's JSONL: all that exist (system.md, section 1).
package struct ProcessRuntime: AgentRuntime {
  package let name: String
  package let judges: Bool
  private let models: @Sendable (SpecialistID) -> ModelChain?
  private let shim: String
  private let sandbox: @Sendable (AgentRequest) -> Sandbox?
  private let command: @Sendable (AgentRequest) -> ChildCommand

  /// `shim` is the path of `agent-shim`; `command` says what to run for a request, and `sandbox` in what, where in anything.
  package init(
    name: String, shim: String, judges: Bool = false,
    models: @escaping @Sendable (SpecialistID) -> ModelChain? = { _ in nil },
    sandbox: @escaping @Sendable (AgentRequest) -> Sandbox? = { _ in nil },
    command: @escaping @Sendable (AgentRequest) -> ChildCommand
  ) {
    self.name = name
    self.judges = judges
    self.shim = shim
    self.sandbox = sandbox
    self.models = models
    self.command = command
  }

  package func models(for specialist: SpecialistID) -> ModelChain? { models(specialist) }

  package func run(
    _ request: AgentRequest, report: @escaping @Sendable (AgentEvent) -> Void,
    vitals: @escaping @Sendable (Vitals) -> Void
  ) async throws(ReviewFailure) -> AgentExit {
    let reader = Locked(AgentStreamReader())
    let files = ChildFiles(
      input: request.promptPath, output: request.outputPath, error: request.errorPath,
      directory: request.workingDirectory)
    let sandbox = sandbox(request)
    if let sandbox { try Self.makeScratch(sandbox.scratch.outside) }
    defer { if let sandbox { FolderRemoval.remove(sandbox.scratch.outside) } }
    let command = command(request)
    let end = try await AgentProcess.run(
      sandbox?.command(command, in: request.workingDirectory) ?? command, files: files, shim: shim,
      grace: request.grace, limits: ChildLimits(memory: request.memoryCap),
      onVitals: vitals
    ) { bytes in
      let events = reader.withLock { $0.read(bytes) }
      for event in events { report(event) }
    }
    let exit = sandbox?.ending(end) ?? end
    let torn = reader.withLock { $0.tornBytes }
    if torn > 0 { report(.malformed(reason: "the output ends inside a line, after \(torn) bytes of it")) }
    return AgentExit(
      status: exit.status.asAgentStatus, tornBytes: torn, errorTail: exit.errorTail,
      survivorsKilled: exit.survivorsKilled, survivorNames: exit.survivorNames, excess: exit.excess,
      errorBytesDropped: exit.errorBytesDropped, diskFailure: FreeSpace.failure(beside: request.outputPath))
  }

  /// A new folder for what the agent keeps, gone with its end.
  private static func makeScratch(_ path: String) throws(ReviewFailure) {
    guard unsafe mkdir(path, 0o700) == 0, unsafe chmod(path, 0o700) == 0 else {
      throw ReviewFailure(
        .agent, "can't make \(path): \(SystemError.last)", hints: ["free some space, or set XDG_STATE_HOME"])
    }
  }
}

extension ChildExit.Status {
  fileprivate var asAgentStatus: AgentExit.Status {
    switch self {
    case .exited(let status): .exited(status)
    case .signalled(let signal): .signalled(signal)
    }
  }
}
