import Engine
import EngineTestKit
import Foundation
import Testing

/// What prompts show as good and bad is read by the parser that reads the answers.
@Suite struct PromptExampleTests {
  /// The code block that follows a heading which begins so.
  private static func block(after heading: String, in text: String) -> String? {
    guard let start = text.range(of: "\(heading)"), let open = text[start.upperBound...].range(of: "```xml\n"),
      let close = text[open.upperBound...].range(of: "\n```")
    else { return nil }
    return String(text[open.upperBound..<close.lowerBound])
  }

  private static func read(_ answer: String) -> (findings: [RawFinding], proof: AnswerProof) {
    var parser = FindingStreamParser()
    // Byte by byte, as a stream may come.
    var events = answer.utf8.flatMap { parser.consume([$0]) }
    events += parser.finish()
    return (events.compactMap { if case .finding(let finding) = $0 { finding } else { nil } }, parser.answerProof)
  }

  /// What the shared rules ask of a finding, as far as a program can tell.
  private static func isOfTheRightForm(_ finding: RawFinding, for agent: SpecialistID?) -> Bool {
    let sections = SpecialistID.specialists.map(\.rawValue)
    let fits =
      agent == nil || agent == .generalist ? sections.contains(finding.category) : finding.category == agent?.rawValue
    return fits && !finding.file.isEmpty && !finding.evidence.isEmpty && finding.line != nil && !finding.body.isEmpty
      && finding.title.count <= 80 && !finding.isTruncated && (0.5...1).contains(finding.confidence ?? 0)
      && (agent != .compliance || finding.rule != nil)
  }

  @Test(arguments: SpecialistID.reviewers)
  func `each reviewer's good example is read whole, and the bad one is no finding of the right form`(
    agent: SpecialistID
  ) throws {
    let text = try #require(BuiltInPrompts.part(of: agent))
    let good = try #require(Self.block(after: "## A good finding", in: text))
    let (findings, proof) = Self.read(good)
    #expect(proof.isProved && proof.claimed == findings.count && findings.count == 1)
    for finding in findings { #expect(Self.isOfTheRightForm(finding, for: agent), "\(finding)") }
    let bad = try #require(Self.block(after: "## A bad finding", in: text))
    let (wrong, nothing) = Self.read(bad)
    #expect(!nothing.isProved, "it does not close")
    #expect(!wrong.contains { Self.isOfTheRightForm($0, for: agent) })
    let written = try #require(good.firstMatch(of: /severity="([a-z]+)" category="([a-z-]+)"/))
    #expect(findings.first?.severity == Severity(rawValue: String(written.1)))
  }

  @Test func `the examples of the shared rules are what they are called`() throws {
    let shown = Self.read(try #require(Self.block(after: "## The form of your answer", in: BuiltInPrompts.shared)))
    #expect(shown.findings.count == 1 && shown.findings.allSatisfy { Self.isOfTheRightForm($0, for: nil) })
    let good = Self.read(try #require(Self.block(after: "### A good answer", in: BuiltInPrompts.shared)))
    #expect(good.proof.isProved && good.findings.allSatisfy { Self.isOfTheRightForm($0, for: nil) })
    #expect(good.findings.count == 1 && good.findings[0].evidence.split(separator: "\n").count == 2)
    let bad = Self.read(try #require(Self.block(after: "### A bad answer", in: BuiltInPrompts.shared)))
    #expect(bad.findings.isEmpty && !bad.proof.isProved)
  }

  @Test(arguments: SpecialistID.reviewers)
  func `what not to flag is the longer list`(agent: SpecialistID) throws {
    let text = try #require(BuiltInPrompts.part(of: agent))
    func items(_ heading: String) throws -> Int {
      let start = try #require(text.range(of: "## \(heading)\n"))
      let rest = text[start.upperBound...]
      return rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)].components(separatedBy: "\n- ").count - 1
    }
    #expect(try items("Do not flag") > items("Flag"))
    #expect(text.contains("## Severity here") && text.hasPrefix("# Your subject: "))
  }

  @Test func `sizes are those that were agreed to`() throws {
    // 4 bytes a token is what English prose comes to.
    let texts =
      [("shared", BuiltInPrompts.shared)]
      + BuiltInPrompts.agents.map { ($0.rawValue, BuiltInPrompts.part(of: $0) ?? "") }
    let lines = texts.map { "\($0)\t\($1.utf8.count)\t\(($1.utf8.count + 3) / 4)\n" }
    let table = "prompt\tbytes\ttokens, about\n" + lines.joined()
    let file = ProjectFiles.root.appending(path: "Tests/Fixtures/prompts/sizes.tsv")
    if ProcessInfo.processInfo.environment["CONCLAVE_UPDATE_GOLDEN"] != nil {
      try Data(table.utf8).write(to: file)
    }
    #expect(
      try table == String(decoding: Fixtures.bytes("prompts/sizes.tsv"), as: UTF8.self), "prompts grow on purpose only")
    #expect(texts.allSatisfy { $0.1.utf8.count < 12 << 10 })
  }
}
