import Engine
import EngineTestKit
import Foundation
import Testing

@Suite("Rules on the example service")
struct ExampleReviewTests {
  private static let expected: [SpecialistID: [String]] = [
    .security: ["sql-string-built", "secret-logged", "token-compare"],
    .performance: ["query-in-loop"],
    .codeQuality: ["swallowed-error", "money-as-float", "disabled-test"],
    .documentation: ["default-differs", "setting-undocumented"],
    .release: ["data-dropped", "image-latest", "migration-without-way-back", "version-without-changelog"],
    .compliance: ["ENG-7", "ENG-31", "ENG-40"],
    .agentsMD: ["tool-switched", "required-setting"],
  ]

  @Test("Each specialist finds what a tired colleague left, and nothing else", arguments: SpecialistID.specialists)
  func findings(of specialist: SpecialistID) throws {
    let example = try ExampleRepository.shared.get()
    let run = RulesRun(specialist, files: example.files, compliance: ["rules.toml"])
    #expect(run.status == 0)
    #expect(run.proof.isProved, "\(run.proof.problem ?? "")")
    let rules = run.findings.compactMap(\.rule).map { $0.split(separator: "/").last.map(String.init) ?? "" }
    #expect(rules.sorted() == Self.expected[specialist]?.sorted())
    var index = AnchorIndex(example.diffs)
    for (number, finding) in run.findings.enumerated() {
      let anchored = index.anchor(finding, id: FindingID(number + 1), reportedBy: specialist)
      #expect(anchored.isAnchored, "\(finding.title): \(finding.evidence)")
      #expect(anchored.line == finding.line, "\(finding.title)")
    }
  }

  @Test("The whole text of the base, as if it were new, gives no finding", arguments: SpecialistID.specialists)
  func baseIsClean(_ specialist: SpecialistID) throws {
    #expect(try titles(specialist, below: "base") { _ in true } == [])
  }

  @Test("Files of the feature without a planted fault give no finding", arguments: SpecialistID.specialists)
  func cleanFiles(_ specialist: SpecialistID) throws {
    let clean = [
      "src/app.py", "src/db/orders.py", "src/db/refunds.py", "src/net.py", "src/money.py", "docs/api.md", "Makefile",
    ]
    #expect(try titles(specialist, below: "feature") { clean.contains($0) } == [])
  }

  private func titles(_ specialist: SpecialistID, below folder: String, where isWanted: (String) -> Bool) throws
    -> [String]
  {
    let root = ExampleRepository.service.appending(path: folder).path
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root).filter(isWanted).sorted()
    let files = paths.compactMap { path -> FileDiff? in
      guard let data = FileManager.default.contents(atPath: "\(root)/\(path)"), !data.isEmpty else { return nil }
      return FileDiff(adding: path, Array(data))
    }
    #expect(files.count >= 7)
    let documents = files.filter { $0.path.name.hasSuffix(".md") }.map { file in
      (path: file.path, bytes: Array(file.hunks[0].lines.map(\.text).joined(separator: [0x0A])))
    }
    let change = ReviewedChange(files: files, documents: documents, tree: files.map(\.path))
    let review = RuleReview(RulesTask(specialist: specialist, change: change))
    let findings = try change.files.flatMap { try review.findings(in: $0) } + review.findingsOfWholeChange()
    return findings.map { "\($0.hit.file): \($0.title)" }
  }
}

extension FileDiff {
  /// A new file with this text.
  init(adding path: String, _ text: [UInt8]) {
    var texts = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    if texts.last?.isEmpty == true { texts.removeLast() }
    let lines = texts.enumerated().map {
      DiffLine(kind: .added, text: Array($1), oldNumber: nil, newNumber: $0 + 1)
    }
    let hunk = Hunk(oldStart: 0, oldCount: 0, newStart: 1, newCount: lines.count, lines: lines)
    self.init(path: RepoPath(path), status: .added, hunks: [hunk])
  }
}
