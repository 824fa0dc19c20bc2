internal import Engine

/// A coordinator's answer: read alike however it is cut, and whatever it says, nothing that was reported is lost.
enum VerdictProperties {
  private static let limit = 8

  /// What is judged: one of each severity.
  private static let base: Judgement = {
    let findings = Severity.allCases.enumerated().map { index, severity in
      Finding(
        id: FindingID(index + 1), fingerprint: "f\(index)", severity: severity, category: .security,
        file: RepoPath("src/file\(index).swift"), line: 10, title: "Issue \(index)", body: "", evidence: "let a = b",
        reportedBy: [.security], isAnchored: true)
    }
    return Judge.judge(findings)
  }()

  static func verdicts(_ bytes: [UInt8]) -> String? {
    let whole = parsed(bytes, cuts: [0..<bytes.count])
    let cut = parsed(bytes, cuts: Array(Pieces(bytes)))
    guard whole.verdicts == cut.verdicts, whole.proof == cut.proof else { return "the pieces make a difference" }
    guard whole.verdicts.count <= limit else { return "\(whole.verdicts.count) verdicts, over the limit" }
    if whole.verdicts.contains(where: { $0.reason.utf8.count > 600 }) { return "a reason is too long" }
    let outcome = CoordinatorJudge.judge(base, candidates: base.findings.count, verdicts: whole.verdicts)
    guard Set(outcome.judgement.ledger.map(\.finding)) == Set(base.all.map(\.id)) else { return "a finding is lost" }
    let known = Set(base.findings.map(\.id))
    guard outcome.judgement.findings.allSatisfy({ known.contains($0.id) }) else { return "a finding from nowhere" }
    guard outcome.judgement.decision == DecisionRubric.decide(outcome.judgement.findings).decision else {
      return "the decision is not that of the findings"
    }
    return nil
  }

  private static func parsed(
    _ bytes: [UInt8], cuts: [Range<Int>]
  ) -> (verdicts: [RawVerdict], proof: VerdictProof) {
    var parser = VerdictStreamParser(limit: limit)
    var verdicts = cuts.flatMap { parser.consume(bytes[$0]) }
    verdicts += parser.finish()
    return (verdicts, parser.proof)
  }
}
