internal import CSystem
internal import Engine
internal import Glibc

/// The runtime that was asked for, ready to run: what to start, and what its prompts say beside the common part.
struct RuntimeChoice: Sendable {
  var runtime: ProcessRuntime
  var promptFields: [(key: String, value: String)]
  var promptSections: [PromptSection]
  /// What confines its agents; nil where nothing needs to.
  var isolation: String?

  /// Settings of a rehearsal's speed; for tests and impatient people.
  static let speedVariable = "CONCLAVE_REHEARSAL_SPEED"

  /// Finds out whether the runtime can be had, before anything is made for the review.
  static func check(_ option: RuntimeOption, _ around: Surroundings) throws(ReviewFailure) {
    if case .rehearsal(let name) = option { _ = try RehearsalShelf(around).path(of: name, around) }
    try ChildCommand(executable: around.executable).preflight()
    guard unsafe access(around.shim, X_OK) == 0 else {
      throw ReviewFailure(
        .agent, "agent-shim is missing: \(around.shim)", hints: ["install again with make install"])
    }
  }

  init(
    _ option: RuntimeOption, complianceRules: [String], assembled: AssembledConfiguration, files: RunFiles,
    confinement: Confinement, _ around: Surroundings
  ) throws(ReviewFailure) {
    let (name, command): (String, HiddenCommand)
    var models: ModelChain?
    var documents = complianceRules
    switch option {
    case .rules:
      (name, command) = ("rules", .agentRules)
      promptFields = complianceRules.map { ("compliance_rules", $0) }
    case .rehearsal(let scenario):
      let path = try RehearsalShelf(around).path(of: scenario, around)
      (name, command) = ("rehearsal", .agentRehearsal)
      models = try RehearsalShelf.models(in: path)
      documents.append(path)
      promptFields = [("scenario", path), ("speed", around.environment[Self.speedVariable] ?? "1")]
    }
    let executable = around.executable
    let environment = ChildEnvironment.allowed(from: around.environment, extras: assembled.environment)
    promptSections = assembled.sections
    // The second line behind the shims: whatever a killed shim leaves is found and reaped here.
    conclave_adopt_orphans()
    isolation = confinement.name
    runtime = ProcessRuntime(
      name: name, shim: around.shim, models: { [models] _ in models },
      sandbox: { [documents] in confinement.sandbox(for: $0, files: files, documents: documents) }
    ) { _ in
      ChildCommand(executable: executable, arguments: [command.rawValue], environment: environment)
    }
  }
}
