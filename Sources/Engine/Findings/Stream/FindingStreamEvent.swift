/// What the parser has seen in an agent's answer, in the order in which it was complete.
package enum FindingStreamEvent: Sendable, Hashable {
  /// A finding whose closing tag has arrived, or that was cut off and could still be used (`isTruncated`).
  case finding(RawFinding)
  /// A finding that was closed and lacks what no finding can do without.
  case unusable(reason: String)
  /// The agent says that it has finished; whether that counts is in the proof.
  case done(AnswerProof)
}

/// Whether an answer proves that the agent finished what it was asked: `<done findings="N"/>` after everything else,
/// with N equal to what was parsed (system.md, section 3).
package struct AnswerProof: Sendable, Hashable {
  /// The agent's own count; nil where there was no `<done>` or it named none.
  package var claimed: Int?
  /// Different findings that were complete.
  package var parsed = 0
  /// Complete findings with repetitions, since some agents write their answer twice.
  package var written = 0
  /// Those of `written` that follow the `<done>` before.
  package var inBlock = 0
  /// Findings that were closed and could not be used; each leaves the answer unproved.
  package var unusable = 0
  /// Whether something was found after the last `<done>`.
  package var isStale = false

  package init() {}

  package var isProved: Bool { problem == nil }

  /// Why the answer proves nothing, in words; nil where it does.
  package var problem: String? {
    guard let claimed else { return "the answer does not say that it is finished" }
    if isStale { return "the answer goes on after it said that it is finished" }
    if claimed == parsed || claimed == written || claimed == inBlock { return nil }
    return "the answer speaks of \(claimed) findings, \(parsed) could be read"
  }
}
