import Testing

@testable import Engine

/// A finding of compliance names a rule of the organisation, or it is dropped by code.
@Suite struct RequiredRulesTests {
  private static let rules = RequiredRules([.compliance: ["ENG-31", "money"]])

  private static func named(_ rule: String?, in section: SpecialistID = .compliance, anchored: Bool = true) -> Finding {
    var one = finding(1, .critical, section, "A request has no timeout", anchored: anchored)
    one.rule = rule
    return one
  }

  @Test(
    arguments: [
      ("ENG-31", nil), ("compliance/ENG-31", nil), ("money", nil),
      (nil, "names no rule of the organisation"), ("", "names no rule of the organisation"),
      ("ENG-32", "names a rule that the organisation does not have"),
      ("eng-31", "names a rule that the organisation does not have"),
      ("security/ENG-31", "names a rule that the organisation does not have"),
    ] as [(String?, String?)])
  func `only a known rule counts`(rule: String?, reason: String?) {
    let judgement = Judge.judge([Self.named(rule)], rules: Self.rules)
    #expect(judgement.findings.count == (reason == nil ? 1 : 0) && judgement.all.count == 1)
    #expect(judgement.ledger.count == 1)
    #expect(judgement.ledger[0].outcome == (reason == nil ? .kept : .dropped))
    if let reason { #expect(judgement.ledger[0].reason == reason && judgement.ledger[0].by == .deterministic) }
    #expect(judgement.decision == (reason == nil ? .significantConcerns : .approved))
  }

  @Test func `other sections judge freely, and so does everybody where no rules are required`() {
    #expect(Judge.judge([Self.named(nil, in: .security)], rules: Self.rules).findings.count == 1)
    #expect(Judge.judge([Self.named(nil)]).findings.count == 1)
  }

  @Test func `what quotes no code and names no rule has one entry in the ledger`() {
    let judgement = Judge.judge([Self.named("ENG-99", anchored: false)], rules: Self.rules)
    #expect(judgement.ledger.map(\.outcome) == [.dropped])
  }

  @Test func `a coordinator can't move a finding to where it would need a rule`() {
    let base = Judge.judge([Self.named(nil, in: .security)], rules: Self.rules)
    let verdict = RawVerdict(candidate: 1, action: .move, section: "compliance", reason: "it is a rule")
    for (rules, section) in [(Self.rules, SpecialistID.security), (.none, .compliance)] {
      let outcome = CoordinatorJudge.judge(base, candidates: 1, verdicts: [verdict], rules: rules)
      #expect(outcome.judgement.findings.map(\.category) == [section])
      #expect(
        outcome.judgement.ledger.contains { $0.reason == "not moved: names no rule of the organisation" }
          == (section == .security))
    }
  }

  @Test func `the same issue of another reviewer takes the rule's name with its section`() {
    var other = finding(2, .critical, .codeQuality, "A request has no timeout")
    other.confidence = 1
    let judgement = Judge.judge([Self.named("ENG-31"), other], rules: Self.rules)
    #expect(judgement.findings.map(\.rule) == ["ENG-31"] && judgement.findings.map(\.category) == [.compliance])
  }

  @Test func `a coordinator can't add one either`() {
    let base = Judge.judge([], rules: Self.rules)
    let outcome = CoordinatorJudge.judge(
      base, candidates: 0, verdicts: [], added: [Self.named("ENG-99")], rules: Self.rules)
    #expect(outcome.judgement.findings.isEmpty && outcome.judgement.ledger.map(\.outcome) == [.dropped])
  }
}
