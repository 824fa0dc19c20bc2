import Engine
import EngineTestKit
import Foundation
import Testing

/// The example repository, and a program called `opencode` that a review runs: the stand-in, or the one that `OPENCODE` names.
struct OpenCodeStage {
  let scratch: Scratch
  let settings: URL

  /// What the models say, by their names; recordings have names of their own.
  static let finding = FindingXML.text(
    RawFinding(
      severity: .warning, category: "security", file: "src/refunds.py", title: "Reasons are a set of words",
      evidence: "REASONS = {\"damaged\", \"late\", \"wrong_item\", \"goodwill\"}", body: "A case that occurs."))
  private static let answers = [
    "finds": "I looked.\n\(finding)\n\(FindingXML.done(1))\n", "silent": "Nothing of mine.\n\(FindingXML.done(0))\n",
    "judge":
      "<verdict candidate=\"1\" action=\"keep\"><reason>It stands there.</reason></verdict>\n<done verdicts=\"1\"/>\n",
  ]

  /// - Parameters:
  ///   - models: of the standard, the light and the top tier.
  ///   - settings: the stand-in's, without `STAND_IN_`.
  init(
    models: (standard: String, light: String, top: String) = ("finds", "silent", "judge"),
    _ settings: [String: String] = [:], environment: [String: String] = [:]
  ) throws {
    var scratch = try Scratch.example()
    let folder = scratch.home.file("bin")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let program = folder + "/opencode"
    // By a process of its own: a program that somebody still holds open for writing can't be started.
    try shell("cp '\(Built.program("opencode-stand-in"))' '\(program)'", in: scratch.directory)
    let answers = scratch.home.file("answers")
    try FileManager.default.createDirectory(atPath: answers, withIntermediateDirectories: true)
    for (name, text) in Self.answers { try Data(text.utf8).write(to: URL(filePath: "\(answers)/\(name).txt")) }
    let lines = [
      "SPEED": "50", "ANSWERS": answers, "LOG": scratch.home.file("starts"), "PROMPTS": scratch.home.file("prompts"),
      "EXECUTED": scratch.home.file("executed"),
    ].merging(settings) { $1 }
    self.settings = URL(filePath: program + ".settings")
    try Data(lines.map { "STAND_IN_\($0.key)=\($0.value)\n" }.sorted().joined().utf8).write(to: self.settings)
    scratch.program.environment = [
      "CONCLAVE_OPENCODE_PATH": program, "CONCLAVE_DIRECT_BASE_URL": "http://127.0.0.1:9/v1",
      "CONCLAVE_MODELS_STANDARD": models.standard, "CONCLAVE_MODELS_LIGHT": models.light,
      "CONCLAVE_MODELS_TOP": models.top, "CONCLAVE_LIMITS_GRACE": "2s",
      // In a sandbox the stand-in could not read its settings.
      "CONCLAVE_REVIEW_SANDBOX": "none",
    ].merging(environment) { $1 }
    self.scratch = scratch
  }

  func review(_ arguments: String...) throws -> Program.Result {
    try scratch.program.run(["--runtime", "opencode", "--format", "json"] + arguments)
  }

  /// Specialists of a report that were not skipped, by their names.
  static func specialists(_ result: Program.Result) throws -> [String: [String: Any]] {
    let report = try #require(
      try JSONSerialization.jsonObject(with: result.outputBytes) as? [String: Any], "\(result.errors)")
    let all = (report["specialists"] as? [[String: Any]] ?? []).filter { $0["state"] as? String != "skipped" }
    return Dictionary(uniqueKeysWithValues: all.map { ($0["id"] as? String ?? "", $0) })
  }

  static func report(_ result: Program.Result) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: result.outputBytes) as? [String: Any], "\(result.errors)")
  }

  /// What was started, in order: the arguments.
  func starts() -> [[String]] { lines("starts").compactMap { $0["arguments"] as? [String] } }

  /// Lines of a file that the stand-in writes.
  func lines(_ name: String) -> [[String: Any]] {
    String(decoding: scratch.home.read(name), as: UTF8.self).split(separator: "\n").compactMap {
      try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
  }

  /// Nothing of a review may be left: no process, no folder of a server.
  func checkThatNothingIsLeft(sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try Cookie.secondsUntilQuiet(scratch) != nil, sourceLocation: sourceLocation)
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.home.path).filter {
      $0.hasPrefix("conclave-") && $0.hasSuffix("-serve")
    }
    #expect(left == [], sourceLocation: sourceLocation)
  }
}
