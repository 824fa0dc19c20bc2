/// What one line of an agent's output says: OpenCode's six types, our own four, and everything else by name (system.md 1).
package enum AgentEvent: Sendable, Hashable {
  /// A model request begins to stream. A second one without `stepFinished` between is the agent's own retry.
  case stepStarted
  /// Text as it is written; `part` ties deltas to the whole block that may follow.
  case textDelta(part: String, text: String)
  /// A whole block of text.
  case text(part: String, text: String)
  case reasoningDelta(part: String, text: String)
  case reasoning(part: String, text: String)
  /// A tool call that has ended.
  case tool(ToolCall)
  case stepFinished(reason: String, usage: Usage)
  case error(AgentError)
  /// The agent itself waits before it tries again.
  case retry(attempt: Int, message: String, delayMilliseconds: Int?)
  /// Terminal event of our own runtimes.
  case sessionEnd(reason: String)
  /// An object of a type that this version does not know.
  case unknown(type: String)
  /// A line that is not a JSON object; kept for readers.
  case stray(String)
  /// A line that should have been an event and can't be used.
  case malformed(reason: String)
}

/// A tool call that an agent made.
package struct ToolCall: Sendable, Hashable {
  package var name: String
  /// What it worked on, in a few words: a path, a pattern.
  package var subject: String
  package var isError: Bool
  /// The tool's own error text; empty where there is none.
  package var message: String
  /// Nil where the agent did not say.
  package var milliseconds: Int?

  package init(name: String, subject: String, isError: Bool = false, message: String = "", milliseconds: Int? = nil) {
    self.name = name
    self.subject = subject
    self.isError = isError
    self.message = message
    self.milliseconds = milliseconds
  }
}

/// An error that an agent reported, classified by name (opencode.md, 1.4).
package struct AgentError: Sendable, Hashable {
  /// The name of the error that a server is lost which several agents share: none of theirs (reliability.md, CP-21).
  package static let hostLost = "HostLostError"

  package var name: String
  package var message: String
  package var status: Int?
  package var isRetryable: Bool
  /// From the response's `retry-after` header.
  package var retryAfterMilliseconds: Int?

  package init(
    name: String, message: String, status: Int? = nil, isRetryable: Bool = false, retryAfterMilliseconds: Int? = nil
  ) {
    self.name = name
    self.message = message
    self.status = status
    self.isRetryable = isRetryable
    self.retryAfterMilliseconds = retryAfterMilliseconds
  }
}
