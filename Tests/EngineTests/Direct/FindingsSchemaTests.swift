import Foundation
import Testing

@testable import Engine

/// Answers in JSON: what they may hold, and a prompt that asks for nothing else.
@Suite struct FindingsSchemaTests {
  @Test func `the schema is one, and names the changed files where they are few`() throws {
    let few = Self.schema(["a\"b.py", "c.py"]).responseFormat
    let object = try #require(try JSONSerialization.jsonObject(with: Data(few.utf8)) as? [String: Any])
    #expect((object["json_schema"] as? [String: Any])?["strict"] as? Bool == true)
    #expect(few.contains(#""file":{"type":"string","enum":["a\"b.py","c.py"]},"evidence":{"type":"string"},"line""#))
    #expect(few.contains(#""severity":{"type":"string","enum":["suggestion","warning","critical"]}"#))
    let most = [5: 1, 700: 2, 8192: 20, Int.max: 20]
    for (tokens, count) in most {
      #expect(FindingsSchema(maxTokens: tokens).responseFormat.contains("\"maxItems\":\(count),"))
    }
    let many = Self.schema((0..<201).map { "\($0)" }).responseFormat
    #expect(many == FindingsSchema().responseFormat && many.contains(#""file":{"type":"string"}"#))
    #expect(Self.schema([String(repeating: "a", count: 9000)]).responseFormat == many)
  }

  private static func schema(_ paths: [String]) -> FindingsSchema {
    FindingsSchema(changed: paths.map { QuotableLines(path: $0, lines: []) })
  }

  @Test func `with another form the prompt has neither the usual one nor its examples`() throws {
    let text = """
      # Rules
      ## One
      a
      ## The form of your answer
      b
      ### A good answer
      ```
      # Rules in code
      ## Two in code
      ```
      ## Two
      c
      ## A bad finding
      d
      # The change
      e
      """
    #expect(PromptForm.removed(from: text) == "# Rules\n## One\na\n## Two\nc\n# The change\ne")
    let book = try PromptBook(files: [])
    for agent in [SpecialistID.security, .codeQuality, .performance, .documentation, .release, .compliance, .agentsMD] {
      let whole = book.shared + book.part(of: agent)
      #expect(whole.contains("<finding severity") && !PromptForm.removed(from: whole).contains("<finding"), "\(agent)")
    }
  }

  @Test func `evidence is one of the added lines where they are few`() throws {
    let patch = """
      --- a/a.py
      +++ b/a.py
      @@ -1,2 +1,6 @@
       kept = 1
      -removed = 2
      +\tadded = "x"
      +\tadded = "x"
      +}
      +hidden\u{202E} = 3
      +last_one = 4
      """
    let lines = QuotableLines(path: "a.py", patch: Array(patch.utf8))
    #expect(lines.lines == ["\tadded = \"x\"", "last_one = 4"])
    let both = FindingsSchema(changed: [lines, QuotableLines(path: "b.py", lines: [])]).responseFormat
    #expect((try? JSONSerialization.jsonObject(with: Data(both.utf8))) != nil)
    let one =
      #""file":{"type":"string","enum":["a.py"]},"evidence":{"type":"string","enum":["\tadded = \"x\"","last_one = 4"]}"#
    #expect(both.contains(one) && both.contains(#""enum":["b.py"]},"evidence":{"type":"string"},"#))
    #expect(both.contains(#""items":{"anyOf":[{"type":"object""#))
    let long = QuotableLines(path: "a.py", lines: (0..<251).map { "line \($0)" })
    #expect(FindingsSchema(changed: [long]).responseFormat.contains(#""enum":["a.py"]},"evidence":{"type":"string"},"#))
  }
}
