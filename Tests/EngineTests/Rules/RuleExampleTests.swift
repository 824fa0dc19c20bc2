import Engine
import Testing

@Suite("Rule packs")
struct RuleExampleTests {
  @Test("Every marked example passes")
  func examples() {
    let outcomes = RuleSelfTest.run()
    for outcome in outcomes where outcome.failure != nil {
      Issue.record("\(outcome.rule) example \(outcome.number) \(outcome.failure ?? ""):\n\(outcome.example)")
    }
    #expect(outcomes.count > 300)
  }

  @Test("Every rule says what it reports and what it leaves alone, with examples of both")
  func cards() {
    let rules =
      RulePacks.lineRules.map { ($0.card, $0.examples.map(\.isHit)) }
      + RulePacks.wholeChangeRules.map { ($0.card, $0.examples.map(\.isHit)) }
    for (card, examples) in rules {
      #expect(examples.contains(true), "\(card.id) has no hit")
      #expect(examples.contains(false), "\(card.id) has no miss")
      for text in [card.title, card.body, card.reports, card.doesNotReport] {
        #expect(!text.isEmpty && !text.contains("\n"), "\(card.id): \(text)")
      }
      #expect(card.reports.hasSuffix(".") && card.doesNotReport.hasSuffix("."), "\(card.id)")
      #expect((0...1).contains(card.confidence), "\(card.id)")
      #expect(SpecialistID.specialists.contains(card.specialist), "\(card.id)")
    }
    #expect(Set(rules.map(\.0.id)).count == rules.count)
  }

  @Test("The self-test notices an example that does not hold, either way, and a wrong pattern")
  func selfTestCanFail() {
    let card = RuleCard(
      "security/x", .warning, confidence: 0.5, title: "t", body: "b", reports: "r.", doesNotReport: "d.")
    let examples: [RuleExample] = [.hit("py", "nothing"), .miss("py", "danger()"), .hit("py", "danger()")]
    let rule = Rule(card, matches: [.init([.python], .bare, "danger")], examples: examples)
    #expect(RuleSelfTest.outcomes(of: rule).map { $0.failure != nil } == [true, true, false])
    let broken = Rule(card, matches: [.init([.python], .bare, "(")], examples: examples)
    #expect(RuleSelfTest.outcomes(of: broken).allSatisfy { $0.failure?.contains("missing )") == true })
  }
}
