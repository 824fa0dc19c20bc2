public import Engine

/// Tells the compliance reviewer, and the one reviewer of a trivial change, the organisation's rules, and holds them to these.
public struct CompliancePlugin: ReviewPlugin {
  /// Always `compliance`.
  public let id = PluginID(rawValue: "compliance")

  private let rules: [OrganisationRule]

  /// Takes the rules of all files, in order.
  public init(rules: [OrganisationRule]) { self.rules = rules }

  /// Injects the list of rules and requires that findings name one of them; nothing where there are none.
  public func configure(_ context: inout ConfigureContext) async throws {
    var seen: Set<String> = []
    if let twice = rules.first(where: { !seen.insert($0.id).inserted }) {
      throw ReviewFailure(
        .configuration, "the rule \(twice.id) stands in two of the files of compliance.rules",
        hints: ["rename one of them: findings name their rule"])
    }
    guard let text = RuleList.text(rules) else { return }
    context.inject(PromptSection(name: RuleList.name, specialists: RuleList.readers, text: text))
    context.require(rules: rules.map(\.id), of: .compliance)
  }
}
