/// What the running attempt of the coordinator has said: nothing of it counts before the whole answer is proved.
final class Ballot: Sendable {
  struct Papers: Sendable {
    var verdicts: [RawVerdict] = []
    /// Findings of its own.
    var findings: [RawFinding] = []
  }

  private let papers = Locked(Papers())

  /// As of now.
  var content: Papers { papers.withLock { $0 } }

  /// An attempt begins: what the one before said counts no more.
  func clear() { papers.withLock { $0 = Papers() } }

  func take(_ verdicts: [RawVerdict], _ findings: [RawFinding]) {
    papers.withLock { papers in
      papers.verdicts += verdicts
      papers.findings += findings
    }
  }
}
