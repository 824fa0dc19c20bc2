/// The settings of a review, each with where it was said (system.md, section 12).
package struct Configuration: Sendable, Hashable {
  package enum Value: Sendable, Hashable {
    case text(String)
    case list([String])
    case duration(Duration)
    case count(Int)
    case number(Double)
    case flag(Bool)
  }

  /// Who said it, from the weakest to the strongest.
  package enum Origin: Sendable, Hashable {
    case builtIn
    case file(String, line: Int)
    case environment(String)
    case flag(String)
  }

  package struct Entry: Sendable, Hashable {
    package var value: Value
    package var origin: Origin

    package init(value: Value, origin: Origin) {
      self.value = value
      self.origin = origin
    }
  }

  private var entries: [ConfigurationKey: Entry] = [:]

  /// The defaults.
  package init() {}

  /// What is set for `key`; assigning a value of another kind than the key's is a mistake of the program.
  package subscript(key: ConfigurationKey) -> Entry {
    get { entries[key] ?? Entry(value: key.builtIn, origin: .builtIn) }
    set { entries[key] = newValue }
  }

  package var runtime: String { text(.runtime) }
  package var failOn: FailureThreshold { FailureThreshold(rawValue: text(.failOn)) ?? .critical }
  package var sandbox: String { text(.sandbox) }
  /// Empty where all may run.
  package var only: [SpecialistID] { list(.only).map(SpecialistID.init(rawValue:)) }
  package var skip: [SpecialistID] { list(.skip).map(SpecialistID.init(rawValue:)) }
  /// Words in lower case, on top of the built-in ones.
  package var sensitiveWords: [String] { list(.sensitive) }
  /// Relative to the repository, or absolute.
  package var complianceRules: [String] { list(.complianceRules) }
  /// The models of each tier; only those that are set.
  package var modelTiers: [ModelTier: [String]] {
    let tiers: [ModelTier: [String]] = [
      .top: list(.modelsTop), .standard: list(.modelsStandard), .light: list(.modelsLight),
    ]
    return tiers.filter { !$0.value.isEmpty }
  }
  /// The models of agents that do not use their tier's.
  package var agentModels: [SpecialistID: [String]] {
    let agents: [SpecialistID: ConfigurationKey] = [
      .security: .modelsSecurity, .performance: .modelsPerformance, .codeQuality: .modelsCodeQuality,
      .documentation: .modelsDocumentation, .release: .modelsRelease, .compliance: .modelsCompliance,
      .agentsMD: .modelsAgentsMD, .generalist: .modelsGeneralist, .coordinator: .modelsCoordinator,
    ]
    return agents.mapValues(list).filter { !$0.value.isEmpty }
  }
  package var modelPrices: [String: ModelPrices] {
    Dictionary(list(.modelPrices).compactMap(ModelLine.prices).map { ($0.model, $0.prices) }) { first, _ in first }
  }
  package var modelWindows: [String: ModelWindow] {
    Dictionary(list(.modelLimits).compactMap(ModelLine.window).map { ($0.model, $0.window) }) { first, _ in first }
  }
  /// Empty where none is set; so also the others of a gateway.
  package var gatewayAccount: String { text(.gatewayAccount) }
  package var gatewayID: String { text(.gatewayID) }
  package var gatewayTokenVariable: String { text(.gatewayTokenVariable) }
  /// A path or a URL; empty where there is none.
  package var agentsTemplate: String { text(.agentsTemplate) }
  /// Empty where none is set; so also the name of the variable.
  package var directBaseURL: String { text(.directBaseURL) }
  package var directKeyVariable: String { text(.directKeyVariable) }
  package var directSchema: String { text(.directSchema) }
  package var directMaxTokens: Int { count(.directMaxTokens) }
  package var directContextTokens: Int { count(.directContextTokens) }
  package var directPatchPercent: Int { count(.directPatchPercent) }
  package var directTemperature: Double {
    if case .number(let value) = self[.directTemperature].value { value } else { 0 }
  }
  package var directStall: Duration { duration(.directStall) }
  package var openCodeMode: String { text(.openCodeMode) }
  /// Empty where none is named.
  package var openCodePath: String { text(.openCodePath) }
  package var theme: String { text(.theme) }
  package var isASCII: Bool { if case .flag(let value) = self[.ascii].value { value } else { false } }

  package var limits: Limits {
    var limits = Limits()
    limits.overall = duration(.overall)
    limits.task = duration(.task)
    limits.codeQualityTask = duration(.codeQualityTask)
    limits.startupSilence = duration(.startupSilence)
    limits.silence = duration(.silence)
    limits.heartbeat = duration(.heartbeat)
    limits.grace = duration(.grace)
    limits.retryBudget = duration(.retryBudget)
    limits.retries = count(.retries)
    limits.concurrentAgents = count(.concurrentAgents)
    limits.steps = count(.steps)
    limits.findingsPerAgent = count(.findingsPerAgent)
    limits.memory = count(.memory) << 20
    limits.budgetTokens = count(.budgetTokens) == 0 ? nil : count(.budgetTokens)
    limits.budgetUSD = count(.budgetCents) == 0 ? nil : Double(count(.budgetCents)) / 100
    return limits
  }

  private func text(_ key: ConfigurationKey) -> String {
    if case .text(let value) = self[key].value { value } else { "" }
  }

  private func list(_ key: ConfigurationKey) -> [String] {
    if case .list(let value) = self[key].value { value } else { [] }
  }

  private func duration(_ key: ConfigurationKey) -> Duration {
    if case .duration(let value) = self[key].value { value } else { .zero }
  }

  private func count(_ key: ConfigurationKey) -> Int {
    if case .count(let value) = self[key].value { value } else { 0 }
  }
}

extension Configuration.Origin: CustomStringConvertible {
  /// In words, such as `conclave.toml:3` or `$CONCLAVE_LIMITS_TASK`.
  package var description: String {
    switch self {
    case .builtIn: "default"
    case .file(let name, let line): "\(name):\(line)"
    case .environment(let name): "$\(name)"
    case .flag(let name): name
    }
  }
}
