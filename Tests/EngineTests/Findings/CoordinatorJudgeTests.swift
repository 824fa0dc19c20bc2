import EngineTestKit
import Testing

@testable import Engine

@Suite struct CoordinatorJudgeTests {
  private static func words(_ entry: LedgerEntry) -> String {
    "\(entry.finding) \(entry.outcome.rawValue)\(entry.into.map { " → \($0)" } ?? "") by \(entry.by.rawValue)"
  }

  @Test func `there are cases enough`() { #expect(CoordinatorCase.cases.count >= 40) }

  @Test(arguments: CoordinatorCase.cases)
  func `an answer counts by its verdicts, and by those alone that can be carried out`(_ example: CoordinatorCase) {
    let base = Judge.judge(example.candidates)
    let outcome = CoordinatorJudge.judge(
      base, candidates: base.findings.count, verdicts: example.answer, added: example.added)
    let result = outcome.judgement
    #expect(result.findings.map { "\($0.id) \($0.category) \($0.severity.rawValue)" } == example.kept)
    let before = base.ledger.map(Self.words)
    var entries = result.ledger.map(Self.words)
    for entry in before { if let index = entries.firstIndex(of: entry) { entries.remove(at: index) } }
    #expect(entries == example.entries)
    #expect(result.decision == example.decision)
    #expect(result.judge?.by == (example.isUsed ? .coordinator : .deterministic))
    #expect((result.judge?.reason == nil) == example.isUsed)
    #expect(outcome.notes.count == example.notes, "\(outcome.notes)")
    // Everything that was ever reported is still there, and ends in the ledger.
    #expect(result.all.map(\.id) == (example.candidates + example.added).map(\.id))
    #expect(Set(result.ledger.map(\.finding)) == Set(result.all.map(\.id)))
    #expect(result.decision == DecisionRubric.decide(result.findings).decision)
  }

  @Test func `a reason is kept without credentials and within its limit`() {
    let base = Judge.judge(CoordinatorCase.three)
    let secret = "ghp_" + String(repeating: "a1B2c3D4e5F6", count: 3)
    let outcome = CoordinatorJudge.judge(
      base, candidates: 3, verdicts: [CoordinatorCase.verdict(2, .drop, because: "token = \"\(secret)\" is a test's")])
    #expect(!outcome.judgement.ledger.contains { $0.reason.contains(secret) })
  }

  @Test func `candidates that were not shown stay as they are`() {
    let base = Judge.judge(CoordinatorCase.three)
    let outcome = CoordinatorJudge.judge(
      base, candidates: 1, verdicts: [CoordinatorCase.verdict(1, .keep), CoordinatorCase.verdict(2, .drop)])
    #expect(outcome.judgement.findings.count == 3 && outcome.notes.count == 1)
  }

  @Test func `any verdicts at all leave every finding in the ledger`() {
    var random = SplitMix(seed: 7)
    func upTo(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
    for _ in 0..<2000 {
      let count = upTo(9)
      let candidates = (0..<count).map { index in
        finding(
          index + 1, Severity.allCases[upTo(3)], .security, "Issue number \(index) of all", line: 10 * index + 1)
      }
      let base = Judge.judge(candidates)
      let verdicts = (0..<upTo(14)).map { _ in
        RawVerdict(
          candidate: upTo(5) == 0 ? nil : upTo(count + 2),
          action: upTo(6) == 0 ? nil : RawVerdict.Action.allCases[upTo(5)], into: upTo(count + 2),
          section: ["security", "performance", "", "x"][upTo(4)],
          severity: ["critical", "warning", "suggestion", "", "high"][upTo(5)],
          reason: ["", "no", "read in line 12 of it"][upTo(3)])
      }
      let result = CoordinatorJudge.judge(base, candidates: base.findings.count, verdicts: verdicts).judgement
      #expect(Set(result.ledger.map(\.finding)) == Set(base.all.map(\.id)))
      // Whatever is critical is kept, stands for something kept, or was dropped or lowered for a reason.
      for finding in base.findings where finding.severity == .critical {
        let last = result.ledger.filter { $0.finding == finding.id }
        let isKept = result.findings.contains { $0.id == finding.id }
        #expect(isKept || last.contains { $0.by == .coordinator && $0.reason.utf8.count > 3 })
      }
    }
  }
}
