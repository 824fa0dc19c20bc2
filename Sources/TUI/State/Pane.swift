package import Engine

/// One specialist on the dashboard.
package struct Pane: Sendable, Equatable, Identifiable {
  package let id: SpecialistID
  /// The digit that focuses it, from 1.
  package let number: Int
  package var model: String?
  /// The model it started with, where it has moved on to another.
  package var formerModel: String?
  package var phase: PanePhase
  package var usage = Usage()
  package var attempts = 0
  package var findings = 0
  package var startedAt: Duration?
  package var lastOutput: Duration = .zero
  package var transcript = Transcript()
  package var scroll: PaneScroll?
  /// What the running attempt wrote and thought, so that a whole block after its deltas is not shown twice.
  var answer = AnswerText()
  var thoughts = AnswerText()
  var prose = ProseFilter()
  /// What a coordinator decides, read as it writes.
  var verdicts = VerdictStreamParser(limit: 200)

  package init(id: SpecialistID, number: Int, model: String? = nil, phase: PanePhase = .queued) {
    self.id = id
    self.number = number
    self.model = model
    self.phase = phase
  }

  /// Why it takes no part; nil where it does.
  package var skipReason: String? {
    if case .skipped(let reason) = phase { reason } else { nil }
  }

  /// Whether its agent is at work or about to be.
  package var isRunning: Bool { !phase.isOver }

  package func words(now: Duration) -> String { phase.words(now: now, lastOutput: lastOutput) }

  /// Share of prompt tokens that came from the provider's cache: read ÷ (read + uncached input) (system.md, section
  /// 11).
  package var cacheShare: Double? { usage.tokens?.cacheHitRate }
}

/// Where a reader who scrolled up stands: the view ends `rowsUp` rows above the end of line `line`.
package struct PaneScroll: Sendable, Equatable {
  /// Lasting number of a line, so that new text does not move the view.
  package var line: Int
  package var rowsUp: Int
}
