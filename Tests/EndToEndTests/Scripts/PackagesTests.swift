import Foundation
import Testing

/// `Scripts/packages.sh` with a machine of stubs as its PATH.
@Suite struct PackagesTests {
  private struct Machine {
    var swift: String? = "Swift version 6.3.1 (swift-6.3.1-RELEASE)"
    var installed: [String]? = ["git"]
    var installWorks = true
  }

  private struct Outcome {
    var status: Int32
    var output: String
    /// What apt-get was called with.
    var calls: [String]
  }

  private static func run(_ machine: Machine, _ packages: [String], present: Bool = false) throws -> Outcome {
    let manager = FileManager.default
    let sandbox = try ScriptSandbox()
    for tool in ["bash", "env", "sed", "head", "mktemp", "rm", "cat"] {
      let real = try #require(["/usr/bin/\(tool)", "/bin/\(tool)"].first { manager.isExecutableFile(atPath: $0) })
      try manager.createSymbolicLink(atPath: sandbox.path(tool), withDestinationPath: real)
    }
    let calls = sandbox.path("calls")
    if let swift = machine.swift { try sandbox.program("swift", "echo '\(swift)'") }
    if let installed = machine.installed {
      let names = installed.joined(separator: "|")
      try sandbox.program("dpkg-query", "case \"$4\" in \(names)) printf installed ;; *) exit 1 ;; esac")
      try sandbox.program("apt-get", "echo \"$*\" >>'\(calls)'; [[ $1 != install || \(machine.installWorks) == true ]]")
      try sandbox.program("sudo", "[[ $1 == -n ]] && shift; exec \"$@\"")
    }
    let outcome = try sandbox.run(
      ScriptSandbox.scripts.appending(path: "packages.sh").path, packages,
      environment: ["PATH": sandbox.path(""), "PACKAGES": present ? "present" : ""])
    let called = (try? String(contentsOfFile: calls, encoding: .utf8)) ?? ""
    return Outcome(
      status: outcome.status, output: outcome.output, calls: called.split(separator: "\n").map(String.init))
  }

  @Test func `nothing is called and said when nothing is missing`() throws {
    let outcome = try Self.run(Machine(), ["git"])
    #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.calls.isEmpty)
  }

  @Test func `what is missing is installed, and only that`() throws {
    let outcome = try Self.run(Machine(), ["git", "libre2-dev", "tmux"])
    #expect(outcome.status == 0)
    #expect(outcome.calls == ["install -y --no-install-recommends libre2-dev tmux"])
  }

  @Test func `a failed installation is tried again with new lists, then is said with what to do`() throws {
    let outcome = try Self.run(Machine(installWorks: false), ["libre2-dev"])
    #expect(outcome.status == 1)
    #expect(outcome.calls.map { $0.prefix { $0 != " " } } == ["install", "update", "install"])
    #expect(outcome.output.contains("as root, run: apt-get install libre2-dev"))
  }

  @Test func `elsewhere than on Debian the packages are named, and the check can be skipped`() throws {
    let outcome = try Self.run(Machine(installed: nil), ["git", "libre2-dev"])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("git libre2-dev") && outcome.output.contains("make PACKAGES=present"))
    #expect(try Self.run(Machine(installed: nil), ["git"], present: true).status == 0)
  }

  @Test(arguments: [
    (nil, "there is no swift on PATH"),
    ("Swift version 6.1 (swift-6.1-RELEASE)", "6.2 or newer is needed, this is 6.1"),
    ("Swift version 5.10.1 (swift-5.10.1-RELEASE)", "this is 5.10"), ("gibberish", "does not say its version"),
  ])
  func `a missing or old Swift is said first`(swift: String?, message: String) throws {
    let outcome = try Self.run(Machine(swift: swift), ["libre2-dev"])
    #expect(outcome.status == 1 && outcome.calls.isEmpty)
    #expect(outcome.output.contains(message))
  }
}
