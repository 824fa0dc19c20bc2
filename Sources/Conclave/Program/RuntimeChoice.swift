internal import CSystem
internal import Engine
internal import Glibc

/// The runtime that was asked for, ready to run: what to start, and what its prompts say beside the common part.
struct RuntimeChoice: Sendable {
  var runtime: any AgentRuntime
  var promptFields: [(key: String, value: String)]
  var promptSections: [PromptSection]
  /// What confines its agents; nil where nothing needs to.
  var isolation: String?
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
    _ option: RuntimeOption, _ configuration: Configuration, worktree: String?, _ around: Surroundings
  ) throws(ReviewFailure) {
    switch option {
    case .rules: break
    case .direct: _ = try DirectChoice(configuration, around)
    case .opencode:
      _ = try OpenCodeProgram.find(configuration, around, worktree: worktree)
      _ = try DirectChoice(configuration, around, for: "opencode")
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
    let (name, command): (String, HiddenCommand)
    var judges = false
    var models: @Sendable (SpecialistID) -> ModelChain? = { _ in nil }
    var extras = assembled.environment
    var documents = setup.complianceRules
    switch option {
    case .rules:
      (name, command) = ("rules", .agentRules)
      promptFields = setup.complianceRules.map { ("compliance_rules", $0) }
    case .direct:
      let choice = try DirectChoice(setup.configuration, around)
      (name, command) = ("direct:\(choice.settings.host)", .agentDirect)
      models = choice.chain(in: setup.tier.tier)
      judges = true
      guard let relay else { throw ReviewFailure(.agent, "there is no relay for the agents of direct") }
      promptFields = choice.fields(through: relay, confinement)
      if setup.intake.tree != nil { promptFields.append(("tree_directory", files.treeDirectory)) }
      extras.merge(relay.agentEnvironment) { _, own in own }
      notices = choice.notices
    case .opencode:
      guard let relay else { throw ReviewFailure(.agent, "there is no relay for the agents of opencode") }
      let choice = try OpenCodeChoice(
        setup, assembled: assembled, files: files, confinement: confinement, relay: relay, around)
      conclave_adopt_orphans()
      runtime = OpenCodeRuntime(choice.plan)
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
