internal import CSystem
internal import Engine
internal import Glibc

/// The runtime that was asked for, ready to run: what to start, and what its prompts say beside the common part.
struct RuntimeChoice: Sendable {
  var runtime: ProcessRuntime
  var promptFields: [(key: String, value: String)]
  var promptSections: [PromptSection]

  /// Settings of a rehearsal's speed; for tests and impatient people.
  static let speedVariable = "CONCLAVE_REHEARSAL_SPEED"

  /// Finds out whether the runtime can be had, before anything is made for the review.
  static func check(_ option: RuntimeOption, _ around: Surroundings) throws(ReviewFailure) {
    if case .rehearsal(let name) = option { _ = try scenario(name, around) }
    try ChildCommand(executable: around.executable).preflight()
    guard unsafe access(around.shim, X_OK) == 0 else {
      throw ReviewFailure(
        .agent, "agent-shim is missing: \(around.shim)", hints: ["install again with make install"])
    }
  }

  init(
    _ option: RuntimeOption, complianceRules: [String], assembled: AssembledConfiguration, _ around: Surroundings
  ) throws(ReviewFailure) {
    let (name, command): (String, HiddenCommand)
    switch option {
    case .rules:
      (name, command) = ("rules", .agentRules)
      promptFields = complianceRules.map { ("compliance_rules", $0) }
    case .rehearsal(let scenario):
      let path = try Self.scenario(scenario, around)
      (name, command) = ("rehearsal", .agentRehearsal)
      promptFields = [("scenario", path), ("speed", around.environment[Self.speedVariable] ?? "1")]
    }
    let executable = around.executable
    let environment = ChildEnvironment.allowed(from: around.environment, extras: assembled.environment)
    promptSections = assembled.sections
    // The second line behind the shims: whatever a killed shim leaves is found and reaped here.
    conclave_adopt_orphans()
    runtime = ProcessRuntime(name: name, shim: around.shim) { _ in
      ChildCommand(executable: executable, arguments: [command.rawValue], environment: environment)
    }
  }

  /// Folders with the scenarios that come with the program: installed, or in a source tree.
  static func scenarioFolders(_ around: Surroundings) -> [String] {
    let folder = around.executable.prefix(upTo: around.executable.lastIndex(of: "/") ?? around.executable.startIndex)
    return [
      "\(folder)/../share/conclave/rehearsals", "\(folder)/../../../Examples/rehearsals",
      "\(folder)/../../Examples/rehearsals",
    ]
  }

  /// A file by its path, or a scenario that comes with the program by its name.
  private static func scenario(_ text: String, _ around: Surroundings) throws(ReviewFailure) -> String {
    let named = text.contains("/") ? [] : scenarioFolders(around).map { "\($0)/\(text).rehearsal" }
    for path in named + [around.absolute(text)] where unsafe access(path, R_OK) == 0 { return path }
    throw ReviewFailure(
      .usage, "there is no rehearsal \(text)", hints: ["name one that comes with conclave, such as demo, or a file"])
  }
}
