import Engine
import Testing

@Suite("Matching")
struct MatchingTests {
  @Test("A set finds all patterns in one pass, over bytes that need not be UTF-8")
  func set() throws {
    let set = try PatternSet(["a+b", "^x", "\\xFF", "never"])
    #expect(set.matches(in: Array("xaab".utf8) + [0xFF]) == [0, 1, 2])
    #expect(set.matches(in: []) == [])
  }

  @Test("One pattern gives the span of its first match from a place on")
  func span() throws {
    let pattern = try LinearPattern("[0-9]+")
    #expect(pattern.firstMatch(in: Array("a12b345".utf8)) == 1..<3)
    #expect(pattern.firstMatch(in: Array("a12b345".utf8), from: 3) == 4..<7)
    #expect(pattern.firstMatch(in: Array("a12b345".utf8), from: 99) == nil)
    #expect(pattern.firstMatch(in: Array("a1".utf8), from: -1) == nil)
  }

  @Test("A wrong pattern is refused with RE2's words", arguments: ["(", "a**", "(?=x)", "[z-a]", "\\p{Nothing}"])
  func wrong(pattern: String) {
    #expect(throws: PatternError.self) { _ = try LinearPattern(pattern) }
    #expect(throws: PatternError.self) { _ = try PatternSet(["fine", pattern]) }
  }

  @Test(
    "Comments and strings are blanked without moving anything",
    arguments: [
      ("a.py", "x = 'a # b'  # c", "x = 'a # b'     ", "x = '     '     "),
      ("a.py", "\"\"\"eval(x)\"\"\"", "             ", "             "),
      ("a.py", "q = \"\"\"eval(x)\"\"\"", "q = \"\"\"eval(x)\"\"\"", "q = \"\"\"       \"\"\""),
      ("a.js", "go('//x'); // y", "go('//x');     ", "go('   ');     "),
      ("a.js", "a /* b */ c", "a         c", "a         c"),
      ("a.go", "u := \"http://x\"", "u := \"http://x\"", "u := \"        \""),
      ("a.sh", "echo ${#x} # c", "echo ${#x}    ", "echo ${#x}    "),
      ("a.rs", "let a: &'a str = \"b\";", "let a: &'a str = \"b\";", "let a: &'a str = \" \";"),
      ("a.sql", "DROP -- it's", "DROP        ", "DROP        "),
      ("a.c", "'\\'' /* \" */ x", "'\\''         x", "'  '         x"),
      ("a.md", "<!-- x --> y", "           y", "           y"),
    ])
  func views(path: String, text: String, code: String, bare: String) throws {
    let line = try #require(SourceFile(FileDiff(adding: path, Array(text.utf8))).lines.first)
    #expect(String(decoding: line.code, as: UTF8.self) == code)
    #expect(String(decoding: line.bare, as: UTF8.self) == bare)
    #expect(line.code.count == text.utf8.count && line.bare.count == text.utf8.count)
  }

  @Test(
    "Names decide language and role",
    arguments: [
      ("src/a.py", Language.python, FileRole.product), ("tests/a.py", .python, .test),
      ("src/a.test.ts", .javascript, .test), ("pkg/a_test.go", .go, .test), ("docs/a.md", .markdown, .documentation),
      (".github/workflows/ci.yml", .workflow, .product), ("compose.yml", .yaml, .product),
      ("Dockerfile", .dockerfile, .product), ("api.Dockerfile", .dockerfile, .product),
      ("requirements-dev.txt", .requirements, .product), ("migrations/1.sql", .sql, .migration),
      ("scripts/x.sh", .shell, .script), ("examples/x.py", .python, .example), ("latest/contest.py", .python, .product),
      ("package.json", .packageJSON, .product), ("", .other, .product), (".env.example", .settings, .product),
    ])
  func names(path: String, language: Language, role: FileRole) {
    #expect(Language.of(RepoPath(path)) == language)
    #expect(FileRole.of(RepoPath(path)) == role)
  }

  @Test(
    "Words are whole words",
    arguments: [
      ("LIMIT", "set LIMIT here", true), ("LIMIT", "REFUND_LIMIT", false), ("LIMIT", "`LIMIT`", true), ("", "x", false),
      ("make a", "run make a.", true), ("LIMIT", "", false), ("LIMIT", "LIMITS", false),
    ])
  func words(word: String, text: String, isThere: Bool) {
    #expect(Words.contains(word, in: text) == isThere)
  }
}
