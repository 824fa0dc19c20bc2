import Engine
import EngineTestKit
import Testing

/// A recording, printed by a real process, arrives as the events that it decodes to.
@Suite struct ProcessRuntimeTests {
  private func run(
    _ script: String, prompt: [UInt8]
  ) async throws -> (events: [AgentEvent], exit: AgentExit) {
    let directory = try TemporaryDirectory()
    try directory.write("prompt", prompt)
    let request = AgentRequest(
      specialist: .security, attempt: 1, promptPath: directory.file("prompt"), outputPath: directory.file("out"),
      errorPath: directory.file("err"), workingDirectory: directory.path, grace: .seconds(5))
    let runtime = ProcessRuntime(
      name: "test", shim: Built.shim, models: { $0 == .security ? ModelChain(tier: "top", models: ["m"]) : nil }
    ) { _ in
      ChildCommand(executable: "/bin/sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"])
    }
    #expect(runtime.models(for: .security)?.models == ["m"])
    #expect(runtime.models(for: .release) == nil)
    let events = Locked([AgentEvent]())
    let exit = try await runtime.run(
      request, report: { event in events.withLock { $0.append(event) } }, vitals: { _ in })
    return (events.withLock { $0 }, exit)
  }

  @Test func eventsArriveInOrder() async throws {
    let bytes = try Fixtures.bytes("opencode/v1.18.33/run/tools-three-steps.jsonl")
    let (events, exit) = try await run("cat", prompt: bytes)
    #expect(events == decode(bytes).events)
    #expect(exit == AgentExit(status: .exited(0)))
  }

  @Test func `ST-01, ST-18: a torn line is counted and said`() async throws {
    let bytes = try Fixtures.bytes("opencode/v1.18.33/run/truncated-by-slow-pipe.jsonl")
    let (events, exit) = try await run("cat; sleep 600 & exit 1", prompt: bytes)
    let torn = decode(bytes).torn
    #expect(torn > 60_000)
    // The survivor may not have become sleep yet.
    #expect(exit.survivorNames.count == 1)
    #expect(
      exit
        == AgentExit(
          status: .exited(1), tornBytes: torn, survivorsKilled: 1, survivorNames: exit.survivorNames))
    #expect(events == [.stepStarted, .malformed(reason: "the output ends inside a line, after \(torn) bytes of it")])
  }
}
