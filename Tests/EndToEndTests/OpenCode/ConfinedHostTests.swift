import Engine
import EngineTestKit
import Foundation
import Testing

/// The server and processes of OpenCode in each sandbox that the machine allows: reached through a socket into a network of its
/// own, or by a port.
@Suite struct ConfinedHostTests {
  static let tools = SandboxTools.find(shim: Built.shim)

  static func works(_ mode: Sandbox.Mode) -> Bool { SandboxProbe.finding(mode, tools).problem == nil }

  /// A plan over the stand-in, confined, with all that the stand-in itself needs to see.
  private struct Stage {
    let place: TemporaryDirectory
    let plan: OpenCodePlan

    init(_ mode: Sandbox.Mode, _ settings: [String: String] = [:], grace: Duration = .seconds(5)) throws {
      // A short path, for its sockets.
      place = try TemporaryDirectory()
      let place = place
      for folder in ["bin", "answers", "tree", "diff", "context", "agents", "agents/empty"] {
        try FileManager.default.createDirectory(atPath: place.file(folder), withIntermediateDirectories: true)
      }
      let program = place.file("bin/opencode")
      try shell("cp '\(Built.program("opencode-stand-in"))' '\(program)'", in: URL(filePath: place.path))
      try place.write("answers/silent.txt", Array("Nothing.\n<done findings=\"0\"/>\n".utf8))
      let recordings = ProjectFiles.root.appending(path: "Tests/Fixtures/opencode/v1.18.33").path
      let lines = ["SPEED": "20", "ANSWERS": place.file("answers"), "RECORDINGS": recordings].merging(settings) { $1 }
      try place.write("bin/opencode.settings", Array(lines.map { "STAND_IN_\($0.key)=\($0.value)\n" }.joined().utf8))
      let folders = ["tree", "diff", "context"].map { place.file($0) }
      let models = ["silent", "retry-429-for-an-hour", "three-steps"]
      let configuration = try OpenCodeConfiguration(
        providers: [
          OpenCodeProvider(
            id: "local", baseURL: "http://127.0.0.1:8000/local/v1",
            models: models.map { .init(id: $0, contextTokens: 8000, outputTokens: 1000) })
        ], folders: folders)
      try place.write("opencode.json", configuration.text)
      let readable =
        folders + [
          place.file("opencode.json"), place.file("agents/empty"), place.file("answers"), recordings,
          program + ".settings",
        ]
      let socket = place.file("s/socket")
      let sandbox: @Sendable (String) -> Sandbox = { scratch in
        Sandbox(
          mode: mode, tools: ConfinedHostTests.tools, programs: [program], readable: readable.map { .init($0) },
          scratch: .init(scratch))
      }
      var limits = Limits()
      limits.grace = grace
      plan = OpenCodePlan(
        name: "opencode:test", program: program, adapter: Program.conclave, shim: Built.shim, mode: .host,
        configuration: configuration,
        environment: OpenCodeEnvironment.variables(configuration: place.file("opencode.json")), adapterEnvironment: [:],
        limits: limits, models: { _ in nil }, directory: place.file("agents"),
        workingDirectory: place.file("agents/empty"), reach: mode == .bubblewrap ? .socket(socket) : .loopback,
        hostSandbox: { name, port in
          var confined = sandbox(place.file(name == OpenCodePlan.serverName ? "s" : name))
          if name == OpenCodePlan.serverName {
            confined.bridges = [.into(socket: socket, port: port)]
            confined.listens = [port]
          }
          return confined
        }, sandbox: { sandbox(place.file("home-\($0.specialist)")) })
    }

    func request(_ specialist: SpecialistID, _ model: String, attempt: Int = 1) throws -> AgentRequest {
      let name = "agents/\(specialist).\(attempt)"
      let prompt = "commonown\n<conclave-task>\nspecialist: \(specialist)\ncommon_bytes: 6\n</conclave-task>\n"
      try place.write("\(name).prompt", Array(prompt.utf8))
      return AgentRequest(
        specialist: specialist, attempt: attempt, promptPath: place.file("\(name).prompt"),
        outputPath: place.file("\(name).out"), errorPath: place.file("\(name).err"),
        workingDirectory: place.file("agents/empty"), grace: plan.limits.grace, model: model)
    }

    func run(_ runtime: OpenCodeRuntime, _ request: AgentRequest) async -> (
      events: [AgentEvent], failure: ReviewFailure?
    ) {
      let events = Locked([AgentEvent]())
      do throws(ReviewFailure) {
        _ = try await runtime.run(request, report: { event in events.withLock { $0.append(event) } }, vitals: { _ in })
        return (events.withLock { $0 }, nil)
      } catch { return (events.withLock { $0 }, error) }
    }

    func left() throws -> [Int32] { try Cookie.processes(below: place.path) }
  }

  @Test(arguments: Sandbox.Mode.allCases.filter(works))
  func `a session in a sandbox: asked, answered, and nothing left of it`(mode: Sandbox.Mode) async throws {
    let stage = try Stage(mode)
    try await OpenCodePreflight(stage.plan).check()
    let runtime = OpenCodeRuntime(stage.plan)
    let (first, second, alone) = try (
      stage.request(.security, "silent"), stage.request(.release, "three-steps"), stage.request(.coordinator, "silent")
    )
    let all = await runtime.hosting {
      async let one = stage.run(runtime, first)
      async let other = stage.run(runtime, second)
      async let judge = stage.run(runtime, alone)
      return await [one, other, judge]
    }
    for (events, failure) in all {
      #expect(failure == nil, "\(mode) \(failure.map { "\($0)" } ?? "")")
      var record = AttemptRecord()
      for event in events { record.apply(event) }
      #expect(record.outcome(exit: AgentExit(status: .exited(0)), requiresDone: false) == .success, "\(events)")
    }
    #expect(try stage.left() == [] && !FileManager.default.fileExists(atPath: stage.place.file("s")))
  }

  @Test(arguments: Sandbox.Mode.allCases.filter(works))
  func `CP-22: a server that ignores TERM is killed in each sandbox`(mode: Sandbox.Mode) async throws {
    let stage = try Stage(mode, ["IGNORES_TERM": "600"], grace: .milliseconds(300))
    let runtime = OpenCodeRuntime(stage.plan)
    let request = try stage.request(.security, "silent")
    let result = await runtime.hosting { await stage.run(runtime, request) }
    #expect(result.failure == nil, "\(result)")
    #expect(try stage.left() == [])
  }

  @Test(arguments: Sandbox.Mode.allCases.filter(works))
  func `CP-21: a server that hangs is found out and replaced in each sandbox`(mode: Sandbox.Mode) async throws {
    let stage = try Stage(mode, ["HANGS_AFTER": "6"], grace: .milliseconds(300))
    var plan = stage.plan
    plan.silence = .seconds(1)
    let runtime = OpenCodeRuntime(plan)
    let (first, second, third) = try (
      stage.request(.security, "silent"), stage.request(.security, "silent", attempt: 2),
      stage.request(.security, "silent", attempt: 3)
    )
    let results = await runtime.hosting {
      var results: [(events: [AgentEvent], failure: ReviewFailure?)] = []
      for request in [first, second, third] { results.append(await stage.run(runtime, request)) }
      return results
    }
    for (events, _) in results.prefix(2) {
      guard case .error(let error) = events.last else {
        Issue.record("\(events)")
        continue
      }
      #expect(error.name == AgentError.hostLost)
    }
    // Two lives are all there are.
    #expect(results[2].failure?.description.contains("OpenCode's server") == true, "\(results[2])")
    #expect(try stage.left() == [])
  }

  @Test func `a review that is over before its server has started leaves nothing`() async throws {
    let stage = try Stage(.none, ["SPEED": "0.05"])
    let runtime = OpenCodeRuntime(stage.plan)
    let request = try stage.request(.security, "silent")
    let result = await runtime.hosting {
      await withTaskGroup(of: ReviewFailure?.self) { group in
        group.addTask { await stage.run(runtime, request).failure }
        group.cancelAll()
        return await group.next() ?? nil
      }
    }
    #expect(result?.code == .cancelled)
    #expect(try stage.left() == [])
  }

  @Test func `who asks after the end is told so`() async throws {
    let stage = try Stage(.none)
    let runtime = OpenCodeRuntime(stage.plan)
    await runtime.hosting {}
    let result = try await stage.run(runtime, stage.request(.security, "silent"))
    #expect(result.failure?.code == .cancelled)
    let unknown = try await stage.run(runtime, stage.request(.security, "nobody"))
    #expect(unknown.failure?.message.contains("has the model nobody") == true)
  }
}
