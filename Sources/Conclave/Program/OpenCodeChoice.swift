internal import Engine
internal import Glibc

/// What the `opencode` runtime needs, found and written before anything is asked.
struct OpenCodeChoice: Sendable {
  let plan: OpenCodePlan
  let direct: DirectChoice
  let section: PromptSection
  let notices: [Notice]

  /// - Throws: where the program, the endpoint or a model is missing, or the configuration can't be written.
  init(
    _ setup: ReviewSetup, assembled: AssembledConfiguration, files: RunFiles, confinement: Confinement,
    relay: RelayHost, _ around: Surroundings
  ) throws(ReviewFailure) {
    let settings = setup.configuration
    direct = try DirectChoice(assembled, settings, in: setup.tier.tier, around, for: "opencode")
    let sources = OpenCodeSources(assembled, through: relay)
    let program = try OpenCodeProgram.find(settings, around, worktree: setup.intake.repository?.worktree)
    let permissions = assembled.permissions.mapValues { $0.mapValues { $0 == .allow } }
    let configuration = try OpenCodeConfiguration(
      providers: sources.providers, folders: [files.treeDirectory, files.diffDirectory, files.contextDirectory],
      permissions: permissions, steps: settings.limits.steps, stall: settings.directStall,
      temperature: settings.directTemperature)
    let path = files.agentsDirectory + "/opencode.json"
    try RunPlace.write(configuration.text, to: path)
    let place = OpenCodePlace(around)
    plan = OpenCodePlan(
      name: "opencode:\(direct.host)", program: program, adapter: around.executable, shim: around.shim,
      mode: OpenCodePlan.Mode(rawValue: settings.openCodeMode) ?? .host, configuration: configuration,
      environment: OpenCodeEnvironment.variables(
        configuration: path, from: around.environment,
        extras: assembled.environment.merging(sources.secrets) { _, own in own }),
      adapterEnvironment: ChildEnvironment.allowed(from: around.environment, extras: [:]),
      secrets: Array(sources.secrets.values), limits: settings.limits, models: direct.models,
      directory: files.agentsDirectory, workingDirectory: files.workingDirectory,
      reach: confinement.mode == .bubblewrap ? .socket(place.socket) : .loopback,
      hostSandbox: { name, port in
        confinement.sandbox(
          ofProgram: program, reading: [path], files: files,
          scratch: name == OpenCodePlan.serverName
            ? place.scratch : "\(files.agentsDirectory)/opencode.\(name).home", relay: relay,
          listening: name == OpenCodePlan.serverName ? .init(socket: place.socket, port: port) : nil)
      },
      sandbox: { request in
        confinement.sandbox(
          ofProgram: program, reading: [path], files: files,
          scratch: files.file(of: request.specialist, attempt: request.attempt, "home"), relay: relay)
      })
    section = Self.section(files, hasTree: setup.intake.tree != nil)
    notices = direct.notices + (OpenCodeProgram.hasRipgrep() ? [] : [Notice(.warning, OpenCodeProgram.ripgrepNotice)])
  }

  /// How one reads there; the same for all reviewers.
  private static func section(_ files: RunFiles, hasTree: Bool) -> PromptSection {
    let tree =
      hasTree
      ? "The repository's files as the change leaves them lie below `\(files.treeDirectory)`.\n"
      : "The repository's files are not here: the change is all there is.\n"
    return PromptSection(
      name: "reading",
      text: tree + """
        Your tools are `read`, `grep`, `glob` and `list`. Give each an absolute path below one of the folders that are named
        here; nothing else can be read. Begin with the patches. Findings name files as the list of changed files does,
        without those folders.
        """)
  }
}

/// Where the server keeps what it needs while it lives: a short path, since a socket's address has room for 107 bytes.
struct OpenCodePlace: Sendable {
  private static let longest = 60
  let scratch: String

  init(_ around: Surroundings) {
    let usual = around.temporaryDirectory
    let parent = usual.utf8.count <= Self.longest ? usual : "/tmp"
    scratch = "\(parent)/conclave-\(String(UInt64.random(in: .min ... .max), radix: 36))-serve"
  }

  var socket: String { scratch + "/socket" }
}
