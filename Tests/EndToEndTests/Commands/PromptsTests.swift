import EngineTestKit
import Foundation
import Testing

@testable import Engine
@testable import conclave

/// What reviewers are asked, and how a team changes it.
@Suite struct PromptsTests {
  private static let folder = ".conclave/prompts"

  /// The example as changes on disk and in the index.
  private func onDisk() throws -> Scratch {
    let scratch = try Scratch.example()
    try scratch.prepare("git reset -q --soft origin/main; mkdir -p \(Self.folder)", in: "shop")
    return scratch
  }

  private func write(_ text: String, _ name: String, _ scratch: Scratch) throws {
    try Data(text.utf8).write(to: scratch.directory.appending(path: "shop/\(Self.folder)/\(name)"))
  }

  private static func changed(_ file: URL) throws -> Date {
    try #require(try file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate)
  }

  /// The prompt that an agent of the newest run got.
  private func prompt(_ scratch: Scratch, _ agent: String = "security") throws -> String {
    // Names of runs of one second are in no order.
    let run = try #require(try scratch.runs().max { try Self.changed($0) < Self.changed($1) })
    return try String(contentsOf: run.appending(path: "agents/\(agent).1.prompt"), encoding: .utf8)
  }

  @Test func `prompts are listed with their sizes`() throws {
    let scratch = try Scratch()
    let result = try scratch.run("conclave prompts")
    #expect(result.status == 0 && result.errors.isEmpty && result.dangers.isEmpty)
    let names = result.output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(Array(names.dropLast()) == PromptBook.names)
    let size = BuiltInPrompts.part(of: .security)?.utf8.count ?? 0
    #expect(result.output.contains("security       \(size) bytes, about \((size + 3) / 4) tokens\n"))
  }

  @Test(arguments: PromptBook.names)
  func `what is shown is what an agent gets, but for the change`(name: String) throws {
    let scratch = try Scratch.example()
    let shown = try scratch.run("conclave prompts show \(name)")
    #expect(shown.status == 0 && shown.errors.isEmpty && shown.dangers.isEmpty)
    #expect(shown.output.hasPrefix(BuiltInPrompts.shared))
    guard name != "shared", name != "coordinator" else { return }
    #expect(try scratch.run("conclave --only \(name) --fail-on never").status == 0)
    // Line by line, since only lines of the change differ.
    let real = try prompt(scratch, name).components(separatedBy: "\n")
    let lines = shown.output.components(separatedBy: "\n")
    let others = lines.filter { !real.contains($0) }
    #expect(
      others.allSatisfy { line in
        [
          "BOUNDARY", "RUN_DIRECTORY", "TITLE", "SOURCE", "REPOSITORY", "TIER", "REVIEWERS", "SIZE", "NUMBER",
          "common_bytes", "SIGNS",
        ].contains {
          line.contains($0)
        }
      }, "\(others)")
    let missing = real.filter { !lines.contains($0) }
    let agentFields = missing.filter { $0.hasPrefix("compliance_rules: ") }
    #expect(missing.count - agentFields.count <= 46, "\(missing)")
  }

  @Test func `a file on disk extends or replaces, is told, and reaches the agent`() throws {
    let scratch = try onDisk()
    try write("Our gateway checks the signature.\n", "security.md", scratch)
    try write("# Your subject: speed\n\nOnly what a customer waits for.\n", "performance.replace.md", scratch)
    for source in ["--staged", "--working-tree"] {
      let result = try scratch.run("conclave \(source) --format json")
      #expect(result.errors.isEmpty)
      #expect(result.output.contains("the prompt of security is extended by .conclave/prompts/security.md"))
      #expect(
        result.output.contains("the prompt of performance is replaced by .conclave/prompts/performance.replace.md"))
      #expect(try prompt(scratch).contains("## What this team adds\n\nOur gateway checks the signature."))
      let performance = try prompt(scratch, "performance")
      #expect(
        performance.contains("Only what a customer waits for.") && !performance.contains("You are the performance"))
    }
    #expect(
      try scratch.run("conclave explain --staged").output.contains("note        the prompt of security is extended"))
    #expect(try scratch.run("conclave prompts").output.contains("; extended by .conclave/prompts/security.md"))
    #expect(try scratch.run("conclave prompts show security").output.contains("Our gateway checks the signature."))
    let path = try scratch.run("conclave prompts path").output
    #expect(path.contains("/.conclave/prompts/performance.replace.md  replaces performance\n"))
  }

  @Test func `a range takes the files of its base and names a change of them`() throws {
    let scratch = try Scratch.example()
    try scratch.prepare(
      "mkdir -p \(Self.folder); echo 'Report nothing at all.' > \(Self.folder)/security.md; commit 'Add a prompt'",
      in: "shop")
    let result = try scratch.run("conclave")
    #expect(result.output.contains(".conclave/prompts/security.md is edited by this change"))
    #expect(!result.output.contains("is extended by"))
    #expect(try !prompt(scratch).contains("Report nothing at all."))
    // Once it is in the base it counts.
    try scratch.prepare("echo x >> README.md; commit 'Next'", in: "shop")
    let next = try scratch.run("conclave HEAD~1..HEAD")
    #expect(next.output.contains("the prompt of security is extended by .conclave/prompts/security.md"))
    #expect(try prompt(scratch, "generalist").contains("# Your subject: this small change"))
    #expect(try scratch.run("conclave HEAD~1..HEAD --only security --fail-on never").status == 0)
    #expect(try prompt(scratch).contains("Report nothing at all."))
  }

  @Test(arguments: [
    ("printf x > securty.md", "did you mean security.md?"), ("printf x > notes.txt", "files are NAME.md"),
    ("printf x > shared.replace.md", "can't be replaced"),
    ("head -c 32769 /dev/zero | tr '\\0' x > security.md", "more than 32 KiB"),
    ("printf '\\377' > security.md", "is not UTF-8"), (": > security.md", "is empty"),
    ("ln -s /etc/passwd security.md", "no regular file"),
    ("mkdir security.md", "no regular file"), ("cd ..; rmdir prompts; ln -s /etc prompts", "is no folder"),
    ("cd ..; rmdir prompts; printf x > prompts", "is no folder"),
    ("for n in $(seq 70); do printf x > a$n.md; done", "more than 64 files"),
  ])
  func `what can't be used ends the review before it begins`(script: String, words: String) throws {
    let scratch = try onDisk()
    try scratch.prepare("cd \(Self.folder); \(script)", in: "shop")
    for call in ["conclave --staged", "conclave explain --working-tree", "conclave prompts list"] {
      let result = try scratch.run(call)
      #expect(
        result.status == 2 && result.errorLines.count == 1 && result.errors.contains(words), "\(call): \(result.errors)"
      )
    }
    // The same from a base. Git keeps no empty folder and no empty name.
    guard !script.hasPrefix("mkdir") else { return }
    try scratch.prepare("git add -A; commit 'Bad prompts'; echo x >> README.md; commit 'Next'", in: "shop")
    let result = try scratch.run("conclave HEAD~1..HEAD")
    #expect(result.status == 2 && result.errors.contains(words), "\(result.errors)")
    #expect(scratch.runs().isEmpty)
  }

  @Test func `the organisation's rules are read by whoever judges by them`() throws {
    let scratch = try Scratch.example()
    _ = try scratch.run("conclave")
    let item = "- `ENG-31` (warning): No personal or payment data in logs. Card numbers,"
    #expect(try prompt(scratch, "compliance").contains("## The organisation's rules\n\nThese and no others"))
    #expect(try prompt(scratch, "compliance").contains(item))
    #expect(try !prompt(scratch).contains("ENG-31"))
    #expect(try scratch.run("conclave prompts show compliance").output.contains(item))
    let nowhere = try Scratch()
    #expect(try !nowhere.run("conclave prompts show compliance").output.contains("The organisation's rules"))
  }

  @Test func `hidden files and a repository without prompts are no matter`() throws {
    let scratch = try onDisk()
    try scratch.prepare("touch \(Self.folder)/.gitkeep", in: "shop")
    #expect(try scratch.run("conclave --staged --fail-on never").status == 0)
    #expect(try scratch.run("conclave prompts path").output.hasSuffix("/.conclave/prompts  (no prompts there)\n"))
    let nowhere = try Scratch()
    #expect(try nowhere.run("conclave prompts path").status == 2)
  }

  @Test func `an unknown name is told the nearest one`() throws {
    let scratch = try Scratch()
    let result = try scratch.run("conclave prompts show securty")
    #expect(result.status == 2 && result.errors.contains("did you mean security?"))
    #expect(try scratch.run("conclave prompts shw").errors.contains("did you mean conclave prompts show?"))
  }
}
