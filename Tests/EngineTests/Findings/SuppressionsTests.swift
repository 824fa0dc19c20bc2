import Testing

@testable import Engine

@Suite struct SuppressionsTests {
  static let print = "0123456789abc002"
  static let today = CalendarDate("2026-04-30")!

  static let file = """
    # Kept as it is.
    [[suppress]]
    scope = "here"
    fingerprint = "\(print)"
    path = "src/a.swift"
    reason = "checked by hand"
    by = "ann"
    date = 2026-04-01

    [[suppress]]
    scope = "everywhere"
    fingerprint = "fedcba9876543000"
    reason = "known"
    by = "bob"
    date = "2026-04-02"
    expires = 2026-04-30

    [[suppress]]
    scope = "rule"
    rule = "sql-format"
    path = "legacy/**"
    reason = "old code"
    by = "bob"
    date = 2026-04-02
    expires = 2026-04-29
    """

  static func parse(_ text: String) throws(TOMLError) -> Suppressions { try Suppressions.parse(Array(text.utf8)) }

  @Test func readsEntries() throws {
    let file = try Self.parse(Self.file)
    #expect(file.entries.map(\.scope) == [.here, .everywhere, .rule])
    #expect(file.entries.map(\.by) == ["ann", "bob", "bob"])
    #expect(file.entries[0].target == .here(fingerprint: Self.print, path: RepoPath("src/a.swift")))
    #expect(file.entries[1].words == "known (bob, 2026-04-02, until 2026-04-30)")
    #expect(file.expired(on: Self.today).map(\.scope) == [.rule])
    #expect(try Self.parse("").entries.isEmpty)
    #expect(try Self.parse("# nothing yet\n").entries.isEmpty)
  }

  private static let rest = "reason = \"r\"\nby = \"b\"\ndate = 2026-01-01\n"

  @Test(arguments: [
    ("nonsense", 1, ""),
    ("version = 1\n", 1, "unknown key 'version'; only [[suppress]] is known"),
    ("suppress = 1\n", 1, "'suppress' must be a list of tables: [[suppress]]"),
    ("\nsuppress = [1]\n", 2, "a suppression must be a table, this is an integer"),
    ("[[suppress]]\nscope = \"here\"\n", 1, "a suppression needs 'fingerprint'"),
    ("[[suppress]]\n", 1, "a suppression needs 'scope'"),
    ("[[suppress]]\nscope = 3\n", 2, "'scope' must be a string, not an integer"),
    ("[[suppress]]\nscope = \"there\"\n", 2, "scope must be \"here\", \"everywhere\" or \"rule\", not \"there\""),
    ("[[suppress]]\nscope = \"here\"\nfingerprint = \"\(print)\"\nreason = \"r\"\n", 1, "a suppression needs 'path'"),
    (
      "[[suppress]]\nscope = \"here\"\nfingerprint = \"ABC\"\npath = \"a\"\n", 3,
      "'fingerprint' must be 16 lower-case hexadecimal digits"
    ),
    (
      "[[suppress]]\nscope = \"everywhere\"\nfingerprint = \"\(print)\"\npath = \"a\"\n" + rest, 4,
      "'path' has no meaning with scope \"everywhere\""
    ),
    (
      "[[suppress]]\nscope = \"everywhere\"\nfingerprint = \"\(print)\"\nby = \"b\"\ndate = 2026-01-01\n", 1,
      "a suppression needs 'reason'"
    ),
    (
      "[[suppress]]\nscope = \"everywhere\"\nfingerprint = \"\(print)\"\nreason = \"  \"\nby = \"b\"\ndate = 2026-01-01\n",
      4, "'reason' is empty"
    ),
    (
      "[[suppress]]\nscope = \"everywhere\"\nfingerprint = \"\(print)\"\nreason = \"r\"\nby = [\"b\"]\ndate = 2026-01-01\n",
      5, "'by' must be a string, not an array"
    ),
    (
      "[[suppress]]\nscope = \"everywhere\"\nfingerprint = \"\(print)\"\nreason = \"r\"\nby = \"b\"\n", 1,
      "a suppression needs 'date'"
    ),
    (
      "[[suppress]]\nscope = \"everywhere\"\nfingerprint = \"\(print)\"\nreason = \"r\"\nby = \"b\"\ndate = \"2026-02-30\"\n",
      6, "'date' must be a day such as 2026-04-30, not \"2026-02-30\""
    ),
    (
      "[[suppress]]\nscope = \"everywhere\"\nfingerprint = \"\(print)\"\nreason = \"r\"\nby = \"b\"\ndate = 2026\n", 6,
      "'date' must be a date, not an integer"
    ),
    (
      "[[suppress]]\nscope = \"everywhere\"\nfingerprint = \"\(print)\"\nexpires = true\n" + rest, 4,
      "'expires' must be a date, not a boolean"
    ),
    ("[[suppress]]\nscope = \"rule\"\npath = \"a\"\n" + rest, 1, "scope \"rule\" needs 'rule' or 'category'"),
    (
      "[[suppress]]\nscope = \"rule\"\nrule = \"r\"\ncategory = \"security\"\npath = \"a\"\n" + rest, 4,
      "give 'rule' or 'category', not both"
    ),
    (
      "[[suppress]]\nscope = \"rule\"\ncategory = \"astrology\"\npath = \"a\"\n" + rest, 3,
      "there is no category 'astrology'"
    ),
    ("[[suppress]]\nscope = \"rule\"\nrule = \"r\"\n" + rest, 1, "a suppression needs 'path'"),
    (
      "[[suppress]]\nscope = \"rule\"\nrule = \"r\"\npath = \"a\"\nuntil = 2026-01-01\n" + rest, 5,
      "unknown field 'until'"
    ),
  ])
  func refuses(_ text: String, line: Int, message: String) {
    do {
      let read = try Self.parse(text)
      Issue.record("read as \(read)")
    } catch {
      #expect(error.line == line)
      if !message.isEmpty { #expect(error.message == message) }
    }
  }

  static func active(_ target: Suppression.Target, until: String? = nil) -> Suppressions.Active {
    Suppressions([
      Suppression(target: target, reason: "r", by: "b", date: today, expires: until.flatMap { CalendarDate($0) })
    ]).active(on: today)
  }

  @Test func eachScopeTakesWhatItSays() {
    let here = Suppression.Target.here(fingerprint: Self.print, path: RepoPath("src/a.swift"))
    let everywhere = Suppression.Target.everywhere(fingerprint: Self.print)
    let rule = Suppression.Target.rule("r", under: Glob("src/**")!)
    let category = Suppression.Target.category(.performance, under: Glob("src/*.swift")!)
    let cases: [(Suppression.Target, Finding, Bool)] = [
      (here, finding(1, fingerprint: "0123456789abc002"), true),
      (here, finding(1, fingerprint: "0123456789abc001"), false),
      (here, finding(1, file: "src/b.swift", fingerprint: "0123456789abc002"), false),
      (everywhere, finding(1, file: "x", fingerprint: "0123456789abc007"), true),
      (everywhere, finding(1, file: "x", fingerprint: "0123456789abd002"), false),
      (rule, finding(1, rule: "r"), true),
      (rule, finding(1, rule: "q"), false),
      (rule, finding(1, file: "lib/a", rule: "r"), false),
      (rule, finding(1), false),
      (category, finding(1, .warning, .performance), true),
      (category, finding(1, .warning, .security), false),
      (category, finding(1, .warning, .performance, file: "src/deep/a.swift"), false),
      (category, finding(1, .warning, .codeQuality, "A query in a loop"), true),
    ]
    for (target, finding, isTaken) in cases {
      let judgement = Judge.judge([finding], suppressions: Self.active(target))
      #expect(judgement.findings.isEmpty == isTaken, "\(target) \(finding.file)")
      #expect(
        judgement.ledger.first?.outcome == (isTaken ? .suppressed : finding.category == .codeQuality ? .moved : .kept))
      if isTaken {
        #expect(judgement.ledger.first?.by == .suppressions)
        #expect(judgement.ledger.first?.reason == "r (b, 2026-04-30)")
        #expect(judgement.decision == .approved)
      }
    }
  }

  @Test func theLastDayCountsAndTheNextDoesNot() {
    let target = Suppression.Target.everywhere(fingerprint: Self.print)
    let found = [finding(1, fingerprint: Self.print)]
    #expect(Judge.judge(found, suppressions: Self.active(target, until: "2026-04-30")).findings.isEmpty)
    #expect(Judge.judge(found, suppressions: Self.active(target, until: "2026-04-29")).findings.count == 1)
  }

  @Test func theSameIssueGoesWithIt() {
    let active = Self.active(.everywhere(fingerprint: Self.print))
    let main = finding(1, .warning, .security, JudgeTests.sql, fingerprint: Self.print)
    let also = finding(2, .warning, .codeQuality, "Query built by string formatting")
    let worse = finding(2, .critical, .codeQuality, "Query built by string formatting")
    let other = finding(2, .suggestion, .documentation, "The function has no docstring")
    #expect(
      Judge.judge([main, also], suppressions: active).ledger.map(JudgeTests.words) == [
        "f1 suppressed", "f2 suppressed → f1",
      ])
    #expect(Judge.judge([main, worse], suppressions: active).findings.map(\.id) == [FindingID(2)])
    #expect(Judge.judge([main, other], suppressions: active).findings.map(\.id) == [FindingID(2)])
  }

  @Test(arguments: [
    "plain", "\"quoted\" \\ back", "two\nlines\r\nand\ttabs", "\u{202E}reversed\u{200B}\u{E0041}", "\"\"\"",
    "]]\n[[suppress]]", "ü 日本 🙂",
    "\u{0}\u{1}\u{7F}\u{85}",
  ])
  func writesWhatItReads(_ reason: String) throws {
    let entries = [
      Suppression(
        target: .here(fingerprint: Self.print, path: RepoPath(bytes: [0x61, 0xFF, 0x5C, 0x22])), reason: reason,
        by: "a", date: Self.today),
      Suppression(
        target: .everywhere(fingerprint: Self.print), reason: "r", by: reason + "x", date: Self.today,
        expires: Self.today),
      Suppression(target: .rule("a.b", under: Glob("src/**")!), reason: "r", by: "a", date: Self.today),
      Suppression(target: .category(.security, under: Glob("x")!), reason: "r", by: "a", date: Self.today),
    ]
    var bytes = Array(Self.file.utf8)
    for entry in entries { bytes = try Suppressions.appending(entry, to: bytes) }
    #expect(bytes.starts(with: Array(Self.file.utf8)))
    var read = try Suppressions.parse(bytes).entries.suffix(4).map { $0 }
    for index in read.indices { read[index].line = nil }
    #expect(read == entries)
  }

  @Test func aBrokenFileIsNotWrittenTo() {
    let entry = Suppression(target: .everywhere(fingerprint: Self.print), reason: "r", by: "a", date: Self.today)
    for text in ["[[suppress", "suppress = []\n"] {
      #expect(throws: TOMLError.self) { try Suppressions.appending(entry, to: Array(text.utf8)) }
    }
    #expect(throws: TOMLError.self) {
      var empty = entry
      empty.reason = " "
      return try Suppressions.appending(empty, to: [])
    }
  }
}

@Suite struct GlobTests {
  @Test(arguments: [
    ("src/a.c", "src/a.c", true), ("src/*.c", "src/a.c", true), ("src/*.c", "src/b/a.c", false),
    ("src/**", "src/b/a.c", true),
    ("src", "src/b/a.c", true), ("src/", "src/b/a.c", true), ("./src", "src/a.c", true), ("src", "srcs/a.c", false),
    ("**/a.c", "a.c", true), ("**/a.c", "x/y/a.c", true), ("**/a.c", "x/ya.c", false), ("a/**/b", "a/b", true),
    ("a/**/b", "a/x/y/b", true), ("a/**/b", "ab", false), ("*", "a", true), ("*", "a/b", true), ("?.c", "a.c", true),
    ("?.c", "ab.c", false), ("a?b", "a/b", false), ("**", "x/y", true), ("*.md", "docs/a.md", false),
    ("[a]", "[a]", true),
    ("a**b", "a/x/b", true), ("src/*", "src", false),
  ])
  func matches(_ pattern: String, _ path: String, _ isMatch: Bool) throws {
    #expect(try #require(Glob(pattern)).matches(RepoPath(path)) == isMatch)
  }

  @Test func hostilePatternsAreBounded() throws {
    let glob = try #require(Glob(String(repeating: "*a", count: 250) + "b"))
    #expect(!glob.matches(RepoPath(String(repeating: "a", count: 4000))))
    #expect(Glob("") == nil)
    #expect(Glob("./") == nil)
    #expect(Glob(String(repeating: "a", count: 513)) == nil)
  }
}

@Suite struct CalendarDateTests {
  @Test(arguments: ["2026-04-30", "2024-02-29", "2000-02-29", "0001-01-01"])
  func isADay(_ text: String) { #expect(CalendarDate(text)?.description == text) }

  @Test(arguments: [
    "", "2026-4-3", "2026-04-31", "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
    "2026-01-01T00:00:00Z", "２026-01-01",
  ])
  func isNone(_ text: String) { #expect(CalendarDate(text) == nil) }

  @Test(arguments: [
    (Int64(0), "1970-01-01"), (86_399_999, "1970-01-01"), (86_400_000, "1970-01-02"), (951_782_400_000, "2000-02-29"),
    (1_777_507_200_000, "2026-04-30"), (-5, "1970-01-01"), (Int64.max, "9999-12-31"), (1_735_689_599_999, "2024-12-31"),
  ])
  func ofTheClock(_ milliseconds: Int64, _ text: String) {
    #expect(CalendarDate(wallMilliseconds: milliseconds).description == text)
  }
}
