import EngineTestKit
import Foundation
import Testing

/// File systems of a few kilobytes.
enum SmallFileSystem {
  /// A mount name space of one's own needs no privilege on most systems, and is gone with its last process.
  static let mount = "mkdir -p full && exec unshare --map-root-user --mount /bin/bash -c"

  static let canMount = {
    guard let scratch = try? Scratch() else { return false }
    return (try? scratch.run("\(mount) 'mount -t tmpfs -o size=64k tmpfs full'").status) == 0
  }()
}

/// A state directory on a file system that is full: the review goes on and says what is not kept.
@Suite(.enabled(if: SmallFileSystem.canMount, "a small file system can't be mounted here")) struct FullDiskTests {
  private func review(size: String, _ flags: String = "") throws -> Program.Result {
    let scratch = try Scratch.example()
    return try scratch.run(
      """
      \(SmallFileSystem.mount) 'mount -t tmpfs -o size=\(size) tmpfs full && export XDG_STATE_HOME=$PWD/full
      "$CONCLAVE" \(flags); status=$?; cp full/conclave/runs/*/journal.jsonl '\(scratch.home.file("journal"))'
      "$CONCLAVE" replay '\(scratch.home.file("journal"))' --print >/dev/null 2>&1; echo "replay ended with $?"
      exit $status'
      """)
  }

  @Test(arguments: ["12k", "32k", "64k"])
  func `the review ends as if there were room, and what was recorded plays`(size: String) throws {
    let result = try review(size: size)
    #expect(result.status == 1)
    #expect(result.output.contains("\nwarning: the agents' files of this run are not kept: only "))
    #expect(result.output.contains("\nExit status 1: "))
    // However late the disk filled up.
    #expect(result.errorLines.count == 1 && result.errors.contains("is not whole: events from "))
    #expect(result.output.hasSuffix("replay ended with 3\n"))
    #expect(result.dangers.isEmpty)
  }

  @Test func `a recording that was required and is not whole is status 6`() throws {
    let result = try review(size: "32k", "--require-recording")
    #expect(result.status == 6)
    #expect(result.output.contains("\nDecision: significant concerns"))
    #expect(result.output.contains("\nwarning: recording stopped at event "))
    #expect(result.output.contains("\nExit status 6: "))
  }
}
