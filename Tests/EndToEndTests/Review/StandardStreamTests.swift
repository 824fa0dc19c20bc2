import EngineTestKit
import Foundation
import Testing

/// Results that can't be delivered, readers that go away, descriptors that are closed.
@Suite struct StandardStreamTests {
  @Test(arguments: [
    "conclave > /dev/full", "conclave --format json > /dev/full", "conclave --format jsonl > /dev/full",
    "conclave --output /dev/full", "conclave --output .", "conclave --output /nosuch/result",
  ])
  func `a result that can't be written is status 4, and the review is kept whole`(call: String) throws {
    let scratch = try Scratch.example()
    let result = try scratch.run(call)
    #expect(result.status == 4)
    #expect(result.errorLines.count == 1 && result.errors.hasPrefix("conclave: can't write to "), "\(result.errors)")
    let run = try #require(scratch.runs().last?.lastPathComponent)
    #expect(result.errors.contains("the review is kept: conclave runs show \(run)"))
    let kept = try scratch.run("conclave runs show \(run)")
    #expect(kept.status == 0 && kept.output.contains("\nReviewed by: security, performance, "))
    #expect(kept.output.contains("\nExit status 1: "))
  }

  @Test(arguments: [
    "conclave runs list", "conclave rules list", "conclave config show", "conclave --help", "conclave doctor",
    "conclave explain", "conclave version", "conclave completions zsh",
  ])
  func `other commands say it too`(call: String) throws {
    let scratch = try Scratch.example()
    let result = try scratch.run("\(call) > /dev/full")
    #expect(result.status == 4 && result.errorLines.count == 1)
  }

  @Test(arguments: ["conclave", "conclave --format jsonl", "conclave --format json", "conclave rules list"])
  func `a reader that goes away ends it quietly`(call: String) throws {
    let scratch = try Scratch.example()
    // The reader's end is closed before the program starts, so that no speed matters.
    let result = try scratch.run("mkfifo ../pipe; exec 9<>../pipe; exec 8>../pipe 9<&-; \(call) >&8")
    #expect(result.status == 141, "\(call)")
    #expect(result.errors.isEmpty)
  }

  @Test(arguments: [
    ("conclave <&-", Int32(1)), ("conclave >&-", 1), ("conclave 2>&-", 1), ("conclave <&- >&- 2>&-", 1),
    ("conclave --patch - <&-", 2), ("conclave replay - <&-", 2),
  ])
  func `closed descriptors are no trap`(call: String, status: Int32) throws {
    let scratch = try Scratch.example()
    let result = try scratch.run(call)
    #expect(result.status == status, "\(call): \(result.errors)")
    // A file that got the number of a standard stream would hold what was meant for it.
    for run in scratch.runs() {
      let again = try scratch.run("conclave replay \(run.path) --print")
      #expect(again.status == 0 && again.errors.isEmpty)
    }
  }

  @Test func `a full disk, a closed pipe and a signal leave no agent's process behind`() throws {
    let scratch = try Scratch.example()
    _ = try scratch.run("conclave > /dev/full")
    _ = try scratch.run("conclave | head -1")
    #expect(try Cookie.processes(of: scratch).isEmpty)
  }
}
