/// One run of one agent: everything it gets, all of it files and values.
package struct AgentRequest: Sendable {
  package var specialist: SpecialistID
  /// From 1.
  package var attempt: Int
  /// File with the prompt; becomes the agent's standard input.
  package var promptPath: String
  /// Files that the agent's standard output and error are appended to; created by the runtime.
  package var outputPath: String
  package var errorPath: String
  /// The agent's working directory: empty, never the reviewed tree.
  package var workingDirectory: String
  package var grace: Duration
  /// Bytes that the whole process tree may hold in memory (system.md, section 5).
  package var memoryCap: Int
  /// The model to ask; nil for runtimes without one.
  package var model: String?

  package init(
    specialist: SpecialistID, attempt: Int, promptPath: String, outputPath: String, errorPath: String,
    workingDirectory: String, grace: Duration, memoryCap: Int = Limits().memory, model: String? = nil
  ) {
    self.specialist = specialist
    self.attempt = attempt
    self.promptPath = promptPath
    self.outputPath = outputPath
    self.errorPath = errorPath
    self.workingDirectory = workingDirectory
    self.grace = grace
    self.memoryCap = memoryCap
    self.model = model
  }
}

/// How an agent's process ended.
package struct AgentExit: Sendable, Hashable {
  package enum Status: Sendable, Hashable {
    case exited(Int32)
    case signalled(Int32)
  }

  package var status: Status
  /// Bytes of standard output that followed the last line feed.
  package var tornBytes: Int
  /// The last lines of standard error, bounded, for the reason of a failure; unsanitised.
  package var errorTail: String
  /// Descendants that outlived the agent and were killed.
  package var survivorsKilled: Int
  /// Names of the survivors, as far as they are known; unsanitised.
  package var survivorNames: [String]
  /// Why the engine killed it for its size.
  package var excess: Excess?
  /// Bytes of standard error that were not kept.
  package var errorBytesDropped: Int
  /// Why nothing more can be written where its output lies, so that the output may be cut.
  package var diskFailure: SystemError?

  package init(
    status: Status, tornBytes: Int = 0, errorTail: String = "", survivorsKilled: Int = 0,
    survivorNames: [String] = [], excess: Excess? = nil, errorBytesDropped: Int = 0,
    diskFailure: SystemError? = nil
  ) {
    self.status = status
    self.tornBytes = tornBytes
    self.errorTail = errorTail
    self.survivorsKilled = survivorsKilled
    self.survivorNames = survivorNames
    self.excess = excess
    self.errorBytesDropped = errorBytesDropped
    self.diskFailure = diskFailure
  }
}

/// Something that can run an agent: `rules`, `rehearsal`, `direct` or `opencode`.
package protocol AgentRuntime: Sendable {
  /// The name on the screen and in the report.
  var name: String { get }
  /// Whether it has a coordinator that judges what the specialists report.
  var judges: Bool { get }
  /// The models that `specialist` may use; nil for runtimes without any.
  func models(for specialist: SpecialistID) -> ModelChain?
  /// Runs `review` with what its agents share around it. When it returns, nothing of that is left.
  func hosting<Result: Sendable>(_ review: @Sendable () async -> Result) async -> Result
  /// Runs an agent once, reporting each event in order as it arrives, and what its processes use several times a second. When
  /// it returns or throws, no process of the agent is left. Cancelling the task stops the agent (TERM, grace, KILL) and throws
  /// `ReviewFailure(.cancelled)`.
  func run(
    _ request: AgentRequest, report: @escaping @Sendable (AgentEvent) -> Void,
    vitals: @escaping @Sendable (Vitals) -> Void
  ) async throws(ReviewFailure) -> AgentExit
}

extension AgentRuntime {
  /// Most have none: the deterministic pass judges.
  package var judges: Bool { false }

  /// Most share nothing.
  package func hosting<Result: Sendable>(_ review: @Sendable () async -> Result) async -> Result { await review() }
}
