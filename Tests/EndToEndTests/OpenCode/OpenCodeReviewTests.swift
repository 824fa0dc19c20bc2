import Engine
import EngineTestKit
import Foundation
import Testing

/// `--runtime opencode` as a user runs it, with the stand-in as the program.
@Suite struct OpenCodeReviewTests {
  @Test(arguments: ["host", "process"])
  func `a whole review: findings anchored, everybody proved, one server or none`(mode: String) throws {
    let stage = try OpenCodeStage()
    let result = try stage.review("--tier", "full", "--fail-on", "warning", "--opencode", mode)
    #expect(result.status == 1, "\(result.output)\(result.errors)")
    #expect(result.dangers.isEmpty)
    let report = try OpenCodeStage.report(result)
    let specialists = try OpenCodeStage.specialists(result)
    #expect(specialists.count >= 6)
    for (id, one) in specialists {
      #expect(one["state"] as? String == "done" && one["runtime"] as? String == "opencode:127.0.0.1:9", "\(one)")
      let light = ["documentation", "release", "agents-md"].contains(id)
      #expect(one["model"] as? String == (light ? "silent" : id == "coordinator" ? "judge" : "finds"))
      #expect((one["tokens"] as? [String: Int])?["output"] ?? 0 > 0)
    }
    let finding = try #require((report["findings"] as? [[String: Any]])?.first)
    #expect(finding["anchored"] as? Bool == true && finding["file"] as? String == "src/refunds.py")
    #expect(
      report["complete"] as? Bool == true && (report["judge"] as? [String: Any])?["by"] as? String == "coordinator")
    let starts = stage.starts().map { $0[0] }
    #expect(starts.count { $0 == "serve" } == (mode == "host" ? 1 : 0))
    #expect(starts.count { $0 == "run" } == (mode == "host" ? 1 : specialists.count))
    #expect(starts.contains("--version") && starts.contains("debug"))
    try stage.checkThatNothingIsLeft()
  }

  @Test
  func
    `all specialists have the same system prompt to the byte; the change and its author's words are in no configuration`()
    throws
  {
    let stage = try OpenCodeStage()
    let result = try stage.review("--tier", "full")
    #expect(result.status == 0)
    let prompts = stage.lines("prompts")
    #expect(prompts.count >= 5)
    let common = Set(prompts.compactMap { $0["system"] as? String })
    #expect(common.count == 1 && common.first?.contains("# Rules for every reviewer") == true)
    #expect(common.first?.contains("/tree`") == true)
    #expect(Set(prompts.compactMap { $0["prompt"] as? String }).count == prompts.count)
    #expect(prompts.allSatisfy { ($0["prompt"] as? String)?.contains("<conclave-task>") == false })
    #expect(prompts.allSatisfy { $0["agent"] as? String == "reviewer" })
    let run = try #require(stage.scratch.runs().first)
    let configuration = try String(contentsOf: run.appending(path: "agents/opencode.json"), encoding: .utf8)
    #expect(!configuration.contains("refund") || !configuration.contains("Refunds:"))
    #expect(configuration.contains("\(run.path)/tree/*"))
    // The tree was for the agents alone.
    #expect(!FileManager.default.fileExists(atPath: run.appending(path: "tree").path))
  }

  @Test func `programs of OpenCode get an empty folder, a home of their own, every switch and nothing of the user's`()
    throws
  {
    let stage = try OpenCodeStage([:], environment: ["SECRET_OF_MINE": "x", "OPENCODE_CONFIG_CONTENT": "{}"])
    #expect(try stage.review("--only", "security").status == 0)
    let starts = stage.lines("starts")
    #expect(starts.count == 4)
    for start in starts {
      let names = Set(start["environment"] as? [String] ?? [])
      #expect((start["directory"] as? String)?.hasSuffix("/agents/empty") == true)
      #expect(
        names.isSuperset(of: [
          "OPENCODE_PURE", "OPENCODE_CONFIG", "OPENCODE_DISABLE_PROJECT_CONFIG", "HOME", "XDG_DATA_HOME",
        ]))
      #expect(names.isDisjoint(with: ["SECRET_OF_MINE", "OPENCODE_CONFIG_CONTENT", "CONCLAVE_DIRECT_BASE_URL"]))
      let arguments = start["arguments"] as? [String] ?? []
      #expect(names.contains("BUN_JSC_forceRAMSize") == (arguments.first == "run"))
      #expect(names.contains("OPENCODE_SERVER_PASSWORD") == (arguments.first == "serve"))
    }
    #expect(stage.scratch.home.read("executed").isEmpty)
  }

  @Test func `text and retries are told while they happen`() throws {
    let stage = try OpenCodeStage(models: ("retry-429", "three-steps", "judge"), ["SPEED": "20"])
    let result = try stage.scratch.program.run([
      "--runtime", "opencode", "--only", "security,documentation", "--format", "jsonl",
    ])
    #expect(result.output.contains("\"retry\""), "\(result.output.prefix(2000))\(result.errors)")
    #expect(result.output.contains("Rate limit reached"))
    #expect(result.output.components(separatedBy: "text_delta").count > 10)
  }

  @Test(arguments: [
    (["CONCLAVE_OPENCODE_PATH": "/nowhere/opencode"], 2, "opencode.path names no program"),
    (["CONCLAVE_OPENCODE_PATH": "", "PATH": "/usr/bin:/bin"], 2, "opencode is not installed"),
    (["CONCLAVE_DIRECT_BASE_URL": ""], 2, "the runtime opencode has no endpoint"),
    (["CONCLAVE_MODELS_STANDARD": ""], 2, "the runtime opencode has no model"),
    (["CONCLAVE_MODELS_STANDARD": "{env:HOME}"], 2, "it holds {env:"),
    (["CONCLAVE_OPENCODE_PATH": "/bin/false"], 2, "does not say its version"),
  ])
  func `CF-01: what is missing is one line with what to do`(settings: [String: String], status: Int32, words: String)
    throws
  {
    let stage = try OpenCodeStage(environment: settings)
    let result = try stage.review()
    #expect(result.status == status && result.errorLines.count == 1, "\(result.errors)\(result.output)")
    #expect(result.errors.contains(words))
    #expect(stage.lines("prompts").isEmpty)
  }

  @Test func `where it is installed and a model is configured it reviews without being asked for`() throws {
    let stage = try OpenCodeStage()
    let result = try stage.scratch.program.run(["--only", "security", "--format", "json"])
    let security = try OpenCodeStage.specialists(result)["security"]
    #expect((security?["runtime"] as? String)?.hasPrefix("opencode:") == true, "\(result.errors)")
  }

  @Test func `a program in the reviewed tree is never taken`() throws {
    var stage = try OpenCodeStage(environment: ["CONCLAVE_OPENCODE_PATH": ""])
    let shop = stage.scratch.program.directory.path
    try stage.scratch.prepare(
      "mkdir bin && cp '\(Built.program("opencode-stand-in"))' bin/opencode && ln -s bin/opencode opencode", in: "shop")
    stage = stage.with(path: "\(shop):\(shop)/bin:/usr/bin:/bin")
    let result = try stage.review()
    #expect(result.status == 2 && result.errors.contains("opencode is not installed"), "\(result.errors)")
  }

  @Test func `CF-12: a program that is too old is refused before anything is asked`() throws {
    let stage = try OpenCodeStage(["VERSION": "1.17.3"])
    let result = try stage.review()
    #expect(result.status == 2 && result.errors.contains("1.17.3 is too old"), "\(result.errors)")
    #expect(stage.lines("prompts").isEmpty)
  }

  @Test func `CF-12: a missing rg is told, and the review goes on`() throws {
    let stage = try OpenCodeStage()
    let result = try stage.scratch.program.run(["--runtime", "opencode", "--only", "release", "--print"])
    let hasIt = ["/usr/local/bin", "/usr/bin", "/bin"].contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/rg")
    }
    #expect(result.status == 0 && result.output.contains("ripgrep (rg) is not installed") == !hasIt, "\(result.output)")
  }

  @Test func `TB-10: refused credentials stop everybody`() throws {
    let stage = try OpenCodeStage(models: ("http-401", "http-401", "judge"))
    let result = try stage.review("--tier", "full")
    #expect(result.status == 3, "\(result.output)")
    let report = try OpenCodeStage.report(result)
    #expect(report["complete"] as? Bool == false)
    try stage.checkThatNothingIsLeft()
  }

  @Test func `CP-24: an endless loop is ended, and its session with it`() throws {
    let stage = try OpenCodeStage(models: ("unknown-finish-loop-abort", "silent", "judge"), ["SPEED": "10"])
    let result = try stage.review("--only", "security,release")
    let specialists = try OpenCodeStage.specialists(result)
    #expect((specialists["security"]?["reason"] as? String)?.contains("runaway") == true, "\(result.output)")
    #expect(specialists["release"]?["state"] as? String == "done" && result.status == 3)
    try stage.checkThatNothingIsLeft()
  }
}

extension OpenCodeStage {
  /// The same with another PATH.
  func with(path: String) -> OpenCodeStage {
    var program = scratch.program
    program.environment["PATH"] = path
    return OpenCodeStage(scratch: scratch, program: program, settings: settings)
  }

  private init(scratch: Scratch, program: Program, settings: URL) {
    var scratch = scratch
    scratch.program = program
    self.scratch = scratch
    self.settings = settings
  }
}
