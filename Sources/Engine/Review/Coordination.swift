/// Has the coordinator judge what the deterministic pass has left; where it can't or does not, that pass's result stands, marked
/// (system.md, section 4).
struct Coordination: Sendable {
  /// Writes the prompt of an attempt.
  typealias Prepare = @Sendable (CandidateList, Int) throws(ReviewFailure) -> Void

  let desk: FindingDesk
  let log: EventLog
  let suppressions: Suppressions.Active
  let rules: RequiredRules
  /// The coordinator's runner and crew: supervised as every other agent is.
  let supervise: @Sendable (Ballot, CandidateList) async -> SpecialistEnd

  /// `refusal` says why nobody is asked, where something speaks against it.
  func judge(_ base: Judgement, refusal: String?) async -> Judgement {
    if let refusal { return unasked(base, refusal, isLoss: true) }
    let candidates = CandidateList(base.findings)
    if candidates.count == 0 { return unasked(base, "nothing was left to judge", isLoss: false) }
    let ballot = Ballot()
    let end = await supervise(ballot, candidates)
    guard end.state == .done else { return fallback(base, end.reason ?? end.state.rawValue) }
    var papers = ballot.content
    for index in papers.verdicts.indices {
      papers.verdicts[index].reason = desk.readable(papers.verdicts[index].reason)
    }
    var outcome = decide(base, candidates, papers, added: [])
    guard outcome.judgement.judge?.by == .coordinator else {
      return fallback(base, outcome.judgement.judge?.reason ?? "its answer can't be used")
    }
    if !papers.findings.isEmpty {
      for raw in papers.findings { desk.take(raw, from: .coordinator, earlier: []) }
      outcome = decide(base, candidates, papers, added: desk.findings.filter { $0.reportedBy == [.coordinator] })
    }
    for note in outcome.notes { log.append(.notice(Notice(.warning, note))) }
    return outcome.judgement
  }

  private func decide(
    _ base: Judgement, _ candidates: CandidateList, _ papers: Ballot.Papers, added: [Finding]
  ) -> CoordinatorJudge.Outcome {
    CoordinatorJudge.judge(
      base, candidates: candidates.count, verdicts: papers.verdicts, added: added, suppressions: suppressions,
      rules: rules)
  }

  private func unasked(_ base: Judgement, _ reason: String, isLoss: Bool) -> Judgement {
    let end = SpecialistEnd(state: .cancelled, reason: reason, attempts: 0, milliseconds: 0, findings: 0)
    log.append(.specialist(.coordinator, .ended(end)))
    return isLoss ? fallback(base, reason) : CoordinatorJudge.fallback(base, because: reason)
  }

  private func fallback(_ base: Judgement, _ reason: String) -> Judgement {
    log.append(.notice(Notice(.warning, "not judged by the coordinator: \(reason); the deterministic result stands")))
    return CoordinatorJudge.fallback(base, because: reason)
  }
}
