internal import Engine

/// `conclave rules`: the rule packs, and their examples as a test.
enum RulesCommand {
  static func list() throws -> ExitStatus {
    let cards = RulePacks.lineRules.map(\.card) + RulePacks.wholeChangeRules.map(\.card)
    let lines = cards.sorted { $0.id < $1.id }.flatMap { card in
      [
        "\(card.id)  \(card.severity.rawValue)  \(card.title)", "  reports: \(card.reports)",
        "  does not: \(card.doesNotReport)", "",
      ]
    }
    try OutputSink(descriptor: 1).write(lines: lines + ["\(cards.count) rules"])
    return .clean
  }

  static func test(_ files: [String], _ around: Surroundings) throws -> ExitStatus {
    let output = OutputSink(descriptor: 1)
    var outcomes = RuleSelfTest.run()
    for path in files {
      guard let file = try ConfigurationFile.read(around.absolute(path), name: path) else {
        throw ReviewFailure(.usage, "there is no rule file \(path)")
      }
      let rules = try ComplianceRules.parse(file.bytes, file: path)
      outcomes += rules.flatMap { RuleSelfTest.outcomes(of: $0) }
      try output.write(lines: [PlainText.escape("\(path): \(rules.count) rules can be used")])
    }
    let failures = outcomes.filter { $0.failure != nil }
    try output.write(
      lines: failures.map { PlainText.escape("\($0.rule), example \($0.number): \($0.failure ?? "")") }
        + ["\(outcomes.count - failures.count) of \(outcomes.count) examples pass"])
    return failures.isEmpty ? .clean : .usage
  }
}
