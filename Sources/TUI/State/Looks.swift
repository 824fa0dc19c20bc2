package import Engine

/// How something with a meaning looks: glyph, word and colour, so that none of them stands alone.
package struct Look: Sendable, Hashable {
  package var symbol: Symbol
  package var word: ScreenText
  package var ink: Ink

  /// Of several; nil where it is the same word.
  package var plural: ScreenText?

  /// The word for so many.
  package func word(_ count: Int) -> ScreenText { count == 1 ? word : plural ?? word }
}

extension Severity {
  package var look: Look {
    switch self {
    case .critical: Look(symbol: .critical, word: "critical", ink: .critical)
    case .warning: Look(symbol: .warning, word: "warning", ink: .warning, plural: "warnings")
    case .suggestion: Look(symbol: .suggestion, word: "suggestion", ink: .suggestion, plural: "suggestions")
    }
  }
}

extension PanePhase {
  package var symbol: Symbol {
    switch self {
    case .queued: .queued
    case .starting: .starting
    case .streaming: .streaming
    case .tool: .tool
    case .thinking: .thinking
    case .retrying: .retry
    case .judging: .judging
    case .skipped: .skipped
    case .ended(let end):
      switch end.state {
      case .done: .done
      case .incomplete: .incomplete
      case .failed: .failed
      case .timedOut: .timedOut
      case .cancelled: .cancelled
      }
    }
  }
}

extension Decision {
  /// What a decision's colour means.
  package var ink: Ink {
    switch self {
    case .approved, .approvedWithComments: .good
    case .minorIssues: .warning
    case .significantConcerns: .critical
    }
  }
}

extension TriageState {
  package var ink: Ink {
    switch self {
    case .open: .text
    case .accepted: .good
    case .suppressed: .dim
    }
  }
}
