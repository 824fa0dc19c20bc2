/// What one attempt of one agent came to. Success needs proof; everything else says what is missing (reliability.md,
/// D6).
package enum AttemptOutcome: Sendable, Hashable {
  case success
  /// The model's answer was cut at its length limit.
  case truncated
  case refused(Refusal)
  case providerError(AgentError)
  /// The server that it shares with others is lost; its words.
  case hostLost(String)
  /// Stopped by `RunawayDetector`, with its words.
  case runaway(String)
  case incomplete(Gap)
  case crashed(signal: Int32)
  /// Killed for its size.
  case excessive(Excess)

  package enum Refusal: Sendable, Hashable {
    /// The provider's content filter ended the answer.
    case contentFilter
    /// A tool call that nobody could permit ended the run; the tool's name.
    case permission(String)
  }

  /// What is missing from a proof.
  package enum Gap: Sendable, Hashable {
    /// No event says that the agent reached an end.
    case noTerminalEvent
    /// The last step ended for a reason that is not an end.
    case endReason(String)
    case emptyAnswer
    /// The answer does not close as the prompt asks.
    case missingDone
    /// The answer's own count of findings is not what was read.
    case countMismatch(said: Int, read: Int)
    /// The same of a coordinator's verdicts.
    case verdictMismatch(said: Int, read: Int)
    /// Output stopped inside a line.
    case torn(bytes: Int)
    /// Nothing more can be written where the agent's output lies (reliability.md, DK-04a); many programs end as if nothing
    /// had happened then.
    case disk(SystemError)
    /// An exit status other than 0, with the last line of standard error.
    case exitStatus(Int32, String)
  }

  /// Whether the same attempt again could end better. A runaway is not worth its price (reliability.md, CP-24), and a
  /// refusal does not change by asking again.
  package var isRetryable: Bool {
    switch self {
    // A disk that took half of an answer would take half of the next.
    case .success, .refused, .runaway, .excessive, .incomplete(.disk): false
    case .truncated, .incomplete, .crashed, .hostLost: true
    case .providerError(let error): error.isRetryable
    }
  }

  /// Whether it speaks against the service of the model that was asked: such failures open its breaker, and another model may do
  /// better. A provider that says when to come back is at its limit, not broken.
  package var isModelFailure: Bool {
    if case .providerError(let error) = self { error.isRetryable && error.retryAfterMilliseconds == nil } else { false }
  }

  /// Whether the credentials were refused: they are the same for every other agent (reliability.md, TB-10).
  package var isUnauthorised: Bool {
    if case .providerError(let error) = self { error.status == 401 || error.name == "ProviderAuthError" } else { false }
  }

  /// The same outcome, or that the disk is to blame where what is missing may have been cut off by it.
  package func blaming(_ disk: SystemError?) -> AttemptOutcome {
    switch self {
    case .incomplete, .crashed: disk.map { .incomplete(.disk($0)) } ?? self
    case .success, .truncated, .refused, .providerError, .runaway, .excessive, .hostLost: self
    }
  }

  /// The delay that the provider asked for.
  package var retryAfterMilliseconds: Int? {
    if case .providerError(let error) = self { return error.retryAfterMilliseconds }
    return nil
  }

  /// In words for a reader; unsanitised, since parts come from the agent.
  package var reason: String {
    switch self {
    case .success: "finished"
    case .truncated: "the answer was cut off at the model's length limit"
    case .refused(.contentFilter): "the provider's content filter ended the answer"
    case .refused(.permission(let tool)): "a call of \(tool.isEmpty ? "a tool" : tool) was refused and ended the run"
    case .providerError(let error): AttemptOutcome.reason(error)
    case .hostLost(let words): words
    case .runaway(let reason): "runaway: \(reason)"
    case .incomplete(let gap): AttemptOutcome.reason(gap)
    case .crashed(let signal): "the agent was ended by signal \(signal)"
    case .excessive(.memory(let peak, let watcher)):
      "killed: its processes held \(peak >> 20) MB in memory, more than their cap (\(watcher.rawValue))"
    case .excessive(.output(let bytes)): "killed: it printed \(bytes >> 20) MB, more than is taken"
    }
  }

  private static func reason(_ error: AgentError) -> String {
    let status = error.status.map { " \($0)" } ?? ""
    return error.message == error.name ? error.name + status : "\(error.name)\(status): \(error.message)"
  }

  private static func reason(_ gap: Gap) -> String {
    switch gap {
    case .noTerminalEvent: "the agent ended without finishing its answer"
    case .endReason(let reason): "the last step ended with `\(reason)`"
    case .emptyAnswer: "the answer is empty"
    case .missingDone: "the answer does not end with <done/>, so it may be cut off"
    case .countMismatch(let said, let read): "the answer speaks of \(said) findings, \(read) could be read"
    case .verdictMismatch(let said, let read): "the answer speaks of \(said) verdicts, \(read) could be read"
    case .torn(let bytes): "the output is cut off inside a line (\(bytes) bytes of it arrived)"
    case .disk(let error):
      "the disk takes no more of its output (\(error)); free some space and review again"
    case .exitStatus(let status, let line): "exit status \(status)" + (line.isEmpty ? "" : ": \(line)")
    }
  }
}
