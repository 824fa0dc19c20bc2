/// Every setting there is; the raw value is its place in a file, `section.name`.
package enum ConfigurationKey: String, Sendable, Hashable, CaseIterable {
  case runtime = "review.runtime"
  case failOn = "review.fail_on"
  case only = "review.only"
  case skip = "review.skip"
  case sandbox = "review.sandbox"
  case overall = "limits.overall"
  case task = "limits.task"
  case codeQualityTask = "limits.code_quality_task"
  case startupSilence = "limits.startup_silence"
  case silence = "limits.silence"
  case heartbeat = "limits.heartbeat"
  case grace = "limits.grace"
  case retryBudget = "limits.retry_budget"
  case retries = "limits.retries"
  case concurrentAgents = "limits.concurrent_agents"
  case steps = "limits.steps"
  case findingsPerAgent = "limits.findings_per_agent"
  case memory = "limits.memory_mb"
  case budgetTokens = "limits.budget_tokens"
  case budgetCents = "limits.budget_cents"
  case sensitive = "tier.sensitive"
  case complianceRules = "compliance.rules"
  case modelsTop = "models.top"
  case modelsStandard = "models.standard"
  case modelsLight = "models.light"
  case modelsSecurity = "models.security"
  case modelsPerformance = "models.performance"
  case modelsCodeQuality = "models.code_quality"
  case modelsDocumentation = "models.documentation"
  case modelsRelease = "models.release"
  case modelsCompliance = "models.compliance"
  case modelsAgentsMD = "models.agents_md"
  case modelsGeneralist = "models.generalist"
  case modelsCoordinator = "models.coordinator"
  case modelPrices = "models.prices"
  case modelLimits = "models.limits"
  case gatewayAccount = "gateway.account"
  case gatewayID = "gateway.id"
  case gatewayTokenVariable = "gateway.token_env"
  case agentsTemplate = "agents_md.template"
  case directBaseURL = "direct.base_url"
  case directKeyVariable = "direct.key_env"
  case directSchema = "direct.schema"
  case directMaxTokens = "direct.max_tokens"
  case directContextTokens = "direct.context_tokens"
  case directPatchPercent = "direct.patch_percent"
  case directTemperature = "direct.temperature"
  case directStall = "direct.stall"
  case openCodeMode = "opencode.mode"
  case openCodePath = "opencode.path"
  case theme = "screen.theme"
  case ascii = "screen.ascii"

  /// What a value must look like.
  package enum Kind: Sendable, Hashable {
    case choice([String])
    /// Names of specialists.
    case specialists
    /// Words of letters and digits, compared in lower case.
    case words
    /// Files, relative to the repository; absolute ones too where the repository itself does not say so.
    case paths
    case duration(ClosedRange<Duration>)
    case count(ClosedRange<Int>)
    case decimal(ClosedRange<Double>)
    /// One name of a model or a list of them, each failed back to from the one before.
    case models
    /// An `http` or `https` URL that is not the repository's to choose: what is reviewed is sent there.
    case endpoint
    /// The name of an environment variable that is not the repository's to choose: what it holds is sent out.
    case variable
    /// Part of a gateway's URL: letters, digits, hyphens and underscores.
    case pathPart
    /// Lines for `ModelLine.prices`.
    case prices
    /// Lines for `ModelLine.window`.
    case windows
    /// An absolute path, or an `https` URL.
    case document
    /// The absolute path of a program that is not the repository's to choose: it is run.
    case program
    case flag
  }

  /// The table's name in a file.
  package var section: String { String(rawValue.prefix { $0 != "." }) }
  /// The key's name inside its table.
  package var name: String { String(rawValue.drop { $0 != "." }.dropFirst()) }
  /// Whether the reviewed repository may set it: not what protects the user from that repository (reliability.md, CF-08).
  package var isForRepositories: Bool {
    switch self {
    // Prices too: with those of a repository a budget would never be used up.
    case .sandbox, .gatewayAccount, .gatewayID, .modelPrices, .modelLimits, .agentsTemplate: false
    default: true
    }
  }
  /// The environment variable that sets it, such as `CONCLAVE_LIMITS_TASK`.
  package var variable: String { "CONCLAVE_" + rawValue.uppercased().replacing(".", with: "_") }

  package var kind: Kind {
    let tenth = Duration.milliseconds(100)
    return switch self {
    case .runtime: .choice(["auto", "rules", "direct", "opencode"])
    case .failOn: .choice(FailureThreshold.allCases.map(\.rawValue))
    case .only, .skip: .specialists
    case .sandbox: .choice(["auto", "bubblewrap", "landlock", "none"])
    case .overall: .duration(tenth ... .seconds(86_400))
    case .task, .codeQualityTask, .startupSilence, .silence: .duration(tenth ... .seconds(21_600))
    case .heartbeat, .retryBudget: .duration(tenth ... .seconds(3_600))
    case .grace: .duration(tenth ... .seconds(300))
    case .retries: .count(0...10)
    case .concurrentAgents: .count(1...32)
    case .steps: .count(1...1_000)
    case .findingsPerAgent: .count(1...2_000)
    case .memory: .count(64...1_048_576)
    case .budgetTokens, .budgetCents: .count(0...1_000_000_000_000)
    case .sensitive: .words
    case .complianceRules: .paths
    case .modelsTop, .modelsStandard, .modelsLight: .models
    case .modelsSecurity, .modelsPerformance, .modelsCodeQuality, .modelsDocumentation, .modelsRelease,
      .modelsCompliance, .modelsAgentsMD, .modelsGeneralist, .modelsCoordinator:
      .models
    case .modelPrices: .prices
    case .modelLimits: .windows
    case .gatewayAccount, .gatewayID: .pathPart
    case .gatewayTokenVariable: .variable
    case .agentsTemplate: .document
    case .directBaseURL: .endpoint
    case .directKeyVariable: .variable
    case .directSchema: .choice(["auto", "on", "off"])
    case .directMaxTokens: .count(16...1_000_000)
    case .directContextTokens: .count(1_024...100_000_000)
    case .directPatchPercent: .count(0...90)
    case .directTemperature: .decimal(0...2)
    case .directStall: .duration(tenth ... .seconds(3_600))
    case .openCodeMode: .choice(["host", "process"])
    case .openCodePath: .program
    case .theme: .choice(["dark", "light", "high-contrast", "color-blind", "mono"])
    case .ascii: .flag
    }
  }

  /// One line for people.
  package var summary: String {
    switch self {
    case .runtime: "what plays the reviewers; auto is a model where one is configured, else rules"
    case .failOn: "exit status 1 from this severity on"
    case .only: "reviewers that may run; empty means all"
    case .skip: "reviewers that do not run"
    case .sandbox: "what confines agents that a model leads; auto takes the strongest that works here"
    case .overall: "longest run of a review"
    case .task: "longest run of one attempt of a reviewer"
    case .codeQualityTask: "the same for code quality"
    case .startupSilence: "a reviewer that has printed nothing for so long is stopped"
    case .silence: "a reviewer that falls silent for so long is stopped"
    case .heartbeat: "silence after which the screen says that a reviewer is thinking"
    case .grace: "time between TERM and KILL"
    case .retryBudget: "no retry with less time left"
    case .retries: "retries of a reviewer after its first attempt"
    case .concurrentAgents: "reviewers at once"
    case .steps: "steps of one attempt before it counts as a runaway"
    case .findingsPerAgent: "findings taken from one reviewer"
    case .memory: "megabytes that one reviewer's processes may hold in memory"
    case .budgetTokens: "tokens that a review may use, a tenth of them kept for the judge; 0 means no limit"
    case .budgetCents: "US cents that a review may cost, a tenth of them kept for the judge; 0 means no limit"
    case .sensitive: "words in a path that always ask for a full review; they come on top of the built-in ones"
    case .complianceRules: "files with the organisation's own rules"
    case .modelsTop: "models of the coordinator; those of models.standard where empty"
    case .modelsStandard: "models for code quality, security, performance, compliance and the generalist"
    case .modelsLight: "models for documentation, release and AGENTS.md; those of models.standard where empty"
    case .modelsSecurity: "models of security alone; so also below"
    case .modelsPerformance: "models of performance"
    case .modelsCodeQuality: "models of code quality"
    case .modelsDocumentation: "models of documentation"
    case .modelsRelease: "models of release"
    case .modelsCompliance: "models of compliance"
    case .modelsAgentsMD: "models of AGENTS.md"
    case .modelsGeneralist: "models of the generalist"
    case .modelsCoordinator: "models of the coordinator, in every tier"
    case .modelPrices: "US dollars for a million tokens: \"MODEL INPUT OUTPUT [CACHE_READ [CACHE_WRITE]]\""
    case .modelLimits: "tokens that a model takes: \"MODEL CONTEXT [LONGEST_ANSWER]\""
    case .gatewayAccount: "account of a Cloudflare AI Gateway, instead of direct.base_url"
    case .gatewayID: "name of that gateway"
    case .gatewayTokenVariable: "name of the environment variable that holds the gateway's own token"
    case .agentsTemplate: "a template for AGENTS.md that all prompts quote: an absolute path or an https URL"
    case .directBaseURL: "OpenAI-compatible endpoint of the direct runtime, such as https://gateway.example/v1"
    case .directKeyVariable: "name of the environment variable that holds its key"
    case .directSchema: "ask for findings that fit a schema: on, off, or auto where an answer keeps to no format"
    case .directMaxTokens: "tokens of one answer"
    case .directContextTokens: "tokens that the model takes, prompt and answer together"
    case .directPatchPercent: "share of them that patches may fill; models read the others by tool"
    case .directTemperature: "how freely the model words its answers"
    case .directStall: "an endpoint that has sent nothing for so long counts as broken"
    case .openCodeMode: "one OpenCode server for all reviewers, or a process for each"
    case .openCodePath: "the program opencode; where it is empty, the one that PATH finds"
    case .theme: "colours of the screen"
    case .ascii: "draw with ASCII characters only"
    }
  }

  /// The value where nobody sets one (system.md, section 5).
  package var builtIn: Configuration.Value {
    let limits = Limits()
    return switch self {
    case .runtime: .text("auto")
    case .failOn: .text(FailureThreshold.critical.rawValue)
    case .sandbox: .text("auto")
    case .only, .skip, .sensitive, .complianceRules: .list([])
    case .overall: .duration(limits.overall)
    case .task: .duration(limits.task)
    case .codeQualityTask: .duration(limits.codeQualityTask)
    case .startupSilence: .duration(limits.startupSilence)
    case .silence: .duration(limits.silence)
    case .heartbeat: .duration(limits.heartbeat)
    case .grace: .duration(limits.grace)
    case .retryBudget: .duration(limits.retryBudget)
    case .retries: .count(limits.retries)
    case .concurrentAgents: .count(limits.concurrentAgents)
    case .steps: .count(limits.steps)
    case .findingsPerAgent: .count(limits.findingsPerAgent)
    case .memory: .count(limits.memory >> 20)
    case .budgetTokens, .budgetCents: .count(0)
    case .modelsTop, .modelsStandard, .modelsLight, .modelsSecurity, .modelsPerformance, .modelsCodeQuality,
      .modelsDocumentation, .modelsRelease, .modelsCompliance, .modelsAgentsMD, .modelsGeneralist,
      .modelsCoordinator, .modelPrices, .modelLimits:
      .list([])
    case .gatewayAccount, .gatewayID, .gatewayTokenVariable, .agentsTemplate: .text("")
    case .directBaseURL, .directKeyVariable: .text("")
    case .directSchema: .text("auto")
    case .directMaxTokens: .count(8_192)
    case .directContextTokens: .count(131_072)
    case .directPatchPercent: .count(50)
    case .directTemperature: .number(0)
    case .directStall: .duration(.seconds(120))
    case .openCodeMode: .text("host")
    case .openCodePath: .text("")
    case .theme: .text("dark")
    case .ascii: .flag(false)
    }
  }
}
