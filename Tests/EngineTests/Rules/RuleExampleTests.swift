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
}
