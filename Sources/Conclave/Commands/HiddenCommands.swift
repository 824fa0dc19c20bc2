internal import Engine

/// What the program does for itself: our own agents, started like foreign programs, and the bench's entry.
enum HiddenCommands {
  private static let promptLimit = 16 << 20

  static func run(_ command: HiddenCommand, _ arguments: [String]) throws -> ExitStatus {
    switch command {
    case .agentRules: return try agentRules()
    case .agentRehearsal: return ExitStatus.given(RehearsalAgent.run())
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
    guard let prompt = StandardStreams.readAll(0, limit: promptLimit) else {
      throw ReviewFailure(.agent, "the prompt on standard input can't be read")
    }
    let output = OutputSink(descriptor: 1)
    var failure: OutputFailure?
    let agent = RulesAgent { bytes in
      do throws(OutputFailure) { try output.write(bytes) } catch { failure = failure ?? error }
    }
    let status = agent.run(prompt: prompt)
    if let failure { throw failure }
    return ExitStatus.given(status)
  }
}
