/// All that running OpenCode takes: programs, their environment, what confines them, and where their files are.
package struct OpenCodePlan: Sendable {
  /// How a server is reached from outside of its sandbox.
  package enum Reach: Sendable, Hashable {
    /// A socket that a bridge in the sandbox leads to the server's port from.
    case socket(String)
    /// A port of the loopback that everybody shares.
    case loopback
  }

  /// Whether specialists share a server, or each has a process of its own.
  package enum Mode: String, Sendable, Hashable, CaseIterable {
    case host, process
  }

  /// The name on the screen and in the report.
  package var name: String
  /// Path of `opencode`, of our own program for adapters, and of `agent-shim`.
  package var program: String
  package var adapter: String
  package var shim: String
  package var mode: Mode
  package var configuration: OpenCodeConfiguration
  /// The whole environment of OpenCode's programs, and that of adapters.
  package var environment: [String: String]
  package var adapterEnvironment: [String: String]
  /// What must not stand in anything that is kept, though these environments hold it.
  package var secrets: [String]
  package var limits: Limits
  /// A server that has not even beaten for so long is taken for lost.
  package var silence = OpenCodeServer.patience
  package var models: @Sendable (SpecialistID) -> ModelChain?
  /// Where what a server prints is kept.
  package var directory: String
  /// Empty; what OpenCode takes for its project.
  package var workingDirectory: String
  package var reach: Reach
  /// The sandbox of the server, or of a program that answers a question, by its name; its scratch is made and removed here.
  /// A server listens on `port`.
  package var hostSandbox: @Sendable (_ name: String, _ port: Int) -> Sandbox
  /// That of a process of its own.
  package var sandbox: @Sendable (AgentRequest) -> Sandbox

  package init(
    name: String, program: String, adapter: String, shim: String, mode: Mode, configuration: OpenCodeConfiguration,
    environment: [String: String], adapterEnvironment: [String: String], secrets: [String] = [], limits: Limits,
    models: @escaping @Sendable (SpecialistID) -> ModelChain?, directory: String, workingDirectory: String,
    reach: Reach, hostSandbox: @escaping @Sendable (_ name: String, _ port: Int) -> Sandbox,
    sandbox: @escaping @Sendable (AgentRequest) -> Sandbox
  ) {
    self.name = name
    self.program = program
    self.adapter = adapter
    self.shim = shim
    self.mode = mode
    self.configuration = configuration
    self.environment = environment
    self.adapterEnvironment = adapterEnvironment
    self.secrets = secrets
    self.limits = limits
    self.models = models
    self.directory = directory
    self.workingDirectory = workingDirectory
    self.reach = reach
    self.hostSandbox = hostSandbox
    self.sandbox = sandbox
  }

  /// The port in a network that nobody else is in.
  package static let ownPort = 4096
  /// The port there that leads to the relay.
  package static let providerPort = 8000
  /// The name of the server's sandbox.
  package static let serverName = "serve"

  /// `opencode run` for one agent; its prompt comes on standard input.
  func run(_ request: AgentRequest, _ model: OpenCodeModel) -> ChildCommand {
    ChildCommand(
      executable: program,
      arguments: [
        "run", "--format", "json", "--print-logs", "--agent", configuration.agent(of: request.specialist), "--model",
        model.argument,
      ], environment: environment.merging(OpenCodeEnvironment.heap(request.memoryCap)) { _, own in own })
  }

  /// `opencode serve`.
  func serve(port: Int, password: String) -> ChildCommand {
    ChildCommand(
      executable: program, arguments: ["serve", "--hostname", "127.0.0.1", "--port", String(port), "--print-logs"],
      environment: environment.merging([OpenCodeEnvironment.password: password]) { _, own in own })
  }

  /// Our own program that drives a session of a server.
  func adapter(_ request: AgentRequest, _ model: OpenCodeModel, _ server: OpenCodeServer) -> ChildCommand {
    ChildCommand(
      executable: adapter,
      arguments: [
        OpenCodePlan.adapterCommand, server.url, server.socket ?? "-", model.provider, model.model,
        configuration.agent(of: request.specialist), String(Int(clamping: silence.wholeMilliseconds)),
      ], environment: adapterEnvironment.merging([OpenCodeEnvironment.password: server.password]) { _, own in own })
  }

  /// The first word of an adapter's arguments.
  package static let adapterCommand = "agent-opencode"
}
