internal import Engine

/// What the program does for itself: our own agents, started like foreign programs, and the bench's entry.
enum HiddenCommands {
  private static let promptLimit = 16 << 20

  static func run(_ command: HiddenCommand, _ arguments: [String]) throws -> ExitStatus {
    switch command {
    case .agentRules: return try agentRules()
    case .agentDirect: return try agentDirect()
    case .agentRehearsal: return ExitStatus.given(RehearsalAgent.run())
    case .agentOpenCode: return try agentOpenCode(arguments)
    case .benchStream:
      guard let path = arguments.first else { throw ReviewFailure(.usage, "bench-stream needs a file") }
      let bench = try StreamBench.run(path: path)
      try OutputSink(descriptor: 1).write(lines: [
        "\(bench.bytes) bytes, \(bench.lines) lines, \(bench.events) events, \(bench.tokens.total) tokens"
      ])
      return .clean
    }
  }

  private static func agentRules() throws -> ExitStatus {
    try agent { prompt, output in RulesAgent(output: output).run(prompt: prompt) }
  }

  private static func agentDirect() throws -> ExitStatus {
    let environment = Surroundings.current().environment
    let credentials = AgentToken.credentials(environment)
    return try agent { prompt, output in
      DirectAgent(transport: CurlTransport(environment: environment), credentials: credentials, output: output)
        .run(prompt: prompt)
    }
  }

  /// Arguments: the server's URL, its socket or `-`, the provider and the model to ask, the agent, and the longest silence in
  /// milliseconds.
  private static func agentOpenCode(_ arguments: [String]) throws -> ExitStatus {
    let password = SecretVariable.take(OpenCodeEnvironment.password) ?? ""
    guard arguments.count == 6, let silence = Int(arguments[5]) else {
      throw ReviewFailure(.agent, "agent-opencode needs a server, a socket, a provider, a model, an agent and a time")
    }
    let server = OpenCodeServer(
      url: arguments[0], socket: arguments[1] == "-" ? nil : arguments[1], password: password)
    let calls = OpenCodeCalls()
    let stop = StopSignals { calls.stop() }
    defer { withExtendedLifetime(stop) {} }
    return try agent { prompt, output in
      let adapter = OpenCodeAgent(
        server: server, transport: CurlTransport(), calls: calls, silence: .milliseconds(silence), output: output)
      return adapter.run(
        prompt: prompt, model: OpenCodeModel(provider: arguments[2], model: arguments[3]), agent: arguments[4])
    }
  }

  /// Runs an agent on the prompt of standard input; what it prints goes to standard output.
  private static func agent(_ run: ([UInt8], @escaping ([UInt8]) -> Void) -> Int32) throws -> ExitStatus {
    guard let prompt = StandardStreams.readAll(0, limit: promptLimit) else {
      throw ReviewFailure(.agent, "the prompt on standard input can't be read")
    }
    let output = OutputSink(descriptor: 1)
    var failure: OutputFailure?
    let status = run(prompt) { bytes in
      do throws(OutputFailure) { try output.write(bytes) } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
    return ExitStatus.given(status)
  }
}
