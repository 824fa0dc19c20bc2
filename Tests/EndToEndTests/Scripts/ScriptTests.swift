import Foundation
import Testing

/// The scripts behind `make run` and `make test`.
@Suite struct ScriptTests {
  private static let environment = ["PATH": "/usr/bin:/bin"]

  @Test(arguments: [
    (Int32(0), Int32(0), "would have seen exit status 0"), (1, 0, "would have seen exit status 1"),
    (3, 0, "would have seen exit status 3"), (2, 2, "ended with exit status 2"),
    (143, 143, "ended with exit status 143"),
  ])
  func `the example says what a hook would have seen`(review: Int32, status: Int32, message: String) throws {
    let sandbox = try ScriptSandbox()
    let script = "Scripts/run-example.sh"
    try FileManager.default.createDirectory(atPath: sandbox.path("Scripts"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: ScriptSandbox.scripts.appending(path: "run-example.sh"), to: sandbox.directory.appending(path: script))
    try sandbox.program("Examples/make-example.sh", "mkdir -p \"$1\"; touch \"$1/made\"")
    try sandbox.program("conclave", "[[ -e made ]] && echo \"reviewed $*\"; exit \(review)")
    var environment = Self.environment
    environment["TMPDIR"] = sandbox.path("")
    let outcome = try sandbox.run(script, ["conclave", "--runtime", "rules"], environment: environment)
    #expect(outcome.status == status)
    #expect(outcome.output.contains("reviewed review --runtime rules"))
    #expect(outcome.output.contains(message))
    let left = try FileManager.default.contentsOfDirectory(atPath: sandbox.path(""))
    #expect(left.sorted() == ["Examples", "Scripts", "conclave"])
    environment["EXAMPLE"] = sandbox.path("kept")
    _ = try sandbox.run(script, ["conclave"], environment: environment)
    #expect(FileManager.default.fileExists(atPath: sandbox.path("kept/made")))
  }

  @Test func `what goes well takes one line, what fails says what`() throws {
    let sandbox = try ScriptSandbox()
    let script = ScriptSandbox.scripts.appending(path: "quietly.sh").path
    try sandbox.program("good", "echo chatter; echo 'Test run with 7 tests passed'")
    try sandbox.program("bad", "echo chatter; echo 'a.swift:1: error: no'; exit 4")
    try sandbox.program("mute", "echo only this; exit 5")
    let good = try sandbox.run(script, ["the tests", "./good"], environment: Self.environment)
    #expect(good.status == 0)
    #expect(good.output.hasPrefix("the tests: done in ") && good.output.hasSuffix("s\nTest run with 7 tests passed\n"))
    let bad = try sandbox.run(script, ["the build", "./bad"], environment: Self.environment)
    #expect(bad.status == 4)
    #expect(bad.output.contains("a.swift:1: error: no") && !bad.output.contains("chatter"))
    #expect(bad.output.contains(".build/logs/the-build.log"))
    let mute = try sandbox.run(script, ["it", "./mute"], environment: Self.environment)
    #expect(mute.status == 5 && mute.output.contains("only this"))
    let machine = try sandbox.run(script, ["it", "./bad"], environment: Self.environment.merging(["CI": "1"]) { $1 })
    #expect(machine.output.contains("chatter"))
  }
}
