extension SpecialistEvent {
  var wireType: String {
    switch self {
    case .started: "attempt_started"
    case .agent(let event): event.wireType
    case .heartbeat: "heartbeat"
    case .retrying: "retrying"
    case .failedBack: "failed_back"
    case .note: "note"
    case .ended: "ended"
    }
  }

  func encode(into writer: inout JSONWriter) {
    switch self {
    case .started(let attempt, let model):
      writer.member("attempt", attempt)
      writer.member("model", model)
    case .agent(let event): event.encode(into: &writer)
    case .heartbeat(let seconds): writer.member("silence_s", seconds)
    case .retrying(let next, let of, let delay, let reason):
      writer.member("next", next)
      writer.member("of", of)
      writer.member("delay_ms", delay)
      writer.member("reason", reason)
    case .failedBack(let from, let to, let reason):
      writer.member("from", from)
      writer.member("to", to)
      writer.member("reason", reason)
    case .note(let notice): notice.encode(into: &writer)
    case .ended(let end): end.encode(into: &writer)
    }
  }

  init?(wireType: String, _ wire: JSONObject) {
    switch wireType {
    case "attempt_started":
      guard let attempt = wire.integer("attempt") else { return nil }
      self = .started(attempt: attempt, model: wire.string("model"))
    case "heartbeat":
      guard let seconds = wire.integer("silence_s") else { return nil }
      self = .heartbeat(silenceSeconds: seconds)
    case "retrying":
      guard let next = wire.integer("next"), let of = wire.integer("of"), let delay = wire.integer("delay_ms"),
        let reason = wire.string("reason")
      else { return nil }
      self = .retrying(next: next, of: of, delayMilliseconds: delay, reason: reason)
    case "failed_back":
      guard let from = wire.string("from"), let to = wire.string("to"), let reason = wire.string("reason") else {
        return nil
      }
      self = .failedBack(from: from, to: to, reason: reason)
    case "note":
      guard let notice = Notice(wire) else { return nil }
      self = .note(notice)
    case "ended":
      guard let end = SpecialistEnd(wire) else { return nil }
      self = .ended(end)
    default:
      guard let event = AgentEvent(wireType: wireType, wire) else { return nil }
      self = .agent(event)
    }
  }
}

extension SpecialistEnd: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("state", state.rawValue)
    writer.member("reason", reason)
    writer.member("attempts", attempts)
    writer.member("ms", milliseconds)
    writer.member("findings", findings)
  }

  init?(_ wire: JSONObject) {
    guard let state = wire.choice("state", of: State.self), let attempts = wire.integer("attempts"),
      let milliseconds = wire.integer("ms"), let findings = wire.integer("findings")
    else { return nil }
    self.init(
      state: state, reason: wire.string("reason"), attempts: attempts, milliseconds: milliseconds, findings: findings)
  }
}

extension AgentEvent {
  fileprivate var wireType: String {
    switch self {
    case .stepStarted: "step_start"
    case .textDelta: "text_delta"
    case .text: "text"
    case .reasoningDelta: "reasoning_delta"
    case .reasoning: "reasoning"
    case .tool: "tool"
    case .stepFinished: "step_finish"
    case .error: "error"
    case .retry: "retry"
    case .sessionEnd: "session_end"
    case .unknown: "unknown"
    case .stray: "stray"
    case .malformed: "malformed"
    }
  }

  fileprivate func encode(into writer: inout JSONWriter) {
    switch self {
    case .stepStarted: break
    case .textDelta(let part, let text), .text(let part, let text), .reasoningDelta(let part, let text),
      .reasoning(let part, let text):
      writer.member("part", part)
      writer.member("text", text)
    case .tool(let call): call.encode(into: &writer)
    case .stepFinished(let reason, let usage):
      writer.member("reason", reason)
      usage.encode(into: &writer)
    case .error(let error): error.encode(into: &writer)
    case .retry(let attempt, let message, let delay):
      writer.member("attempt", attempt)
      writer.member("message", message)
      writer.member("delay_ms", delay)
    case .sessionEnd(let reason), .malformed(let reason): writer.member("reason", reason)
    case .unknown(let type): writer.member("of", type)
    case .stray(let text): writer.member("text", text)
    }
  }

  fileprivate init?(wireType: String, _ wire: JSONObject) {
    let part = wire.string("part")
    let text = wire.string("text")
    let reason = wire.string("reason")
    let event: AgentEvent?
    switch wireType {
    case "step_start": event = .stepStarted
    case "text_delta": event = both(part, text).map { .textDelta(part: $0, text: $1) }
    case "text": event = both(part, text).map { .text(part: $0, text: $1) }
    case "reasoning_delta": event = both(part, text).map { .reasoningDelta(part: $0, text: $1) }
    case "reasoning": event = both(part, text).map { .reasoning(part: $0, text: $1) }
    case "tool": event = ToolCall(wire).map { .tool($0) }
    case "step_finish": event = both(reason, Usage(wire)).map { .stepFinished(reason: $0, usage: $1) }
    case "error": event = AgentError(wire).map { .error($0) }
    case "retry":
      event = both(wire.integer("attempt"), wire.string("message")).map {
        .retry(attempt: $0, message: $1, delayMilliseconds: wire.integer("delay_ms"))
      }
    case "session_end": event = reason.map { .sessionEnd(reason: $0) }
    case "unknown": event = wire.string("of").map { .unknown(type: $0) }
    case "stray": event = text.map { .stray($0) }
    case "malformed": event = reason.map { .malformed(reason: $0) }
    default: event = nil
    }
    guard let event else { return nil }
    self = event
  }
}

private func both<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
  if let first, let second { (first, second) } else { nil }
}

extension ToolCall: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("name", name)
    writer.member("subject", subject)
    writer.member("is_error", isError)
    writer.member("message", message)
    writer.member("ms", milliseconds)
  }

  init?(_ wire: JSONObject) {
    guard let name = wire.string("name"), let subject = wire.string("subject"), let isError = wire.bool("is_error"),
      let message = wire.string("message")
    else { return nil }
    self.init(name: name, subject: subject, isError: isError, message: message, milliseconds: wire.integer("ms"))
  }
}

extension AgentError: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("name", name)
    writer.member("message", message)
    writer.member("status", status)
    writer.member("retryable", isRetryable)
    writer.member("retry_after_ms", retryAfterMilliseconds)
  }

  init?(_ wire: JSONObject) {
    guard let name = wire.string("name"), let message = wire.string("message"),
      let isRetryable = wire.bool("retryable")
    else { return nil }
    self.init(
      name: name, message: message, status: wire.integer("status"), isRetryable: isRetryable,
      retryAfterMilliseconds: wire.integer("retry_after_ms"))
  }
}

extension Usage: WireForm {
  func encode(into writer: inout JSONWriter) {
    if let tokens { writer.member("tokens", tokens) }
    writer.member("cost_usd", costUSD)
  }

  /// Absent means unknown; what is there and can't be read makes the event unknown, not zero.
  init?(_ wire: JSONObject) {
    let tokens = wire.value("tokens", as: TokenUsage.self)
    guard tokens != nil || wire["tokens"] == nil else { return nil }
    self.init(tokens: tokens, costUSD: wire.double("cost_usd"))
  }
}

extension TokenUsage: WireForm {
  func encode(into writer: inout JSONWriter) {
    writer.member("input", input)
    writer.member("output", output)
    writer.member("reasoning", reasoning)
    writer.member("cache_read", cacheRead)
    writer.member("cache_write", cacheWrite)
  }

  init?(_ wire: JSONObject) {
    guard let input = wire.integer("input"), let output = wire.integer("output"),
      let reasoning = wire.integer("reasoning"), let cacheRead = wire.integer("cache_read"),
      let cacheWrite = wire.integer("cache_write")
    else { return nil }
    self.init(input: input, output: output, reasoning: reasoning, cacheRead: cacheRead, cacheWrite: cacheWrite)
  }
}
