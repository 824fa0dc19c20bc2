import Engine
import EngineTestKit
import Testing

/// What real processes say and how they end, put together to an outcome.
@Suite struct AgentProofTests {
  private static let answer = """
    {"type":"step_start","part":{"type":"step-start"}}
    {"type":"text","part":{"id":"a","type":"text","text":"<finding>…</finding>"}}
    {"type":"step_finish","part":{"type":"step-finish","reason":"stop"}}

    """

  private func run(_ script: String) async throws -> (record: AttemptRecord, exit: AgentExit) {
    let script = try ChildScript(script, prompt: Array(AgentProofTests.answer.utf8))
    let request = AgentRequest(
      specialist: .security, attempt: 1, promptPath: script.files.input, outputPath: script.files.output,
      errorPath: script.files.error, workingDirectory: script.files.directory, grace: .seconds(5))
    let record = Locked(AttemptRecord())
    let runtime = ProcessRuntime(name: "test", shim: Built.shim) { _ in script.command }
    let exit = try await runtime.run(
      request, report: { event in record.withLock { $0.apply(event) } }, vitals: { _ in })
    return (record.withLock { $0 }, exit)
  }

  @Test("CP-02: exit 0 without a word is no success")
  func silentSuccess() async throws {
    let (record, exit) = try await run("exit 0")
    #expect(exit == AgentExit(status: .exited(0)))
    #expect(record.outcome(exit: exit) == .incomplete(.noTerminalEvent))
    #expect(record.outcome(exit: exit).isRetryable)
  }

  @Test("CP-03: exit 1 after an answer is no success")
  func failedAnswer() async throws {
    let (record, exit) = try await run("cat; echo 'Error: boom' >&2; exit 1")
    #expect(record.outcome(exit: exit, done: 1, parsed: 1) == .incomplete(.exitStatus(1, "Error: boom")))
  }
}
