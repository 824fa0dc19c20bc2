import Engine
import EngineTestKit
import Foundation
import Testing

/// Runs the rules agent and takes its output apart as the engine does.
struct RulesRun {
  var status: Int32 = 0
  var events: [AgentEvent] = []
  var findings: [RawFinding] = []
  var proof = AnswerProof()

  init(prompt: String, files: AgentFiles) {
    var bytes: [UInt8] = []
    status = RulesAgent(files: files, now: { 1_700_000_000_000 }) { bytes += $0 }.run(prompt: Array(prompt.utf8))
    var reader = AgentStreamReader()
    events = reader.read(bytes.span)
    var answer = AnswerText()
    var parser = FindingStreamParser()
    var parsed: [FindingStreamEvent] = []
    for event in events { parsed += parser.consume(answer.apply(event)) }
    parsed += parser.finish()
    findings = parsed.compactMap { if case .finding(let finding) = $0 { finding } else { nil } }
    proof = parser.answerProof
  }

  /// Over files in memory, as the intake writes them: `diff/NNNN.patch`, `context/…`.
  init(_ specialist: SpecialistID, files: [String: [UInt8]], compliance: [String] = []) {
    var prompt =
      "<conclave-task>\nspecialist: \(specialist)\nattempt: 1\ndiff_directory: diff\ncontext_directory: context\n"
    for path in compliance { prompt += "compliance_rules: \(path)\n" }
    self.init(prompt: prompt + "</conclave-task>\n", files: Self.memory(files))
  }

  static func memory(_ files: [String: [UInt8]]) -> AgentFiles {
    AgentFiles { path throws(ReviewFailure) in
      guard let bytes = files[path] else {
        throw ReviewFailure(.agent, "can't read \(path): No such file or directory")
      }
      return bytes
    } names: { directory throws(ReviewFailure) in
      files.keys.filter { $0.hasPrefix(directory + "/") }.map { String($0.dropFirst(directory.count + 1)) }.sorted()
    }
  }

  var errors: [String] {
    events.compactMap { if case .error(let error) = $0 { error.message } else { nil } }
  }
}

/// The repository that `Examples/make-example.sh` makes, once for all tests.
struct ExampleRepository {
  static let shared = Result { try ExampleRepository() }

  private let directory: TemporaryDirectory
  let files: [String: [UInt8]]
  let diffs: [FileDiff]

  static let service = ProjectFiles.root.appending(path: "Examples/refund-service")

  private init() throws {
    directory = try TemporaryDirectory()
    let repository = directory.file("till")
    _ = try Self.output(ProjectFiles.root.appending(path: "Examples/make-example.sh").path, [repository])
    let git = { (arguments: [String]) in try Self.output("/usr/bin/git", ["-C", repository] + arguments) }
    var files = ["diff/0001.patch": try git(["diff", "--no-color", "origin/main...HEAD", "--", ".", ":!uv.lock"])]
    let tree = String(decoding: try git(["ls-tree", "-r", "--name-only", "HEAD"]), as: UTF8.self)
    files["context/tree.txt"] = Array(tree.utf8)
    var index = ""
    for (number, path) in tree.split(separator: "\n").filter({ $0.hasSuffix(".md") }).enumerated() {
      index += "\(number)\t\(path)\n"
      files["context/\(number)"] = try git(["show", "HEAD:\(path)"])
    }
    files["context/index.tsv"] = Array(index.utf8)
    files["rules.toml"] = try git(["show", "origin/main:.conclave/rules/engineering.toml"])
    self.files = files
    diffs = try UnifiedDiffParser.parse(files["diff/0001.patch"] ?? []).files
  }

  private static func output(_ program: String, _ arguments: [String]) throws -> [UInt8] {
    let process = Foundation.Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let pipe = Foundation.Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = Array(pipe.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(program) \(arguments)")
    return bytes
  }
}
