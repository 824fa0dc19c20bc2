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
  func `DK-04, DK-04a: the review ends as if there were room, and what was recorded plays`(size: String) throws {
    let result = try review(size: size)
    #expect(result.status == 1)
    #expect(result.output.contains("\nwarning: the agents' files of this run are not kept: only "))
    #expect(result.output.contains("\nExit status 1: "))
    // However late the disk filled up.
    #expect(result.errorLines.count == 1 && result.errors.contains("is not whole: events from "))
    #expect(result.output.hasSuffix("replay ended with 3\n"))
    #expect(result.dangers.isEmpty)
  }

  @Test func `DK-04: a recording that was required and is not whole is status 6`() throws {
    let result = try review(size: "32k", "--require-recording")
    #expect(result.status == 6)
    #expect(result.output.contains("\nDecision: significant concerns"))
    // A disk that fills up at the very end is told there and not among the events.
    #expect(result.errors.contains("is not whole: events from "))
    #expect(result.output.contains("\nExit status 6: "))
  }

  @Test func `DK-04a: with the temporary directory full as well, agents work in memory and that is said once`() throws {
    let scratch = try Scratch.example()
    let result = try scratch.run(
      """
      \(SmallFileSystem.mount) 'mount -t tmpfs -o size=64k tmpfs full && export TMPDIR=$PWD/full XDG_STATE_HOME=$PWD/full/state
      mkdir -p $XDG_STATE_HOME/conclave; mount -o remount,ro full
      "$CONCLAVE"; status=$?; ls -d /dev/shm/conclave-* 2>/dev/null || echo "nothing is left"; exit $status'
      """)
    // Not 3: every reviewer has proved that it finished.
    #expect(result.status == 1, "\(result.output)\(result.errors)")
    for warning in ["this review works in memory: ", "this review is not recorded: "] {
      #expect(result.output.components(separatedBy: "\nwarning: \(warning)").count == 2)
    }
    #expect(result.output.hasSuffix("nothing is left\n"))
  }

  @Test func `DK-04a: a disk that fills while an agent prints is the reason why its review is incomplete`() throws {
    let scratch = try Scratch.example()
    let text = String(repeating: "x", count: 100_000)
    let lines = (0..<200).map {
      #"{"type":"text","sessionID":"s","part":{"id":"p\#($0)","type":"text","text":"\#(text)"}}"#
    }
    try scratch.home.write("long.jsonl", Array(lines.map { $0 + "\n" }.joined().utf8))
    let result = try scratch.run(
      """
      \(SmallFileSystem.mount) 'mount -t tmpfs -o size=18m tmpfs full && export XDG_STATE_HOME=$PWD/full
      "$CONCLAVE" --runtime rehearsal:\(scratch.home.file("long.jsonl")) --only security'
      """)
    #expect(result.status == 3, "\(result.output.suffix(3000))\(result.errors)")
    #expect(
      result.output.contains("the disk takes no more of its output (No space left on device)"),
      "\(result.output.suffix(3000))")
    #expect(!result.output.contains("attempt 2"))
  }

  @Test func `DK-05: a real disk that gets room again has a gap record on a line of its own`() throws {
    let scratch = try Scratch()
    let result = try scratch.run(
      """
      \(SmallFileSystem.mount) 'mount -t tmpfs -o size=64k tmpfs full
      "\(Built.program("recorder-probe"))" interrupted full | while read -r line; do case $line in
        acknowledged*) ;;
        "recording stopped"*) echo "$line"; mount -o remount,size=64m full;;
        *) echo "$line";; esac; done
      "\(Built.program("recorder-probe"))" read full; grep -c gap full/journal.jsonl; grep -vc "^{.*}$" full/journal.jsonl'
      """)
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.first?.hasPrefix("recording stopped at event ") == true, "\(lines)\(result.errors)")
    #expect(lines.first?.hasSuffix(": No space left on device; the review goes on") == true)
    #expect(lines.contains { $0.hasPrefix("recording goes on, ") && $0.hasSuffix(" events are missing in it") })
    #expect(lines.count { $0.hasPrefix("damage line ") && $0.hasSuffix(" could not be recorded") } == 1)
    #expect(lines.count { $0.hasPrefix("damage ") } == 1)
    // One record of a gap, no line that is not whole.
    #expect(lines.suffix(2) == ["1", "0"])
    let gap = lines.first { $0.hasPrefix("damage ") } ?? ""
    FaultNote.say("DK-05", "\(gap), everything else is there")
  }
}
