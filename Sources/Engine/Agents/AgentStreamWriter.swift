/// Writes agent events as the JSONL that our own agents print: OpenCode's envelope and part shapes (opencode.md, 1.3)
/// and our extra types (system.md, section 1), which also have a `part`:
///
/// - `text_delta`, `reasoning_delta`: `{"id":…,"text":…}`
/// - `retry`: `{"attempt":N,"message":…,"delayMs":N}`, the last only where it is known
/// - `session_end` has no part but `"reason":…` in the envelope
package struct AgentStreamWriter: Sendable {
  /// The session in every envelope, such as `ses_rules_security`.
  package let session: String

  /// Type of an event that says only that whoever is asked lives.
  package static let keepAlive = "keep_alive"

  package init(session: String) { self.session = session }

  /// The line for `event` with its line feed. `.stray` is written as it stands (minus line feeds), so that a scenario
  /// can play garbage; `.malformed` has no form and gives no bytes.
  package func line(_ event: AgentEvent, at milliseconds: Int64) -> [UInt8] {
    switch event {
    case .stepStarted:
      return envelope("step_start", milliseconds) { part(&$0, "step-start") { _ in } }
    case .textDelta(let id, let text):
      return envelope("text_delta", milliseconds) { delta(&$0, id, text) }
    case .reasoningDelta(let id, let text):
      return envelope("reasoning_delta", milliseconds) { delta(&$0, id, text) }
    case .text(let id, let text):
      return envelope("text", milliseconds) { block(&$0, "text", id, text) }
    case .reasoning(let id, let text):
      return envelope("reasoning", milliseconds) { block(&$0, "reasoning", id, text) }
    case .tool(let call):
      return envelope("tool_use", milliseconds) { json in
        part(&json, "tool") { tool(&$0, call, milliseconds) }
      }
    case .stepFinished(let reason, let usage):
      return envelope("step_finish", milliseconds) { json in
        part(&json, "step-finish") { finish(&$0, reason, usage) }
      }
    case .error(let error):
      return envelope("error", milliseconds) { self.error(&$0, error) }
    case .retry(let attempt, let message, let delay):
      return envelope("retry", milliseconds) { json in
        json.key("part")
        json.object {
          $0.member("attempt", attempt)
          $0.member("message", message)
          if let delay { $0.member("delayMs", delay) }
        }
      }
    case .sessionEnd(let reason):
      return envelope("session_end", milliseconds) { $0.member("reason", reason) }
    case .unknown(let type):
      return envelope(type, milliseconds) { _ in }
    case .stray(let text):
      return text.utf8.filter { $0 != 0x0A } + [0x0A]
    case .malformed:
      return []
    }
  }

  private func envelope(
    _ type: String, _ milliseconds: Int64, _ rest: (inout JSONLineBuilder) -> Void
  ) -> [UInt8] {
    var json = JSONLineBuilder()
    json.object {
      $0.member("type", type)
      $0.member("timestamp", Int(milliseconds))
      $0.member("sessionID", session)
      rest(&$0)
    }
    return json.bytes + [0x0A]
  }

  private func part(
    _ json: inout JSONLineBuilder, _ type: String, _ rest: (inout JSONLineBuilder) -> Void
  ) {
    json.key("part")
    json.object {
      $0.member("sessionID", session)
      $0.member("type", type)
      rest(&$0)
    }
  }

  private func delta(_ json: inout JSONLineBuilder, _ id: String, _ text: String) {
    json.key("part")
    json.object {
      $0.member("id", id)
      $0.member("text", text)
    }
  }

  private func block(_ json: inout JSONLineBuilder, _ type: String, _ id: String, _ text: String) {
    part(&json, type) {
      $0.member("id", id)
      $0.member("text", text)
    }
  }

  private func tool(_ json: inout JSONLineBuilder, _ call: ToolCall, _ milliseconds: Int64) {
    json.member("tool", call.name)
    json.key("state")
    json.object { state in
      state.member("status", call.isError ? "error" : "completed")
      state.key("input")
      state.object { $0.member("filePath", call.subject) }
      if call.isError {
        state.member("error", call.message)
      } else {
        state.member("output", call.message)
        state.member("title", call.subject)
        state.key("metadata")
        state.object { $0.member("truncated", false) }
      }
      if let duration = call.milliseconds {
        state.key("time")
        state.object {
          $0.member("start", Int(milliseconds) - min(max(duration, 0), Int(milliseconds)))
          $0.member("end", Int(milliseconds))
        }
      }
    }
  }

  /// Unknown usage is written as OpenCode writes it when the provider says nothing: every class 0 and no `total`
  /// (reliability.md, ST-20).
  private func finish(_ json: inout JSONLineBuilder, _ reason: String, _ usage: Usage) {
    json.member("reason", reason)
    json.member("cost", usage.costUSD ?? 0)
    json.key("tokens")
    json.object { tokens in
      let known = usage.tokens ?? TokenUsage()
      if usage.tokens != nil { tokens.member("total", known.total) }
      tokens.member("input", known.input)
      tokens.member("output", known.output)
      tokens.member("reasoning", known.reasoning)
      tokens.key("cache")
      tokens.object {
        $0.member("read", known.cacheRead)
        $0.member("write", known.cacheWrite)
      }
    }
  }

  private func error(_ json: inout JSONLineBuilder, _ error: AgentError) {
    json.key("error")
    json.object { object in
      object.member("name", error.name)
      object.key("data")
      object.object { data in
        data.member("message", error.message)
        if let status = error.status { data.member("statusCode", status) }
        data.member("isRetryable", error.isRetryable)
        guard let delay = error.retryAfterMilliseconds else { return }
        data.key("responseHeaders")
        data.object { $0.member("retry-after-ms", String(delay)) }
      }
    }
  }
}
