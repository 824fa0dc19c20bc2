import CSystem
import Engine
import EngineTestKit
import Glibc
import Testing

/// The shim is killed and can't clean up; the engine has to.
@Suite struct ShimDeathTests {
  @Test(
    "CP-20: a killed shim leaves nothing of its agent",
    arguments: [
      ("the agent alone", "echo $$ > \"$DIR/pids\"", 1),
      (
        "daemons that ignore TERM",
        """
        for i in 1 2 3; do setsid sh -c 'trap "" TERM HUP; echo $$ >> "$DIR/pids"; while :; do sleep 600; done' & done
        until [ "$(wc -l < "$DIR/pids" 2>/dev/null || echo 0)" = 3 ]; do :; done
        """, 3
      ),
      (
        "a chain of forks",
        """
        setsid perl -e '$SIG{TERM}="IGNORE"; $|=1; open P, ">", "$ENV{DIR}/pids"; print P "$$\n"; close P;
          for(1..30000){ my $p = fork; exit 0 if $p; select(undef,undef,undef,0.0002) }' &
        until [ -s "$DIR/pids" ]; do :; done
        """, 1
      ),
    ])
  func shimIsKilled(name: String, script text: String, count: Int) async throws {
    // As the program does.
    conclave_adopt_orphans()
    let script = try ChildScript("\(text)\nkill -9 $PPID; while :; do sleep 600; done")
    let start = SuspendingClock.now
    let failure = await #expect(throws: ReviewFailure.self) { try await script.run() }
    #expect(failure?.code == .agent)
    #expect(failure?.message.contains("ended without a word") == true)
    #expect(script.processes.count == count)
    #expect(script.processes.allSatisfy { !isAlive($0) && kill(-$0, 0) != 0 }, "nor is anyone of its group")
    FaultNote.say(
      "CP-20",
      "\(name): \(failure?.message.split(separator: ";").last ?? ""), over after \(SuspendingClock.now - start)")
  }

  @Test("CP-20: an agent's processes carry a cookie that no other run has")
  func cookie() async throws {
    let scripts = try (0..<2).map { _ in try ChildScript("sh -c 'echo $CONCLAVE_RUN_ID'") }
    for script in scripts { _ = try await script.run() }
    #expect(scripts.allSatisfy { $0.printedText.count > 20 })
    #expect(scripts[0].printedText != scripts[1].printedText)
  }
}
