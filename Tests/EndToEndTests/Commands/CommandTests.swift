import EngineTestKit
import Foundation
import Testing

@testable import conclave

/// The commands beside the review, as a user meets them.
@Suite struct CommandTests {
  @Test(arguments: CommandID.allCases)
  func `every command has help with an example`(command: CommandID) throws {
    let scratch = try Scratch()
    let result = try scratch.program.run(CommandTable.spec(command).words + ["--help"])
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.output.contains("conclave \(CommandTable.spec(command).words.joined(separator: " "))"))
    #expect(result.dangers.isEmpty)
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }

  @Test func `the version is the same in both spellings`() throws {
    let scratch = try Scratch()
    let result = try scratch.program.run(["--version"])
    #expect(result.status == 0 && result.output == "conclave \(Surroundings.version)\n")
    #expect(try scratch.program.run(["version"]).output == result.output)
  }

  @Test func `explain says tier, rule, path, who reads what, and runs nothing`() throws {
    let scratch = try Scratch.example()
    let result = try scratch.run("conclave explain")
    #expect(result.status == 0 && result.errors.isEmpty && result.dangers.isEmpty)
    for line in [
      "size        18 files, +211 -11", "tier        full: sensitive path (auth): src/auth/session.py",
      "read        src/refunds.py  +", "left out    uv.lock  lock file", "runs        security",
      "runs        agents-md", "forecast    no tokens and no cost",
    ] { #expect(result.output.contains(line), "\(line)\n\(result.output)") }
    #expect(scratch.runs().isEmpty)
    let lite = try scratch.run("conclave explain --tier lite --skip documentation")
    #expect(lite.output.contains("skipped     performance: not in the lite tier"))
    #expect(lite.output.contains("skipped     documentation: left out with --skip"))
  }

  @Test func `runs are listed newest first, shown, and pruned by their age`() throws {
    let scratch = try Scratch.example()
    #expect(try scratch.run("conclave runs").output == "no runs are recorded yet\n")
    _ = try scratch.run("conclave")
    _ = try scratch.run("conclave --only documentation")
    let list = try scratch.run("conclave runs list")
    #expect(list.status == 0 && list.output.split(separator: "\n").count == 2)
    #expect(list.output.contains("significant_concerns") && list.output.contains("Release 1.5.0"))
    let shown = try scratch.run("conclave runs show")
    #expect(shown.output.contains("Reviewed by: documentation"))
    #expect(try scratch.run("conclave runs prune --older-than 1d").output == "0 runs removed\n")
    #expect(try scratch.run("conclave runs prune --older-than 0d --dry-run").output.hasSuffix("2 runs would go\n"))
    #expect(scratch.runs().count == 2)
    #expect(try scratch.run("conclave runs prune --older-than 0d").output.hasSuffix("2 runs removed\n"))
    #expect(scratch.runs().isEmpty)
  }

  @Test func `the newest run is that of this repository, also from a folder in it`() throws {
    let scratch = try Scratch.example()
    _ = try scratch.run("conclave --only security")
    try scratch.prepare("mkdir other; cd other; repository; commit one; echo 'eval(x)' > a.py; commit two")
    _ = try scratch.run("cd ../other; conclave HEAD~1..HEAD")
    #expect(try scratch.run("cd src/auth; conclave runs show").output.contains("src/refunds.py:25"))
    #expect(try scratch.run("cd ../other; conclave triage --print").output.contains("Coverage: 1 file"))
    #expect(try scratch.run("cd /; conclave runs show").status == 2)
  }

  @Test func `the configuration is checked, and each value knows where it comes from`() throws {
    var scratch = try Scratch("repository; commit one; printf '[limits]\\ntask = \"2m\"\\n' > conclave.toml")
    scratch.program.environment = ["CONCLAVE_LIMITS_RETRIES": "1"]
    #expect(try scratch.run("conclave config check").status == 0)
    let shown = try scratch.run("conclave config show").output.split(separator: "\n")
    for (setting, origin) in [
      ("limits.task = \"2m\" ", "/place/conclave.toml:2"), ("limits.retries = 1 ", " $CONCLAVE_LIMITS_RETRIES"),
      ("limits.overall = \"25m\" ", " default"),
    ] { #expect(shown.contains { $0.hasPrefix(setting) && $0.hasSuffix(origin) }, "\(setting)") }
    let paths = try scratch.run("conclave config path").output
    #expect(paths.contains("/place/conclave.toml\n") && paths.contains("/etc/conclave/config.toml"))
    try scratch.prepare("echo 'limits = 3' > conclave.toml")
    let broken = try scratch.run("conclave config check")
    #expect(broken.status == 2 && broken.errors.contains("conclave.toml:1:") && broken.errorLines.count == 1)
  }

  @Test func `rules are listed, and an organisation's own are tested`() throws {
    let scratch = try Scratch.example()
    let list = try scratch.run("conclave rules list")
    #expect(list.status == 0 && list.dangers.isEmpty)
    #expect(list.output.contains("security/sql-string-built"))
    let tested = try scratch.run("conclave rules test .conclave/rules/*.toml")
    #expect(tested.status == 0, "\(tested.errors)\(tested.output.suffix(500))")
    try scratch.prepare("echo 'nonsense = ' > bad.toml", in: "shop")
    let broken = try scratch.run("conclave rules test bad.toml")
    #expect(broken.status == 2 && broken.errors.contains("bad.toml:1:"))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions are a script of their shell`(name: String) throws {
    let scratch = try Scratch()
    let result = try scratch.run("conclave completions \(name)")
    #expect(result.status == 0 && result.output.contains("conclave") && result.output.contains("require-recording"))
  }
}
