import Engine
import EngineTestKit
import Testing

/// Money and rules on their way through a whole review.
@Suite struct ReviewMoneyTests {
  private static let prices = ["m": ModelPrices(input: 100_000, output: 50_000)]
  private static let chain = ModelChain(tier: "standard", models: ["m"])

  private static func report(_ stage: Stage) async -> Report {
    await stage.session.run()
    return Report.build(events: stage.log.snapshot(from: 0))
  }

  @Test func `tokens become money where the agent says nothing of it and the prices are known`() async {
    let stage = Stage([.security: [FakeRuntime.finishes()]], chain: Self.chain, prices: Self.prices)
    let report = await Self.report(stage)
    #expect(report.totals.costUSD == 1.05)
    #expect(report.specialists.first?.costUSD == report.totals.costUSD)
  }

  @Test func `what an agent says of its cost counts before our prices`() async {
    let part = FakeRuntime.ends(
      with: .exited(0),
      saying: [
        .stepStarted, .text(part: "1", text: "<done findings=\"0\"/>"),
        .stepFinished(reason: "stop", usage: Usage(tokens: TokenUsage(input: 10), costUSD: 0.25)),
      ])
    let stage = Stage([.security: [part]], chain: Self.chain, prices: Self.prices)
    #expect(await Self.report(stage).totals.costUSD == 0.25)
  }

  @Test(arguments: [[:], ["other": ModelPrices(input: 1, output: 1)]])
  func `without a price the cost stays unknown`(prices: [String: ModelPrices]) async {
    let stage = Stage([.security: [FakeRuntime.finishes()]], chain: Self.chain, prices: prices)
    let report = await Self.report(stage)
    #expect(report.totals.costUSD == nil && report.totals.tokens?.input == 10)
  }

  @Test func `TB-15: a budget in money is watched where prices make the cost known`() async {
    let stage = Stage(
      [.security: [FakeRuntime.finishes()]], chain: Self.chain, prices: Self.prices, limits: { $0.budgetUSD = 0.5 })
    let report = await Self.report(stage)
    #expect(report.notices.contains { $0.text.contains("$1.05 of $0.50 are spent") }, "\(report.notices)")
    #expect(!report.notices.contains { $0.text.contains("can't be watched") })
  }

  @Test func `the forecast is in the plan and beside what was used`() async {
    let forecast = UsageForecast(tokens: TokenUsage(input: 12, output: 2), costUSD: 1.25)
    let stage = Stage(
      [.security: [FakeRuntime.finishes()], .performance: [FakeRuntime.finishes()]], chain: Self.chain,
      prices: Self.prices, forecasts: [.security: forecast, .release: forecast])
    let report = await Self.report(stage)
    #expect(report.specialists.first { $0.id == .security }?.forecast == forecast)
    #expect(report.totals.forecast == forecast)
    let text = TextReport(report, exitStatus: 0, exitReason: "").render()
    #expect(
      text.contains(
        "Usage: 20 tokens read (0% from the cache), 2 written, $2.10; forecast 12 read, 2 written, $1.25\n"), "\(text)")
  }

  @Test func `a finding of compliance without a rule of the organisation is dropped, and stays in the ledger`() async {
    func finding(_ rule: String) -> String {
      FakeRuntime.finding("Rule \(rule)").replacing(
        "category=\"security\"", with: "category=\"compliance\" rule=\"\(rule)\"")
    }
    let stage = Stage(
      [.compliance: [FakeRuntime.finishes(finding("ENG-99"))]], rules: RequiredRules([.compliance: ["ENG-31"]]))
    let report = await Self.report(stage)
    #expect(report.findings.isEmpty && report.ledger.count == 1)
    #expect(report.ledger.first?.reason == "names a rule that the organisation does not have")
    let kept = Stage(
      [.compliance: [FakeRuntime.finishes(finding("ENG-31"))]], rules: RequiredRules([.compliance: ["ENG-31"]]))
    #expect(await Self.report(kept).findings.map(\.rule) == ["ENG-31"])
  }
}
