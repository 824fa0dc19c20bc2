internal import CSystem
internal import Engine
internal import Glibc

/// The runtime that was asked for, ready to run: what to start, and what its prompts say beside the common part.
struct RuntimeChoice: Sendable {
  var runtime: any AgentRuntime
  var promptFields: [(key: String, value: String)]
  /// The same for one model.
  var modelFields: PromptFiles.ModelFields = { _ in [] }
  var promptSections: [PromptSection]
  /// Where models are asked.
  var direct: DirectChoice?
  /// Whether prompts are sent with the patches; other agents read them by tool.
  var sendsPatches: Bool { openCode == nil }
  /// What plugins contributed.
  let assembled: AssembledConfiguration
  /// The rules by which a section alone may judge; a rehearsal plays what it likes.
  var requiredRules = RequiredRules.none
  /// What confines its agents; nil where nothing needs to.
  var isolation: String?
  /// What must not leave in what agents report.
  let secrets: LeakGuard
  /// What the reader should know before it begins.
  var notices: [Notice] = []
  /// What OpenCode is run with, where it is.
  private var openCode: OpenCodePlan?

  /// Asks a foreign program whether it can be used, before a model is paid.
  func preflight() async throws(ReviewFailure) {
    if let openCode { try await OpenCodePreflight(openCode).check() }
  }

  /// Settings of a rehearsal's speed; for tests and impatient people.
  static let speedVariable = "CONCLAVE_REHEARSAL_SPEED"

  /// Finds out whether the runtime can be had, before anything is made for the review.
  static func check(
    _ option: RuntimeOption, _ assembled: AssembledConfiguration, _ configuration: Configuration, worktree: String?,
    _ around: Surroundings
  ) throws(ReviewFailure) {
    switch option {
    case .rules: break
    case .direct: _ = try DirectChoice(assembled, configuration, in: .full, around)
    case .opencode:
      _ = try OpenCodeProgram.find(configuration, around, worktree: worktree)
      _ = try DirectChoice(assembled, configuration, in: .full, around, for: "opencode")
    case .rehearsal(let name): _ = try RehearsalShelf(around).path(of: name, around)
    }
    try ChildCommand(executable: around.executable).preflight()
    guard unsafe access(around.shim, X_OK) == 0 else {
      throw ReviewFailure(
        .agent, "agent-shim is missing: \(around.shim)", hints: ["install again with make install"])
    }
  }

  init(
    _ option: RuntimeOption, _ setup: ReviewSetup, assembled: AssembledConfiguration, files: RunFiles,
    confinement: Confinement, relay: RelayHost?, _ around: Surroundings
  ) throws(ReviewFailure) {
    self.assembled = assembled
    if !option.isRehearsal { requiredRules = RequiredRules(assembled.ruleNames) }
    // Our own programs without a model get nothing that they could repeat.
    let keys = assembled.providers.flatMap(\.headers).compactMap { around.environment[$0.variable] }
    secrets = option.asksProvider ? LeakGuard(environment: around.environment, and: keys) : .none
    let (name, command): (String, HiddenCommand)
    var judges = false
    var models: @Sendable (SpecialistID) -> ModelChain? = { _ in nil }
    var extras = assembled.environment
    var documents = setup.complianceRules
    switch option {
    case .rules:
      (name, command) = ("rules", .agentRules)
      promptFields = setup.complianceRules.map { ("compliance_rules", $0) }
      notices = setup.rulesForModels.map { [$0] } ?? []
    case .direct:
      let choice = try DirectChoice(assembled, setup.configuration, in: setup.tier.tier, around)
      direct = choice
      (name, command) = ("direct:\(choice.host)", .agentDirect)
      models = choice.models
      judges = true
      guard let relay else { throw ReviewFailure(.agent, "there is no relay for the agents of direct") }
      promptFields = setup.intake.tree != nil ? [("tree_directory", files.treeDirectory)] : []
      modelFields = { choice.fields(of: $0, through: relay, confinement) }
      extras.merge(relay.agentEnvironment) { _, own in own }
      notices = choice.notices
    case .opencode:
      guard let relay else { throw ReviewFailure(.agent, "there is no relay for the agents of opencode") }
      let choice = try OpenCodeChoice(
        setup, assembled: assembled, files: files, confinement: confinement, relay: relay, around)
      conclave_adopt_orphans()
      runtime = OpenCodeRuntime(choice.plan)
      direct = choice.direct
      openCode = choice.plan
      promptFields = []
      promptSections = assembled.sections + [choice.section]
      isolation = confinement.name
      notices = choice.notices
      return
    case .rehearsal(let scenario):
      let path = try RehearsalShelf(around).path(of: scenario, around)
      (name, command) = ("rehearsal", .agentRehearsal)
      let chain = try RehearsalShelf.models(in: path)
      // A play that has a part for a coordinator.
      judges = try RehearsalShelf.hasCoordinator(path)
      models = { _ in chain }
      documents.append(path)
      promptFields = [("scenario", path), ("speed", around.environment[Self.speedVariable] ?? "1")]
    }
    let executable = around.executable
    let environment = ChildEnvironment.allowed(from: around.environment, extras: extras)
    promptSections = assembled.sections
    // The second line behind the shims: whatever a killed shim leaves is found and reaped here.
    conclave_adopt_orphans()
    isolation = confinement.name
    runtime = ProcessRuntime(
      name: name, shim: around.shim, judges: judges, models: models,
      sandbox: { [documents] in confinement.sandbox(for: $0, files: files, documents: documents, relay: relay) }
    ) { _ in
      ChildCommand(executable: executable, arguments: [command.rawValue], environment: environment)
    }
  }
}

extension RuntimeOption {
  fileprivate var isRehearsal: Bool { if case .rehearsal = self { true } else { false } }
}

extension ReviewSetup {
  /// Said where some rules have no pattern, so that no program can judge by them.
  fileprivate var rulesForModels: Notice? {
    guard rulesWithoutPattern > 0 else { return nil }
    return Notice(
      .warning,
      "\(rulesWithoutPattern) of the organisation's rules are in Markdown: only a model can judge by them, "
        + "and none is asked")
  }
}
