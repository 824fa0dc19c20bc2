/// What matters of an attempt's events for saying how it ended; folded while they arrive.
package struct AttemptRecord: Sendable, Hashable {
  /// Steps that were started again without an end between: the agent's own retries (opencode.md, section 0).
  package private(set) var ownRetries = 0
  package private(set) var finishedSteps = 0
  private var isStepOpen = false
  private var lastReason: String?
  private var sessionEnd: String?
  /// Nil again when the agent carries on after it, as OpenCode does after it has compacted its context.
  private var error: AgentError?
  private var rejectedTool: String?
  private var hasAnswer = false

  package init() {}

  package mutating func apply(_ event: AgentEvent) {
    switch event {
    case .stepStarted:
      if isStepOpen { ownRetries += 1 }
      isStepOpen = true
      error = nil
      rejectedTool = nil
    case .textDelta(_, let text), .text(_, let text):
      hasAnswer = hasAnswer || text.utf8.contains { $0 > 0x20 }
    case .tool(let call):
      hasAnswer = false
      if call.isError, call.message.hasPrefix("The user rejected permission") { rejectedTool = call.name }
    case .stepFinished(let reason, _):
      isStepOpen = false
      finishedSteps += 1
      lastReason = reason
    case .error(let error): self.error = error
    case .sessionEnd(let reason): sessionEnd = reason
    case .reasoning, .reasoningDelta, .retry, .unknown, .stray, .malformed: break
    }
  }

  /// How the attempt ended. `done` is the number in the answer's `<done findings="N"/>`, nil where there is none, and
  /// `parsed` the number of findings that were read; both count only where `requiresDone`. `runaway` is the
  /// detector's reason.
  package func outcome(
    exit: AgentExit, requiresDone: Bool = true, done: Int? = nil, parsed: Int = 0, runaway: String? = nil
  ) -> AttemptOutcome {
    if let excess = exit.excess { return .excessive(excess) }
    if let runaway { return .runaway(runaway) }
    if let failure = failure(exit) { return failure }
    guard let reason = isStepOpen ? nil : lastReason ?? sessionEnd else { return .incomplete(.noTerminalEvent) }
    switch reason {
    case "stop", "end": break
    case "length": return .truncated
    case "tool-calls": return rejectedTool.map { .refused(.permission($0)) } ?? .incomplete(.noTerminalEvent)
    default: return .incomplete(.endReason(String(reason.unicodeScalars.prefix(40))))
    }
    guard hasAnswer else { return .incomplete(.emptyAnswer) }
    guard requiresDone else { return .success }
    guard let done else { return .incomplete(.missingDone) }
    return done == parsed ? .success : .incomplete(.countMismatch(said: done, read: parsed))
  }

  /// What the agent or its process said of a failure, the most telling first.
  private func failure(_ exit: AgentExit) -> AttemptOutcome? {
    if let error, error.name == AgentError.hostLost { return .hostLost(error.message) }
    if let error {
      return error.name == "ContentFilterError" ? .refused(.contentFilter) : .providerError(error)
    }
    if lastReason == "content-filter" { return .refused(.contentFilter) }
    if exit.status != .exited(0), let error = AttemptRecord.overload(exit.errorTail) { return .providerError(error) }
    if case .signalled(let signal) = exit.status { return .crashed(signal: signal) }
    if exit.tornBytes > 0 { return .incomplete(.torn(bytes: exit.tornBytes)) }
    if case .exited(let status) = exit.status, status != 0 {
      return .incomplete(.exitStatus(status, AttemptRecord.lastLine(exit.errorTail)))
    }
    return nil
  }

  /// An agent that dies of an overloaded provider says so on standard error only (system.md, section 6).
  private static func overload(_ text: String) -> AgentError? {
    let line = lastLine(text)
    let words = line.lowercased().split { !$0.isLetter && !$0.isNumber }
    let is503 = words.contains("503")
    guard is503 || words.contains("overloaded") else { return nil }
    return AgentError(name: "APIError", message: line, status: is503 ? 503 : nil, isRetryable: true)
  }

  private static func lastLine(_ text: String) -> String {
    let lines = text.utf8.split(separator: 0x0A)
    guard let line = lines.last(where: { $0.contains { $0 > 0x20 } }) else { return "" }
    return String(decoding: line.prefix(200), as: UTF8.self)
  }
}
