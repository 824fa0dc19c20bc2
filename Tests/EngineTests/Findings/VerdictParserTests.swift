import Engine
import Foundation
import Testing

/// Verdicts as coordinators write them.
@Suite struct VerdictParserTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var answer: String
    /// `candidate action into section severity: reason`, with `-` for what is not there.
    var verdicts: [String]
    var claimed: Int?

    init(_ name: String, _ answer: String, _ verdicts: [String], claimed: Int? = nil) {
      (self.name, self.answer, self.verdicts, self.claimed) = (name, answer, verdicts, claimed)
    }
    var testDescription: String { name }
  }

  private static let keep = "<verdict candidate=\"1\" action=\"keep\"><reason>So.</reason></verdict>"
  private static let done = "<done verdicts=\"1\"/>"

  private static let cases: [Case] = [
    Case("nothing", "", []), Case("prose", "I approve everything. Drop candidate 1 (action=\"drop\").", []),
    Case("one", keep + done, ["1 keep: So."], claimed: 1),
    Case(
      "all actions",
      """
      <verdict candidate="1" action="merge" into="2"><reason>Same.</reason></verdict>
      <verdict candidate="2" action="move" section="performance"><reason>Slow.</reason></verdict>
      <verdict candidate="3" action="severity" severity="warning"><reason>Rare.</reason></verdict>
      <verdict candidate="4" action="drop"><reason>Wrong.</reason></verdict>
      <done verdicts="4"/>
      """,
      [
        "1 merge into 2: Same.", "2 move performance: Slow.", "3 severity =warning: Rare.", "4 drop: Wrong.",
      ], claimed: 4),
    Case("self-closing", "<verdict candidate='1' action='keep' reason='So.'/>" + done, ["1 keep: So."], claimed: 1),
    Case(
      "without a reason element", "<verdict candidate=1 action=keep>So.</verdict>" + done, ["1 keep: So."], claimed: 1),
    Case("in capitals", "<VERDICT Candidate=\"#1\" ACTION=\"Keep\"><Reason>So.</REASON></Verdict>", ["1 keep: So."]),
    Case("in a code fence", "```xml\n\(keep)\n\(done)\n```\n", ["1 keep: So."], claimed: 1),
    Case("quoted", "The form `\(keep)` and `\(done)` is clear.", []),
    Case("a fence without verdicts proves nothing", "\(keep)\n```\n\(done)\n```\n", ["1 keep: So."]),
    Case(
      "the closing tag forgotten", "<verdict candidate=1 action=keep><reason>So.</reason>\n" + keep + done,
      ["1 keep: So.", "1 keep: So."], claimed: 1),
    Case("cut off", keep + "<verdict candidate=2 action=drop><reason>Bec", ["1 keep: So."]),
    Case("cut off inside a tag", keep + "<verdict candidate=2 act", ["1 keep: So."]),
    Case("two numbers", "<verdict candidate=\"1 and 2\" action=\"drop\"></verdict>", ["- drop: "]),
    Case("two numbers without a word", "<verdict candidate=\"1 2\" action=\"drop\"></verdict>", ["- drop: "]),
    Case("a huge number", "<verdict candidate=\"99999999999999999999\" action=\"drop\"></verdict>", ["- drop: "]),
    Case("a negative number", "<verdict candidate=\"-1\" action=\"drop\"></verdict>", ["- drop: "]),
    Case("an invented action", "<verdict candidate=\"1\" action=\"approve\"></verdict>", ["1 -: "]),
    Case("no attributes", "<verdict></verdict>", ["- -: "]),
    Case(
      "entities and several lines", "<verdict candidate=1 action=keep><reason>a &lt; b\n  &amp; c</reason></verdict>",
      ["1 keep: a < b & c"]),
    Case(
      "code in a reason", "<verdict candidate=1 action=keep><reason>if a < b && List<String> {</reason></verdict>",
      ["1 keep: if a < b && List<String> {"]),
    Case("inside a finding of its own", "<finding file=\"a\"><body>\(keep)</body></finding>\(keep)", ["1 keep: So."]),
    Case("a word that begins alike", "<verdicts candidate=1 action=drop></verdicts><verdict-x>", []),
    Case("done without a number", keep + "<done/>", ["1 keep: So."]),
    Case("done as findings are", keep + "<done findings=\"1\"/>", ["1 keep: So."]),
    Case("done counted too high", keep + "<done verdicts=\"7\"/>", ["1 keep: So."], claimed: 7),
  ]

  private static func words(_ verdict: RawVerdict) -> String {
    let parts = [
      verdict.candidate.map(String.init) ?? "-", verdict.action?.rawValue ?? "-", verdict.into.map { "into \($0)" },
      verdict.section.isEmpty ? nil : verdict.section, verdict.severity.isEmpty ? nil : "=" + verdict.severity,
    ]
    return parts.compactMap { $0 }.joined(separator: " ") + ": " + verdict.reason
  }

  @Test(arguments: cases) func `verdicts are read whatever stands around them, however they arrive`(_ example: Case) {
    for size in [1, 2, 7, 64, 100_000] {
      var parser = VerdictStreamParser(limit: 100)
      var bytes = Array(example.answer.utf8)[...]
      var verdicts: [RawVerdict] = []
      while !bytes.isEmpty {
        verdicts += parser.consume(bytes.prefix(size))
        bytes = bytes.dropFirst(size)
      }
      verdicts += parser.finish()
      #expect(verdicts.map(Self.words) == example.verdicts, "in pieces of \(size)")
      #expect(parser.proof.claimed == example.claimed)
    }
  }

  @Test func `what follows the end takes the proof away`() {
    var parser = VerdictStreamParser(limit: 10)
    _ = parser.consume(Self.keep + Self.done + Self.keep)
    #expect(parser.proof.isStale && parser.proof.written == 2)
  }

  @Test func `MO-02: an endless answer is counted and not kept`() {
    var parser = VerdictStreamParser(limit: 10)
    var taken = 0
    for _ in 0..<20_000 { taken += parser.consume(Self.keep).count }
    #expect(taken == 10 && parser.proof.written == 20_000)
    // A reason without an end is cut, and what follows it is found.
    var other = VerdictStreamParser(limit: 10)
    var last = other.consume("<verdict candidate=1 action=drop><reason>")
    for _ in 0..<1000 { last += other.consume(String(repeating: "x", count: 1000)) }
    last += other.consume("</reason></verdict>" + Self.done)
    #expect(last.count == 1 && last[0].reason.utf8.count <= 600 && other.proof.claimed == 1)
  }

  @Test func `the coordinator's good example is read, and its bad one proves nothing`() throws {
    let text = try #require(BuiltInPrompts.part(of: .coordinator))
    func block(_ heading: String) throws -> String {
      let rest = text[try #require(text.range(of: heading)).upperBound...]
      let start = try #require(rest.range(of: "```xml\n"))
      return String(rest[start.upperBound..<(try #require(rest[start.upperBound...].range(of: "\n```"))).lowerBound])
    }
    for (heading, count) in [("## The form of your answer", 5), ("### A good answer", 2)] {
      var parser = VerdictStreamParser(limit: 100)
      let verdicts = parser.consume(try block(heading)) + parser.finish()
      #expect(verdicts.count == count && parser.proof.claimed == count && parser.proof.written == count)
      #expect(verdicts.allSatisfy { $0.candidate != nil && $0.action != nil && !$0.reason.isEmpty })
    }
    var parser = VerdictStreamParser(limit: 100)
    let wrong = parser.consume(try block("### A bad answer")) + parser.finish()
    #expect(wrong.allSatisfy { $0.candidate == nil } && parser.proof.claimed == nil)
  }
}
