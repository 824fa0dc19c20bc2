import EngineTestKit
import Foundation
import Testing

/// What a review leaves on the disk is its user's alone.
@Suite struct ModesTests {
  @Test(arguments: ["000", "022", "0177", "0777"])
  func `DK-12: all files of a run are 0600 and all folders 0700, whatever the umask`(mask: String) throws {
    let scratch = try Scratch.example()
    let result = try scratch.run(
      """
      umask \(mask); "$CONCLAVE"; status=$?; umask 022
      find '\(scratch.home.file("state"))' -printf '%y %m %P\\n' | sort | uniq; exit $status
      """)
    #expect(result.status == 1, "\(result.errors)")
    let entries = result.output.split(separator: "\n").filter { $0.hasPrefix("d ") || $0.hasPrefix("f ") }
    #expect(entries.contains { $0.hasSuffix(".out") } && entries.contains { $0.hasSuffix(".err") })
    #expect(entries.contains { $0.hasSuffix("/journal.jsonl") } && entries.contains { $0.hasSuffix(".prompt") })
    for entry in entries where !entry.hasSuffix(" ") {
      #expect(entry.hasPrefix("d 700 ") || entry.hasPrefix("f 600 "), "\(entry)")
    }
    FaultNote.say("DK-12", "\(entries.count) entries of a whole run are 0600 or 0700 with umask \(mask)")
  }

  @Test(.disabled(if: Built.isSanitized, "a sanitizer keeps files of its own that are larger"))
  func `DK-09: a limit on file sizes ends the recording and not the review`() throws {
    let scratch = try Scratch.example()
    let result = try scratch.run("ulimit -f 16; exec \"$CONCLAVE\"")
    #expect(result.status == 1, "\(result.output)\(result.errors)")
    #expect(result.output.contains("warning: recording stopped at event ") || result.errors.contains("is not whole"))
    let run = try #require(scratch.runs().first).lastPathComponent
    #expect(try scratch.run("conclave replay \(run) --print").status == 3)
  }

  @Test func `DK-10: two reviews at once have runs of their own, and both are whole`() throws {
    let scratch = try Scratch.example()
    let result = try scratch.run(
      """
      "$CONCLAVE" >../first & one=$!
      "$CONCLAVE" >../second & two=$!
      wait $one; echo "first ended with $?"; wait $two; echo "second ended with $?"
      "$CONCLAVE" runs
      """)
    #expect(result.output.contains("first ended with 1\nsecond ended with 1\n"), "\(result.output)\(result.errors)")
    #expect(Set(scratch.runs()).count == 2)
    for run in scratch.runs() {
      #expect(try scratch.run("conclave replay '\(run.path)' --print --format json").status == 0)
    }
  }
}
