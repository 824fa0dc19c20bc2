import Engine
import EngineTestKit
import Foundation
import Testing

/// Whoever starts many processes must not leave their remains.
@Suite struct ReapingTests {
  /// `CONCLAVE_SPAWNS=5000` for the number that the fault plan names.
  private static let spawns = ProcessInfo.processInfo.environment["CONCLAVE_SPAWNS"].flatMap { Int($0) } ?? 200

  /// Makes orphans one after another and waits for each to be gone, remains included: where nobody reaps it is never.
  private static let orphans = """
    use Time::HiRes qw(time sleep);
    for my $n (1..$ARGV[0]) {
      pipe(R, W);
      if (!fork) { my $p = fork; exit 0 if !$p; print W "$p\\n"; exit 0 }
      close W; chomp(my $p = <R>); close R; wait;
      my $end = time + 20;
      while (kill(0, $p)) { if (time > $end) { print "orphan $n is still there\\n"; exit 1 } sleep 0.0005 }
    }
    print "all gone\\n";
    """

  @Test("CP-13: orphans of an agent are reaped, one by one")
  func orphansAreReaped() async throws {
    let script = try ChildScript("exec perl -e '\(ReapingTests.orphans)' \(ReapingTests.spawns)")
    let start = SuspendingClock.now
    let exit = try await script.run()
    #expect(exit == ChildExit(status: .exited(0)))
    #expect(script.printedText == "all gone\n")
    FaultNote.say(
      "CP-13", "\(ReapingTests.spawns) orphans, at most one zombie at any time, in \(SuspendingClock.now - start)")
  }

  @Test("CP-13: agents that come and go leave nothing")
  func agentsComeAndGo() async throws {
    let before = ReapingTests.cost()
    for _ in 0..<ReapingTests.spawns / 4 {
      let script = try ChildScript("sleep 600 & exit 0")
      let exit = try await script.run()
      #expect(exit.status == .exited(0) && exit.survivorsKilled == 1, "\(exit)")
    }
    // Other tests hold some descriptors too, but none holds as many as would leak here.
    #expect(ReapingTests.cost() < before + ReapingTests.spawns / 4)
  }

  private static func cost() -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? .max
  }
}
