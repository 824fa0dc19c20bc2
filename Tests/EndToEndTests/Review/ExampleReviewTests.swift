import EngineTestKit
import Foundation
import Testing

/// The example, reviewed as a user does it without a terminal.
@Suite struct ExampleReviewTests {
  @Test func `the text names findings of many reviewers, the decision, the coverage and the recording`() throws {
    let scratch = try Scratch.example()
    let result = try scratch.program.run([])
    #expect(result.status == 1, "\(result.errors)")
    #expect(result.errors.isEmpty)
    #expect(result.dangers.isEmpty)
    let sections = ["Security", "Performance", "Code quality", "Documentation", "Release", "Compliance", "AGENTS.md"]
    for section in sections { #expect(result.output.contains("\n\(section)\n  ")) }
    #expect(result.output.contains("\n  ● critical src/refunds.py:25 "))
    #expect(result.output.contains("\nDecision: significant concerns (1 critical)"))
    #expect(result.output.contains("\nReviewed by: security, performance, code-quality, documentation, release, "))
    #expect(result.output.contains("\nCoverage: 17 files reviewed, 1 not; +211 -11; tier full: "))
    #expect(result.output.contains("\n  not reviewed: uv.lock: lock file\n"))
    let run = try #require(scratch.runs().first)
    #expect(result.recording == run.path && scratch.runs().count == 1)
    #expect(result.output.hasSuffix("\nExit status 1: reviewed, findings at or above --fail-on\n"))
  }

  @Test func `nobody but the owner may read a run`() throws {
    let scratch = try Scratch.example()
    _ = try scratch.run("umask 0; conclave")
    let modes = try scratch.prepare("cd ../state; find conclave -type d ! -perm 700 -o -type f ! -perm 600")
    #expect(modes.isEmpty)
  }

  @Test(arguments: [
    ("--fail-on critical", Int32(1)), ("--fail-on warning", 1), ("--fail-on suggestion", 1), ("--fail-on never", 0),
    ("--only documentation", 0), ("--only documentation --fail-on warning", 1), ("--skip security", 0),
    ("--tier trivial --fail-on never", 0), ("--only security,release", 1),
  ])
  func `the status follows the threshold and what was found`(flags: String, status: Int32) throws {
    let result = try Scratch.example().run("conclave \(flags)")
    #expect(result.status == status, "\(flags)\n\(result.output)\(result.errors)")
    #expect(result.output.contains("\nExit status \(status): "))
  }

  @Test(arguments: [
    ("--tier lite", "Reviewed by: security, code-quality, documentation (", "skipped: performance, release, "),
    ("--tier trivial", "Reviewed by: generalist (", "skipped: security, "),
    ("--only security,agents-md", "Reviewed by: security, agents-md (", "skipped: performance, "),
    (
      "--skip security --skip release",
      "Reviewed by: performance, code-quality, documentation, compliance, agents-md (",
      "skipped: security, release"
    ),
  ])
  func `who reviews is chosen by tier and by name`(flags: String, reviewers: String, skipped: String) throws {
    let result = try Scratch.example().run("conclave \(flags) --fail-on never")
    #expect(result.status == 0)
    #expect(result.output.contains(reviewers) && result.output.contains(skipped), "\(result.output)")
  }

  @Test func `what is printed is kept, and every way to it gives the same report`() throws {
    let scratch = try Scratch.example()
    let printed = try scratch.run("conclave --format json")
    #expect(printed.status == 1 && printed.errors.isEmpty)
    let run = try #require(scratch.runs().last)
    #expect(try Data(contentsOf: run.appending(path: "report.json")) == printed.outputBytes)
    for call in [
      "conclave runs show --format json", "conclave runs show \(run.lastPathComponent) --format json",
      "conclave replay \(run.lastPathComponent) --print --format json", "conclave replay \(run.path) --format json",
      "conclave replay \(run.path)/journal.jsonl --format json",
      "conclave replay - --print --format json < \(run.path)/journal.jsonl",
      "conclave replay \(run.path) --format jsonl | conclave replay --print --format json -",
    ] {
      let again = try scratch.run(call)
      #expect(again.status == 0 && again.errors.isEmpty, "\(call): \(again.errors)")
      #expect(again.outputBytes == printed.outputBytes, "\(call)")
    }
  }

  @Test func `the live stream is the recording, and ends in the same report`() throws {
    let scratch = try Scratch.example()
    let stream = try scratch.run("conclave --format jsonl")
    #expect(stream.status == 1 && stream.errors.isEmpty)
    let run = try #require(scratch.runs().last)
    #expect(try Data(contentsOf: run.appending(path: "journal.jsonl")) == stream.outputBytes)
    let replayed = try scratch.program.run(["replay", "--print", "--format", "json", "-"], input: stream.outputBytes)
    #expect(try Data(contentsOf: run.appending(path: "report.json")) == replayed.outputBytes)
    let text = try scratch.program.run(["replay", "--print", "-"], input: stream.outputBytes)
    #expect(text.status == 0)
    #expect(text.output.contains("\nDecision: significant concerns (1 critical)"))
  }

  @Test func `a report validates against the schema`() throws {
    let schema = try SchemaChecker(
      Array(Data(contentsOf: ProjectFiles.root.appending(path: "Schemas/report.schema.json"))))
    let scratch = try Scratch.example()
    for flags in ["", "--tier trivial", "--only release", "HEAD..HEAD", "--no-record", "--runtime rehearsal:demo"] {
      let result = try scratch.run("CONCLAVE_REHEARSAL_SPEED=400 conclave --format json \(flags)")
      #expect(try schema.problems(Array(result.outputBytes)) == [], "\(flags)")
    }
  }

  @Test func `markdown is the comment that would be posted`() throws {
    let scratch = try Scratch.example()
    let markdown = try scratch.run("conclave --format markdown")
    #expect(markdown.status == 1 && markdown.errors.isEmpty)
    #expect(markdown.output.contains("## Conclave review: significant concerns"))
    #expect(try scratch.run("conclave post --to stdout --all-open").outputBytes == markdown.outputBytes)
    let posted = try scratch.run("conclave post --to file:comment.md --all-open && cat comment.md")
    #expect(posted.outputBytes == markdown.outputBytes)
    #expect(!(try scratch.run("conclave post --to stdout").output.contains("critical** ·")))
  }

  @Test(arguments: ["text", "markdown", "json", "jsonl"])
  func `a result goes to a file while lines tell what happens`(format: String) throws {
    let scratch = try Scratch.example()
    let result = try scratch.run(
      "conclave --format \(format) --output ../result; status=$?; ls -l ../result; exit $status")
    #expect(result.status == 1 && result.errors.isEmpty)
    #expect(result.output.contains("[00:00] security       done (3 findings"))
    let file = try Data(contentsOf: scratch.directory.appending(path: "result"))
    let again = try scratch.run("conclave runs show --format \(format)")
    #expect(file == again.outputBytes)
  }

  @Test func `without a recording nothing is written`() throws {
    let scratch = try Scratch.example()
    let result = try scratch.run("conclave --no-record")
    #expect(result.status == 1 && result.recording == nil)
    #expect(scratch.runs().isEmpty)
    // Nor is anything of the agents' files left behind.
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.home.path)
    #expect(left.allSatisfy { !$0.hasPrefix("conclave-") }, "\(left)")
  }
}
