import Engine
import Testing

@Suite("An organisation's own rules")
struct ComplianceRulesTests {
  private static let head = "[[rule]]\nid = \"ENG-1\"\ntitle = \"T\"\nbody = \"B\"\n"

  private func hits(_ toml: String, _ path: String, _ text: String) throws -> [RuleFinding] {
    let rules = try ComplianceRules.parse(Array((Self.head + toml).utf8), file: "r.toml")
    let change = ReviewedChange(files: [FileDiff(adding: path, Array(text.utf8))], documents: [], tree: [])
    let review = RuleReview(RulesTask(specialist: .compliance, change: change, compliance: rules))
    return try review.findings(in: change.files[0])
  }

  @Test(
    "Patterns, paths, languages and exceptions decide together",
    arguments: [
      ("pattern = 'float\\('", "src/a.py", "x = float(1)", 1),
      ("pattern = 'float\\('\npaths = [\"src/**\"]", "src/deep/a.py", "x = float(1)", 1),
      ("pattern = 'float\\('\npaths = [\"src/**\"]", "lib/a.py", "x = float(1)", 0),
      ("pattern = 'float\\('\nlanguages = [\"go\"]", "src/a.py", "x = float(1)", 0),
      ("pattern = 'float\\('\nlanguages = [\"go\", \"python\"]", "src/a.py", "x = float(1)", 1),
      ("pattern = 'float\\('\nunless = ['# exact']", "src/a.py", "x = float(1)  # exact", 0),
      ("pattern = 'caf\\xC3\\xA9'", "a.txt", "café", 1),
      ("pattern = '(a+)+$'", "a.txt", String(repeating: "a", count: 5_000) + "!", 0),
    ])
  func matching(toml: String, path: String, text: String, count: Int) throws {
    #expect(try hits(toml, path, text).count == count)
  }

  @Test("A finding names its rule and takes its words from it")
  func finding() throws {
    let finding = try #require(
      try hits("pattern = 'float'\nseverity = \"critical\"\nsuggestion = \"S\"", "a.py", "float").first)
    #expect(finding.card.id == "compliance/ENG-1")
    #expect(finding.card.severity == .critical)
    #expect(finding.title == "T")
    #expect(finding.body == "B (rule ENG-1)")
    #expect(finding.suggestion == "S")
  }

  @Test(
    "What is wrong is named with file and line",
    arguments: [
      ("pattern = '('", "r.toml:5:11: not a pattern of RE2: missing ): ("),
      ("pattern = '(?<=a)b'", "r.toml:5:11: not a pattern of RE2"),
      ("", "r.toml:1:1: the rule has no pattern"),
      ("pattern = 3", "r.toml:5:11: pattern is a string of at most 4,000 bytes, not an integer"),
      ("pattern = 'a'\npatern = 'b'", "r.toml:6:1: unknown key “patern”"),
      ("pattern = 'a'\nseverity = 'high'", "r.toml:6:12: severity is suggestion, warning or critical"),
      ("pattern = 'a'\nlanguages = ['cobol']", "r.toml:6:14: unknown language “cobol”"),
      ("pattern = 'a'\npaths = 'src'", "r.toml:6:9: paths is a list of strings"),
      ("pattern = 'a'\nunless = ['[']", "r.toml:6:11: not a pattern of RE2"),
      ("pattern = 'a'\n\(head)pattern = 'b'", "the rule compliance/ENG-1 occurs twice"),
      ("pattern = 'a'\n[extra]", "unknown key “extra”"),
      ("pattern = ", "r.toml:5"),
    ])
  func errors(toml: String, message: String) {
    #expect {
      _ = try ComplianceRules.parse(Array((Self.head + toml).utf8), file: "r.toml")
    } throws: { error in
      guard let failure = error as? ReviewFailure, failure.code == .configuration else { return false }
      #expect(failure.message.contains(message), "\(failure.message)")
      return failure.message.contains(message)
    }
  }
}
