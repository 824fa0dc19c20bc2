package import Engine

/// What a specialist is doing, as far as its events say.
package enum PanePhase: Sendable, Hashable {
  case queued
  case starting
  case streaming
  /// Between a call's report and the next text.
  case tool(ToolCall)
  /// From the first heartbeat on, until something arrives.
  case thinking
  /// Waits for another attempt. `isOwn` where the agent itself retries and goes on in the same attempt.
  case retrying(Retry)
  case judging
  case ended(SpecialistEnd)
  case skipped(reason: String)

  package struct Retry: Sendable, Hashable {
    package var next: Int
    package var of: Int?
    /// When it will start, in the review's time; nil where nobody said.
    package var due: Duration?
    package var reason: String
    package var isOwn: Bool
  }

  /// Whether nothing will follow unless a person asks for it.
  package var isOver: Bool {
    switch self {
    case .ended, .skipped: true
    default: false
    }
  }

  /// Whether output of the running attempt may change the phase: an announced retry outlasts what the dying attempt
  /// still says (tui.md B.4, no. 18).
  package var yieldsToOutput: Bool {
    switch self {
    case .queued, .starting, .streaming, .tool, .thinking, .judging: true
    case .retrying(let retry): retry.isOwn
    case .ended, .skipped: false
    }
  }
}

extension PanePhase {
  /// The phase in words (tui.md, section 1).
  package func words(now: Duration, lastOutput: Duration) -> String {
    switch self {
    case .queued: "queued"
    case .starting: "starting"
    case .streaming: "streaming"
    case .tool(let call): "tool: " + call.name + (call.subject.isEmpty ? "" : " " + call.subject)
    case .thinking: "thinking, \(max(.zero, now - lastOutput).wholeSeconds) s since last output"
    case .retrying(let retry):
      (retry.isOwn ? "own retry \(retry.next)" : "retry \(retry.next)" + (retry.of.map { " of \($0)" } ?? ""))
        + (retry.due.map { " in \(max(.zero, $0 - now).secondsUp) s" } ?? "")
        + (retry.reason.isEmpty ? "" : ": " + retry.reason)
    case .judging: "judging"
    case .ended(let end): PanePhase.words(of: end)
    case .skipped(let reason): "skipped: " + reason
    }
  }

  private static func words(of end: SpecialistEnd) -> String {
    let reason = end.reason.map { ": " + $0 } ?? ""
    return switch end.state {
    case .done: "done in " + Figures.span(milliseconds: end.milliseconds)
    case .incomplete: "incomplete" + reason
    case .failed: "failed" + reason
    case .timedOut: "timed out" + reason
    case .cancelled: "cancelled" + reason
    }
  }

  /// What the phase's colour means.
  package var ink: Ink {
    switch self {
    case .queued, .starting, .skipped: .dim
    case .streaming, .tool, .judging: .good
    case .thinking: .waiting
    case .retrying: .trouble
    case .ended(let end):
      switch end.state {
      case .done: .good
      case .incomplete: .trouble
      case .failed, .timedOut: .bad
      case .cancelled: .dim
      }
    }
  }
}
