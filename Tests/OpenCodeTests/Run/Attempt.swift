import EngineTestKit
import Foundation

@testable import Engine

/// One attempt of an agent under the engine's own supervision, and what was seen of it.
struct Attempt: Sendable {
  var events: [AgentEvent] = []
  var fold = AttemptFold(limits: Limits(), asksModel: true)
  /// Nil where we stopped it.
  var exit: AgentExit?
  var outcome: AttemptOutcome?
  var stopped: String?

  private final class Stop: Sendable {
    private let task = Locked<Task<AgentExit, any Error>?>(nil)
    private let isWanted = Locked(false)

    func follow(_ running: Task<AgentExit, any Error>) {
      task.withLock { $0 = running }
      if isWanted.withLock({ $0 }) { running.cancel() }
    }

    func pull() {
      isWanted.withLock { $0 = true }
      task.withLock { $0?.cancel() }
    }
  }

  /// Runs the scenario of a row. An agent that runs away, tries again by itself or falls silent is stopped, as the engine
  /// does; its grace is longer than any test may take, so that one that does not die of TERM is seen.
  static func run(_ row: RunRow, in place: Workplace) async throws -> Attempt {
    let request = AgentRequest(
      specialist: .security, attempt: 1, promptPath: place.folder.file("prompt"), outputPath: place.folder.file("out"),
      errorPath: place.folder.file("err"), workingDirectory: place.empty, grace: .seconds(3600),
      model: "local/\(row.name)")
    let runtime = ProcessRuntime(name: "opencode", shim: Built.shim) { request in
      place.command(
        ["run", "--format", "json", "--agent", "reviewer", "--model", request.model ?? ""] + row.flags)
    }
    return try await run(row, request, by: runtime)
  }

  /// The same by any runtime.
  static func run(_ row: RunRow, _ request: AgentRequest, by runtime: any AgentRuntime) async throws -> Attempt {
    let attempt = Locked(Attempt())
    let stop = Stop()
    let running = Task {
      try await runtime.run(
        request,
        report: { event in
          let reason = attempt.withLock { $0.hear(event, row) }
          if reason != nil { stop.pull() }
        }, vitals: { _ in })
    }
    stop.follow(running)
    let result = await running.result
    var seen = attempt.withLock { $0 }
    switch result {
    case .success(let exit): seen.exit = exit
    case .failure(let failure as ReviewFailure) where failure.code == .cancelled && seen.stopped != nil: break
    case .failure(let failure): throw failure
    }
    seen.outcome = seen.fold.finish(exit: seen.exit ?? AgentExit(status: .signalled(SIGTERM))).outcome
    return seen
  }

  /// Returns why the agent has to be stopped.
  private mutating func hear(_ event: AgentEvent, _ row: RunRow) -> String? {
    guard stopped == nil else { return nil }
    events.append(event)
    stopped = fold.apply(event).runaway
    if row.ending == .retrying, fold.record.ownRetries > 0 { stopped = "it tried again" }
    if row.ending == .silent, event == .stepStarted { stopped = "it is silent" }
    return stopped
  }

  var ending: RunRow.Ending? {
    switch outcome {
    case .success: .proved
    case .truncated: .truncated
    case .refused(.contentFilter): .contentFilter
    case .refused(.permission): .permission
    case .providerError(let error): .error(error.name, error.status)
    case .runaway: .runaway
    case .incomplete(.missingDone): .unproved
    case .incomplete(.emptyAnswer): .empty
    case .crashed(SIGTERM): fold.record.ownRetries > 0 ? .retrying : .silent
    case .incomplete, .crashed, .excessive, .hostLost, nil: nil
    }
  }

  var tokens: TokenUsage? {
    var sum = Usage()
    for case .stepFinished(_, let usage) in events { sum += usage }
    return sum.tokens
  }

  var tools: [ToolCall] { events.compactMap { if case .tool(let call) = $0 { call } else { nil } } }
}
