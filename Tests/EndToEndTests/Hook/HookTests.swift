import EngineTestKit
import Foundation
import Testing

/// The pre-push hook, called by a real push to a real remote.
@Suite struct HookTests {
  /// Without a controlling terminal, as in an editor or a job.
  private static let push = "setsid --wait git push --quiet"

  private func installed() throws -> Scratch {
    let scratch = try Scratch.example()
    let result = try scratch.run("conclave hook install")
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.output.hasPrefix("installed ") && result.output.hasSuffix("/hooks/pre-push\n"))
    return scratch
  }

  private func remoteBranches(_ scratch: Scratch) throws -> [String] {
    try scratch.prepare("git -C shop-origin.git for-each-ref --format='%(refname:short)'")
      .split(separator: "\n").map(String.init)
  }

  @Test func `a critical finding stops the push, which can be forced`() throws {
    let scratch = try installed()
    let stopped = try scratch.run("\(Self.push) origin feature/refunds")
    #expect(stopped.status == 1)
    // Git keeps a hook's output for standard error or standard output, by its version.
    let told = stopped.output + stopped.errors
    #expect(told.contains("reviewing refs/heads/feature/refunds before it is pushed"))
    #expect(told.contains("● critical src/refunds.py:25"))
    #expect(told.contains("conclave: the push is stopped: "))
    #expect(stopped.dangers.isEmpty)
    #expect(try remoteBranches(scratch) == ["main"])
    #expect(scratch.runs().count == 1)

    #expect(try scratch.run("\(Self.push) --no-verify origin feature/refunds").status == 0)
    #expect(try remoteBranches(scratch) == ["feature/refunds", "main"])
  }

  @Test func `a clean change passes, and only what is new is reviewed`() throws {
    let scratch = try installed()
    try scratch.prepare(
      "git checkout -q -b docs main; echo >> README.md; echo 'More.' >> README.md; commit docs", in: "shop")
    let first = try scratch.run("\(Self.push) origin docs")
    #expect(first.status == 0, "\(first.errors)\(first.output)")
    #expect((first.output + first.errors).contains("Coverage: 1 file reviewed"))
    try scratch.prepare("echo 'Even more.' >> docs/refunds.md; echo 'x' > docs/new.md; commit more", in: "shop")
    let second = try scratch.run("\(Self.push) origin docs")
    #expect(second.status == 0)
    #expect(!(second.output + second.errors).contains("README.md"))
  }

  @Test func `a forced push over somebody else's commit is reviewed too`() throws {
    let scratch = try installed()
    try scratch.prepare("git checkout -q -b words main; echo More >> README.md; commit words", in: "shop")
    try scratch.prepare("git push -q --no-verify origin words", in: "shop")
    try scratch.prepare(
      "git clone -q shop-origin.git other; cd other; git checkout -q words; echo x > x.md; commit theirs; git push -q")
    let result = try scratch.run("\(Self.push) --force origin words")
    #expect(result.status == 0, "\(result.errors)\(result.output)")
    #expect((result.output + result.errors).contains("Coverage: 1 file reviewed"))
    #expect(scratch.runs().count == 1)
  }

  @Test(arguments: [
    "git tag v1 main && setsid --wait git push --quiet origin v1",
    "git push -q --no-verify origin feature/refunds && setsid --wait git push --quiet origin :feature/refunds",
    "setsid --wait git push --quiet origin main",
  ])
  func `tags, deletions and nothing at all are not reviewed`(script: String) throws {
    let scratch = try installed()
    let result = try scratch.run(script)
    #expect(result.status == 0, "\(result.errors)")
    #expect(scratch.runs().isEmpty)
  }

  @Test func `installing twice changes nothing, and uninstalling removes it`() throws {
    let scratch = try installed()
    let hook = scratch.directory.appending(path: "shop/.git/hooks/pre-push")
    let text = try Data(contentsOf: hook)
    let again = try scratch.run("conclave hook install")
    #expect(again.status == 0 && again.output.contains("already installed"))
    #expect(try Data(contentsOf: hook) == text)
    #expect(try scratch.run("conclave doctor").output.contains("pushes from here are reviewed first"))
    #expect(try scratch.run("conclave hook uninstall").status == 0)
    #expect(!FileManager.default.fileExists(atPath: hook.path))
    #expect(try scratch.run("conclave hook uninstall").output.contains("no pre-push hook is installed"))
  }

  @Test func `another tool's hook stays as it is`() throws {
    let scratch = try Scratch.example()
    try scratch.prepare("printf '#!/bin/sh\\nlint\\n' > .git/hooks/pre-push; chmod +x .git/hooks/pre-push", in: "shop")
    for command in ["install", "uninstall"] {
      let result = try scratch.run("conclave hook \(command)")
      #expect(result.status == 5)
      #expect(result.errorLines.count == 1 && result.errors.contains("of another tool"))
    }
    #expect(try scratch.prepare("cat .git/hooks/pre-push", in: "shop") == "#!/bin/sh\nlint\n")
  }

  @Test(arguments: ["", "install", "uninstall"])
  func `outside of a repository it says so`(command: String) throws {
    let scratch = try Scratch()
    let result = try scratch.run("conclave hook \(command)")
    #expect(result.status == 2 && result.errorLines.count == 1)
  }

  @Test func `input that is not git's is refused`() throws {
    let scratch = try Scratch.example()
    let result = try scratch.run("echo hello | setsid --wait \"$CONCLAVE\" hook run origin url")
    #expect(result.status == 2 && result.errors.contains("pre-push protocol"))
  }
}
