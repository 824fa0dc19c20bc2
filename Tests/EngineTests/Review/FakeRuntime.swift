import Engine
import EngineTestKit
import Testing

/// Agents that play a part at a test's pace.
final class FakeRuntime: AgentRuntime {
  /// What an agent does in one attempt; says things by `report`.
  typealias Part = @Sendable (_ report: @Sendable (AgentEvent) -> Void) async throws -> AgentExit

  let name = "fake"
  let judges: Bool
  private let chain: ModelChain?
  /// One for each event that an agent has said and that has been heard.
  let heard = Mailbox<AgentEvent>()
  /// Whether `vitals` are read; only one agent may run then.
  private let hasVitals: Bool
  /// What its processes use, when a test says so; each is reported to the agent that runs.
  let vitals = Mailbox<Vitals>()
  /// One for each of them that has been reported.
  let seen = Mailbox<Vitals>()
  private let parts: [SpecialistID: [Part]]
  private let partsByModel: [String: Part]
  private let state = Locked((running: 0, most: 0, requests: [AgentRequest]()))

  /// - Parameter parts: by attempt; the last one is repeated.
  /// `byModel` goes before `parts` where that model is asked.
  init(
    _ parts: [SpecialistID: [Part]], chain: ModelChain? = nil, byModel: [String: Part] = [:], hasVitals: Bool = false
  ) {
    judges = parts[.coordinator] != nil
    self.hasVitals = hasVitals
    self.parts = parts
    partsByModel = byModel
    self.chain = chain
  }

  /// The largest number of agents at once.
  var most: Int { state.withLock { $0.most } }
  /// All that was asked for, in order.
  var requests: [AgentRequest] { state.withLock { $0.requests } }

  func models(for specialist: SpecialistID) -> ModelChain? { chain }

  func run(
    _ request: AgentRequest, report: @escaping @Sendable (AgentEvent) -> Void,
    vitals: @escaping @Sendable (Vitals) -> Void
  ) async throws(ReviewFailure) -> AgentExit {
    state.withLock { state in
      state.running += 1
      state.most = max(state.most, state.running)
      state.requests.append(request)
    }
    defer { state.withLock { $0.running -= 1 } }
    let all = parts[request.specialist] ?? [FakeRuntime.finishes()]
    let part = request.model.flatMap { partsByModel[$0] } ?? all[min(request.attempt, all.count) - 1]
    let (heard, used, seen, hasVitals) = (heard, self.vitals, seen, hasVitals)
    do {
      return try await withThrowingTaskGroup(of: AgentExit?.self) { group in
        group.addTask {
          while hasVitals, let next = await used.next() {
            vitals(next)
            seen.send(next)
          }
          return nil
        }
        group.addTask {
          try await part({ event in
            report(event)
            heard.send(event)
          })
        }
        defer { group.cancelAll() }
        while let exit = try await group.next() { if let exit { return exit } }
        throw CancellationError()
      }
    } catch let failure as ReviewFailure {
      throw failure
    } catch {
      throw ReviewFailure(.cancelled, "stopped")
    }
  }

  /// An answer with its proof.
  static func finishes(_ findings: String..., reason: String = "stop") -> Part {
    finishes(with: findings, reason: reason)
  }

  static func finishes(with findings: [String], reason: String = "stop") -> Part {
    ends(
      with: .exited(0),
      saying: [
        .stepStarted, .text(part: "1", text: "\(findings.joined())<done findings=\"\(findings.count)\"/>"),
        .stepFinished(reason: reason, usage: Usage(tokens: TokenUsage(input: 10, output: 1))),
      ])
  }

  static func ends(with status: AgentExit.Status, saying events: [AgentEvent] = []) -> Part {
    { report in
      events.forEach(report)
      return AgentExit(status: status)
    }
  }

  static func throwing(_ failure: ReviewFailure) -> Part { { _ in throw failure } }

  /// Says these and then nothing more until it is stopped.
  static func hangs(after events: [AgentEvent] = []) -> Part {
    { report in
      events.forEach(report)
      _ = await Mailbox<AgentExit>().next()
      throw CancellationError()
    }
  }

  /// A finding at a changed line.
  static func finding(
    _ title: String, evidence: String = "let answer = 41", severity: String = "warning"
  ) -> String {
    """
    <finding severity="\(severity)" category="security" file="src/a.swift" line="2">
    <title>\(title)</title><evidence>\(evidence)</evidence><body>Because.</body></finding>

    """
  }
}
