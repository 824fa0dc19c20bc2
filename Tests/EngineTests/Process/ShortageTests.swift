import Engine
import EngineTestKit
import Testing

/// The system is short of something for a moment, or for good.
@Suite(.timeLimit(.minutes(10))) struct ShortageTests {
  /// A shim that can't start its agent `times` times, because of `error`.
  private func shim(_ script: ChildScript, fails times: Int, error: Int) throws -> String {
    let text = """
      #!/bin/sh
      echo >> "\(script.directory.path)/tries"
      [ $(wc -l < "\(script.directory.path)/tries") -gt \(times) ] && exec "\(Built.shim)" "$@"
      echo "spawn-error \(error) fork" >&4
      """
    return try script.directory.write("shim", Array(text.utf8), permissions: 0o700)
  }

  private func tries(_ script: ChildScript) -> Int { script.directory.read("tries").count }

  @Test("CP-19: a shortage is waited for, 0.1, 0.2 and 0.4 s", arguments: [11, 12, 23, 24])
  func passes(error: Int) async throws {
    let script = try ChildScript("echo late")
    let shim = try shim(script, fails: 3, error: error)
    let time = ManualTime()
    async let exit = script.run(shim: shim, time: time)
    for wait in [100, 200, 400] {
      await time.sleepers(1)
      time.advance(by: .milliseconds(wait - 1))
      await time.sleepers(1)
      time.advance(by: .milliseconds(1))
    }
    #expect(try await exit.status == .exited(0))
    #expect(script.printedText == "late\n")
    #expect(tries(script) == 4)
    FaultNote.say("CP-19", "started at try \(tries(script)), after pauses of \(time.now()) together")
  }

  @Test("CP-19: a shortage that lasts is one clear line")
  func lasts() async throws {
    let script = try ChildScript("echo never")
    let shim = try shim(script, fails: 99, error: 11)
    let time = ManualTime()
    let task = Task { try await script.run(shim: shim, time: time) }
    for wait in [100, 200, 400] {
      await time.sleepers(1)
      time.advance(by: .milliseconds(wait))
    }
    let failure = await #expect(throws: ReviewFailure.self) { try await task.value }
    #expect(failure?.message == "can't start /bin/sh: Resource temporarily unavailable, and waiting did not help")
    #expect(failure?.hints.isEmpty == false)
    #expect(tries(script) == 4)
  }

  @Test func whatWaitingCannotMendIsNotWaitedFor() async throws {
    let script = try ChildScript("echo never")
    let shim = try shim(script, fails: 99, error: 13)
    await #expect(throws: ReviewFailure.self) { try await script.run(shim: shim, time: ManualTime()) }
    #expect(tries(script) == 1)
  }

  @Test func aStopEndsTheWaiting() async throws {
    let script = try ChildScript("echo never")
    let shim = try shim(script, fails: 99, error: 11)
    let time = ManualTime()
    let task = Task { try await script.run(shim: shim, time: time) }
    await time.sleepers(1)
    task.cancel()
    let failure = await #expect(throws: ReviewFailure.self) { try await task.value }
    #expect(failure?.code == .cancelled)
  }
}
