import Foundation
import Testing

/// `make test-opencode` where there is no OpenCode, and where there is one.
@Suite struct OpenCodeScriptTests {
  private static let tools = ["bash", "dirname", "realpath", "mktemp", "timeout", "tail", "rm"]

  /// - Parameters:
  ///   - version: what the OpenCode on PATH says; nil for none there.
  ///   - suite: the status of the tests.
  private func run(_ version: String?, hasSearch: Bool = true, suite: Int = 0) throws -> (status: Int32, output: String)
  {
    let sandbox = try ScriptSandbox()
    try FileManager.default.createDirectory(atPath: sandbox.path("Scripts"), withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: sandbox.path("bin"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: ScriptSandbox.scripts.appending(path: "test-opencode.sh"),
      to: sandbox.directory.appending(path: "Scripts/test-opencode.sh"))
    for tool in Self.tools {
      try FileManager.default.createSymbolicLink(
        atPath: sandbox.path("bin/\(tool)"), withDestinationPath: "/usr/bin/\(tool)")
    }
    try sandbox.program("bin/swift", "echo \"suite with $OPENCODE: $*\"; exit \(suite)")
    if let version { try sandbox.program("bin/opencode", "echo '\(version)'") }
    if hasSearch { try sandbox.program("bin/rg", "exit 0") }
    return try sandbox.run(
      "Scripts/test-opencode.sh", [], environment: ["PATH": sandbox.path("bin"), "TMPDIR": sandbox.path("")])
  }

  @Test(arguments: [
    (nil, "there is no opencode on PATH"), ("1.17.20", "is 1.17.20"), ("2.0.1", "is 2.0.1"),
    ("hello", "does not say its version"),
  ])
  func `nothing is tested, and that is said`(version: String?, why: String) throws {
    let outcome = try run(version)
    #expect(outcome.status == 77 && outcome.output.contains("NOT TESTED: ") && outcome.output.contains(why))
    #expect(outcome.output.contains("neither passed nor failed"))
  }

  @Test func `without a search tool nothing is tested`() throws {
    let outcome = try run("1.18.33", hasSearch: false)
    #expect(outcome.status == 77 && outcome.output.contains("ripgrep"))
  }

  @Test(arguments: [0, 1])
  func `the suite runs with it, and its status counts`(suite: Int) throws {
    let outcome = try run("1.18.33", suite: suite)
    #expect(outcome.status == Int32(suite))
    #expect(outcome.output.contains("bin/opencode: test --skip-build --filter ^OpenCodeTests"))
  }
}
