import EngineTestKit
import Foundation
import Testing

@testable import Engine

/// The recorded scenarios as a review meets them: a session of the one server, driven by an adapter, with the configuration that
/// Conclave writes. What a scenario comes to is the same as with `run`.
@Suite(.timeLimit(.minutes(5))) struct HostedSuiteTests {
  /// Without those whose recording rests on a configuration that is not ours, and those that end when somebody loses patience.
  static let rows = RunRow.all.filter { row in
    row.permission == Workplace.readOnly && row.path == nil && ![.retrying, .silent].contains(row.ending)
      && !["sub-agents", "truncated-by-slow-pipe", "unknown-model"].contains(row.name)
  }

  @Test func `most of the recordings are among them`() { #expect(Self.rows.count > 20) }

  private static func plan(_ place: Workplace, models: [String]) throws -> OpenCodePlan {
    let configuration = try OpenCodeConfiguration(
      providers: [
        OpenCodeProvider(
          id: "local", baseURL: place.provider.baseURL,
          models: models.map {
            .init(
              id: $0, contextTokens: 1_000_000, outputTokens: 8000, prices: .init(input: 3, output: 15, cacheRead: 0.3))
          })
      ], folders: [place.tree], stall: .seconds(8))
    try place.folder.write("assembled.json", configuration.text)
    let own = place.environment.filter { $0.key.hasPrefix("STAND_IN_") }
    var limits = Limits()
    limits.grace = .seconds(2)
    let folder = place.folder
    return OpenCodePlan(
      name: "opencode:test", program: Subject.executable, adapter: Built.program("conclave"), shim: Built.shim,
      mode: .host,
      configuration: configuration,
      environment: OpenCodeEnvironment.variables(configuration: folder.file("assembled.json"), extras: own),
      adapterEnvironment: [:], limits: limits, models: { _ in nil }, directory: folder.file("home"),
      workingDirectory: place.empty, reach: .loopback,
      hostSandbox: { name, _ in
        Sandbox(
          mode: .none, tools: SandboxTools(shim: Built.shim, bubblewrap: nil, system: []),
          scratch: .init(folder.file("scratch-\(name)")))
      },
      sandbox: { request in
        Sandbox(
          mode: .none, tools: SandboxTools(shim: Built.shim, bubblewrap: nil, system: []),
          scratch: .init(folder.file("scratch-\(request.specialist)")))
      })
  }

  private static func request(_ row: RunRow, _ specialist: SpecialistID, in place: Workplace) throws -> AgentRequest {
    let prompt = "Review the change.\n<conclave-task>\nspecialist: \(specialist)\ncommon_bytes: 0\n</conclave-task>\n"
    return AgentRequest(
      specialist: specialist, attempt: 1,
      promptPath: try place.folder.write("\(specialist).prompt", prompt.utf8),
      outputPath: place.folder.file("\(specialist).out"), errorPath: place.folder.file("\(specialist).err"),
      workingDirectory: place.empty, grace: .seconds(2), model: row.name)
  }

  @Test func `CF-11: the program takes the configuration that is written`() async throws {
    let place = try Workplace()
    try await OpenCodePreflight(Self.plan(place, models: ["success"])).check()
  }

  @Test(arguments: rows)
  func `CP-24, ST-15, ST-19, ST-20: each scenario comes to the same through the server`(row: RunRow) async throws {
    let place = try Workplace()
    let runtime = OpenCodeRuntime(try Self.plan(place, models: [row.name]))
    let request = try Self.request(row, .security, in: place)
    let seen = try await runtime.hosting { () async -> Result<Attempt, any Error> in
      do { return .success(try await Attempt.run(row, request, by: runtime)) } catch { return .failure(error) }
    }.get()
    #expect(seen.ending == row.ending, "\(String(describing: seen.outcome))")
    #expect(seen.outcome?.isRetryable == row.isRetryable)
    #expect(seen.fold.record.finishedSteps == row.steps && seen.tokens == row.tokens)
    #expect(seen.tools.map(\.name).sorted() == row.tools.map(\.name).sorted())
    for event in seen.events { if case .malformed(let reason) = event { Issue.record("\(reason)") } }
    // Words arrive while they are written.
    let hasText = seen.events.contains { if case .text = $0 { true } else { false } }
    let hasDelta = seen.events.contains { if case .textDelta = $0 { true } else { false } }
    #expect(hasDelta || !hasText)
  }

  @Test func `the coordinator's process takes the same configuration`() async throws {
    let place = try Workplace()
    let row = try #require(RunRow.all.first { $0.name == "answer" })
    let runtime = OpenCodeRuntime(try Self.plan(place, models: ["answer"]))
    let seen = try await Attempt.run(row, try Self.request(row, .coordinator, in: place), by: runtime)
    #expect(seen.ending == .proved && seen.exit?.status == .exited(0))
  }
}
