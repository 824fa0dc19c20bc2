import Engine
import EngineTestKit
import Foundation
import Glibc
import Testing

/// Reviews in each sandbox that the machine allows, as a user asks for them.
@Suite struct ConfinedReviewTests {
  private static let tools = SandboxTools.find(shim: Built.shim)
  private static let modes = [Sandbox.Mode.bubblewrap, .landlock].filter {
    SandboxProbe.finding($0, tools).problem == nil
  }

  private func report(_ result: Program.Result) throws -> Report { try Report(json: Array(result.outputBytes)) }

  @Test(arguments: modes) func `a sandbox changes nothing but what holds`(mode: Sandbox.Mode) throws {
    let scratch = try Scratch.example()
    let open = try report(scratch.run("conclave --format json"))
    let confined = try report(scratch.run("conclave --format json --sandbox \(mode.rawValue)"))
    #expect(open.isolation == nil && confined.isolation == mode.rawValue)
    #expect(confined.complete && confined.decision == open.decision)
    #expect(Set(confined.findings.map(\.fingerprint)) == Set(open.findings.map(\.fingerprint)))
    let text = try scratch.run("conclave --sandbox \(mode.rawValue)").output
    #expect(text.contains("\nIsolation: sandbox: \(mode.rawValue)\n"))
    let lines = try scratch.run("conclave --print --output report.md --sandbox \(mode.rawValue)").output
    #expect(lines.contains("runtime rules, sandbox: \(mode.rawValue), at most "))
  }

  @Test(arguments: modes) func `a rehearsal with leftovers is supervised in it`(mode: Sandbox.Mode) throws {
    let scratch = try Scratch.example()
    try scratch.home.write(
      "left.rehearsal", Array("[*]\nspawn session 10m\nspawn daemon 10m\ntext \"Nothing.\" over 10ms\ndone\n".utf8))
    let result = try scratch.run(
      "conclave --format json --tier trivial --runtime rehearsal:$HOME/left.rehearsal --sandbox \(mode.rawValue)")
    let report = try report(result)
    #expect(result.status == 0, "\(result.output) \(result.errors)")
    #expect(report.complete && report.isolation == mode.rawValue)
    #expect(report.notices.allSatisfy { !$0.text.contains("bwrap") })
    // Scratch folders go with their agents.
    let homes = try scratch.prepare("find ../state -name '*.home' | wc -l")
    #expect(homes == "0\n")
  }

  @Test func `without a sandbox a stranger's patch is refused`() throws {
    let scratch = try Scratch.example()
    let refused = try scratch.run("git diff main... | conclave --patch - --sandbox none")
    #expect(refused.status == 5)
    #expect(refused.output.isEmpty && refused.errorLines.count == 1)
    #expect(refused.errors.contains("--allow-unsandboxed"))
    #expect(scratch.runs().isEmpty)
    let allowed = try scratch.run("git diff main... | conclave --patch - --sandbox none --allow-unsandboxed")
    #expect(allowed.status == 1)
    #expect(allowed.output.contains("\nIsolation: no sandbox\n"))
    #expect(allowed.output.contains("warning: a sandbox is switched off: agents can read and write what you can"))
    let own = try scratch.run("conclave --sandbox none --format json")
    #expect(try report(own).isolation == "none")
  }

  @Test func `our own programs need none, whatever the configuration says`() throws {
    let scratch = try Scratch.example()
    let result = try scratch.run(
      "export CONCLAVE_REVIEW_SANDBOX=none; git diff main... | conclave --patch - --format json")
    #expect(result.status == 1, "\(result.errors)")
    #expect(try report(result).isolation == nil)
  }

  @Test func `the repository can't switch it off`() throws {
    let scratch = try Scratch.example()
    let result = try scratch.run("printf '[review]\\nsandbox = \"none\"\\n' > conclave.toml; conclave")
    #expect(result.status == 2)
    #expect(result.errors.contains("conclave.toml:2:1: review.sandbox can't be set by the repository"))
  }

  /// As nobody where the tests run as root, since root may read everything.
  @Test("SE-07: nobody of the same user can read the memory of conclave, and it writes no core")
  func memoryIsHidden() throws {
    let scratch = try Scratch()
    let drop = getuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : ""
    if getuid() == 0 { try scratch.prepare("chmod 755 .. .") }
    let script = """
      mkfifo feed; chmod 666 feed
      look() { for i in $(seq 1000); do [ "$(readlink /proc/$1/exe)" = "$2" ] && break; sleep 0.01; done; }
      \(drop)"$CONCLAVE" hook run origin url < feed > /dev/null 2>&1 & seen=$!
      \(drop)sleep 600 & open=$!
      exec 9> feed
      look $seen "$(readlink -f "$CONCLAVE")"; look $open "$(readlink -f "$(command -v sleep)")"
      for i in $(seq 500); do [ "$(stat -c %u /proc/$seen/environ)" = 0 ] && break; sleep 0.01; done
      echo "$(stat -c %u /proc/$seen/environ) $(stat -c %u /proc/$open/environ)"
      grep '^Max core' /proc/$seen/limits
      kill -KILL $seen $open
      """
    let result = try scratch.run(script)
    let lines = result.output.split(separator: "\n")
    let user = getuid() == 0 ? 65534 : getuid()
    #expect(lines.first == "0 \(user)", "\(result.output) \(result.errors)")
    #expect(lines.last?.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
    FaultNote.say("SE-07", "files of conclave below /proc belong to root, its core limit is 0")
  }
}
