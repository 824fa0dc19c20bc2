import Engine
import LocalPlugin
import Testing

struct PushedRefTests {
  static let a = String(repeating: "a", count: 40)
  static let b = String(repeating: "b", count: 64)
  static let zero = String(repeating: "0", count: 40)

  @Test(arguments: [
    ("refs/heads/f \(a) refs/heads/f \(zero)\n", [PushedRef.Update.create(a)], true),
    ("HEAD~1 \(a) refs/heads/x \(b)\n", [.move(from: b, to: a)], true),
    ("(delete) \(zero) refs/heads/old \(a)\n", [.delete], true),
    ("refs/tags/v1 \(a) refs/tags/v1 \(zero)\n", [.create(a)], false),
    ("", [], true),
  ])
  func readsWhatGitWrites(input: String, updates: [PushedRef.Update], isBranch: Bool) throws {
    let refs = try PushedRef.parse(Array(input.utf8))
    #expect(refs.map(\.update) == updates)
    #expect(refs.allSatisfy { $0.isBranch == isBranch })
  }

  @Test(arguments: [
    "one two three\n", "a \(a) b --upload-pack=x\n", "a HEAD b \(a)\n", "a \(a)\n", "\u{0}\n",
    "a \(String(repeating: "g", count: 40)) b \(a)\n",
  ])
  func refusesEverythingElse(input: String) {
    #expect(throws: ReviewFailure.self) { try PushedRef.parse(Array(input.utf8)) }
  }
}

struct PrePushHookTests {
  let script = PrePushHook.script(executable: "/opt/it's here/conclave")

  @Test func theScriptQuotesItsPath() {
    #expect(script.contains("exec '/opt/it'\\''s here/conclave' hook run \"$@\""))
    #expect(script.hasPrefix("#!/bin/sh\n"))
  }

  @Test func installsReplacesItsOwnAndLeavesOthersAlone() throws {
    let path = "/opt/it's here/conclave"
    #expect(try PrePushHook.install(executable: path, existing: nil) == .write(script))
    #expect(try PrePushHook.install(executable: path, existing: script) == .nothing("the hook is already installed"))
    let older = PrePushHook.script(executable: "/old/conclave")
    #expect(try PrePushHook.install(executable: path, existing: older) == .write(script))
    #expect(throws: ReviewFailure.self) { try PrePushHook.install(executable: path, existing: "#!/bin/sh\nlint\n") }
  }

  @Test func uninstallsOnlyItsOwn() throws {
    #expect(try PrePushHook.uninstall(existing: script) == .remove)
    #expect(try PrePushHook.uninstall(existing: nil) == .nothing("no pre-push hook is installed"))
    #expect(throws: ReviewFailure.self) { try PrePushHook.uninstall(existing: "#!/bin/sh\nlint\n") }
  }
}
