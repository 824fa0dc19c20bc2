internal import Engine

/// `conclave config`: the settings, where they come from, and whether they can be read.
enum ConfigCommand {
  static func check(_ around: Surroundings) throws -> ExitStatus {
    let repository = try RepositoryFace.around(around.intakeEnvironment)
    _ = try around.configuration(repository: repository?.worktree)
    try OutputSink(descriptor: 1).write(lines: ["the configuration can be read"])
    return .clean
  }

  static func show(_ around: Surroundings) throws -> ExitStatus {
    let repository = try RepositoryFace.around(around.intakeEnvironment)
    let configuration = try around.configuration(repository: repository?.worktree)
    try OutputSink(descriptor: 1).write(lines: configuration.listing.map(PlainText.escape))
    return .clean
  }

  static func path(_ around: Surroundings) throws -> ExitStatus {
    let repository = try RepositoryFace.around(around.intakeEnvironment)
    let lines = try ConfigurationLayer.allCases.compactMap { layer -> String? in
      guard let path = layer.path(environment: around.environment, repository: repository?.worktree) else { return nil }
      let isThere = try ConfigurationFile.read(path, name: path) != nil
      return PlainText.escape("\(path)\(isThere ? "" : "  (not there)")")
    }
    try OutputSink(descriptor: 1).write(lines: lines)
    return .clean
  }
}
