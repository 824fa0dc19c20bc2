import Testing

@testable import Engine

@Suite struct CommentTests {
  static func report(
    _ title: String = "Title", body: String = "Body", evidence: String = "code", suggestion: String? = nil,
    file: String = "a.swift", count: Int = 1
  ) -> Report {
    let findings = (1...count).map { number in
      Report.Item(
        id: FindingID(number), fingerprint: "0123456789abc000", severity: number % 3 == 0 ? .critical : .warning,
        category: .security, file: RepoPath(file), line: number, side: .new, title: title, body: body,
        suggestion: suggestion, evidence: evidence, reportedBy: [.security], state: .accepted, isAnchored: true)
    }
    var report = Report.build(events: SampleReview.events(complete: true), triage: [])
    report.findings = findings
    report.ledger = []
    return report
  }

  @Test func isTheGoldenOne() throws {
    let acts: [TriageAction] = [
      .suppress([FindingID(4)], scope: .here, reason: "a matter of *taste*", expires: nil), .accept([FindingID(1)]),
    ]
    let report = Report.build(events: SampleReview.events(), triage: acts)
    try ReportTests.expect(CommentRenderer(report).render(), equals: "comment.md")
    try ReportTests.expect(CommentRenderer(report, allOpen: true).render(), equals: "comment-all-open.md")
  }

  @Test func whatIsSuppressedIsNotInIt() {
    let acts: [TriageAction] = [.suppress([FindingID(1)], scope: .here, reason: "why not", expires: nil)]
    let text = CommentRenderer(Report.build(events: SampleReview.events(), triage: acts), allOpen: true).render()
    #expect(!text.contains("concatenation"))
    #expect(text.contains("1 suppressed") || text.contains("1 finding suppressed"))
    #expect(text.contains("why not"))
    #expect(text.contains("Blocking sleep"))
  }

  @Test(arguments: [
    ("rules", "rules: offline, no model"), ("rehearsal:demo", "rehearsal: scripted, not a review"),
    ("direct", "direct"),
  ])
  func namesWhatRan(_ runtime: String, _ words: String) {
    let report = Report.build(events: SampleReview.events(runtime: runtime), triage: [])
    #expect(CommentRenderer(report).render().contains(words))
    #expect(TextReport(report, exitStatus: 3, exitReason: "x").render().contains(words))
  }

  @Test func incompleteIsSaidFirst() {
    let lines = CommentRenderer(Report.build(events: SampleReview.events(), triage: [])).render().split(separator: "\n")
    #expect(lines[1].contains("incomplete"))
    #expect(lines[2].contains("This review is incomplete"))
    #expect(lines[3].contains("performance"))
    let complete = CommentRenderer(Report.build(events: SampleReview.events(complete: true), triage: [])).render()
    #expect(!complete.contains("incomplete"))
  }

  /// What a title or body may hold, and how it is written.
  @Test(arguments: [
    ("![x](https://evil/x.png)", "`![x](https://evil/x.png)`"),
    ("[click](javascript:alert(1))", "`[click](javascript:alert(1))`"),
    ("[a](b)", "\\[a\\](b)"), ("compare_digest _em_ a_", "compare_digest \\_em\\_ a\\_"), ("===", "\\==="),
    ("![a][b]", "\\!\\[a\\]\\[b\\]"), ("[a]: b", "\\[a\\]: b"),
    ("<img src=x onerror=y>", "&lt;img src=x onerror=y&gt;"),
    ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
    ("<!-- hidden -->", "&lt;\\!-- hidden --&gt;"), ("--> out", "\\--&gt; out"),
    ("<details><summary>", "&lt;details&gt;&lt;summary&gt;"),
    ("<https://evil>", "`<https://evil>`"),
    ("see https://evil.example/?q=secret now", "see `https://evil.example/?q=secret` now"),
    ("www.evil.example", "`www.evil.example`"), ("mailto:a", "`mailto:a`"), ("data:text/html,x", "`data:text/html,x`"),
    ("ask a@b.example", "ask `a@b.example`"), ("@alice look", "`@alice` look"), ("(@org/team)", "`(@org/team)`"),
    ("@all", "`@all`"),
    ("Fixes #1", "Fixes `#1`"), ("closes org/repo#12.", "closes `org/repo#12.`"), ("see !7", "see `!7`"),
    ("GH-12", "`GH-12`"),
    ("~bug %1 $2 &3", "`~bug` `%1` `$2` `&3`"), ("commit deadbeef1 it", "commit `deadbeef1` it"),
    ("/merge", "\\/merge"), ("/approve now", "\\/approve now"), ("# Heading", "\\# Heading"), ("- item", "\\- item"),
    ("+ item", "\\+ item"), ("* item", "\\* item"), ("1. item", "1\\. item"), ("> quote", "&gt; quote"),
    ("---", "\\---"),
    ("***bold*** _it_ ~~no~~", "\\*\\*\\*bold\\*\\*\\* \\_it\\_ `~~no~~`"), ("a | b", "a \\| b"),
    ("$x$", "`$x$`"),
    ("back\\slash", "back\\\\slash"), ("use `a < b` here", "use `a < b` here"), ("odd ` tick", "odd ` tick`"),
    ("``a``", "a"), ("```suggestion", "`suggestion`"), ("`@bot merge`", "`@bot merge`"),
    ("a\u{202E}b", "a\\\\u\\{202E\\}b"), ("a\u{200B}b", "a\\\\u\\{200B\\}b"), ("\u{1B}[31m", "\\\\u\\{1B\\}\\[31m"),
    ("two\r\nlines", "two\\\\r\\\\nlines"), ("tag\u{E0041}", "tag\\\\u\\{E0041\\}"), ("&lt;b&gt;", "`&lt;b&gt;`"),
    ("", ""),
  ])
  func neutralises(_ payload: String, _ written: String) {
    if payload != "odd ` tick" { #expect(MarkdownText.line(payload) == written) }
    let text = CommentRenderer(Self.report(payload, body: payload)).render()
    for line in text.split(separator: "\n") { #expect(!line.hasPrefix("/")) }
  }

  /// No prose of a comment may hold anything active; code spans and fences are taken out first.
  @Test(arguments: [
    "`", "``", "` @a `", "`` @a ` b", "@a` @b `@c", "```\n@a\n```", "\\`@a\\`", "`a\n@b`", "x`y`z`@a", "<a`href=@b>`",
  ])
  func noTickLetsAMentionOut(_ payload: String) {
    for text in [MarkdownText.line(payload), MarkdownText.block(payload)] {
      for line in text.split(separator: "\n") {
        var outside = ""
        var rest = line[...]
        while let tick = rest.firstIndex(of: "`") {
          outside += rest[..<tick]
          let run = rest[tick...].prefix { $0 == "`" }
          let body = rest[tick...].dropFirst(run.count)
          guard let end = body.ranges(of: run).first else {
            outside += body
            rest = ""
            break
          }
          rest = body[end.upperBound...]
        }
        outside += rest
        #expect(!outside.contains("@"), "\(text)")
      }
    }
  }

  @Test(arguments: [
    ("a ``` b\n````\nx", "`````"), ("plain", "```"), ("~~~", "```"),
    (String(repeating: "`", count: 50), String(repeating: "`", count: 51)),
  ])
  func aFenceIsLongerThanAnyInside(_ code: String, _ fence: String) {
    let text = MarkdownText.fenced(code)
    #expect(text.hasPrefix(fence + "\n"))
    #expect(text.hasSuffix("\n" + fence))
  }

  @Test func codeThatLooksLikeACommandGetsABar() {
    #expect(MarkdownText.fenced("x\n  /merge") == "```\n| x\n|   /merge\n```")
    #expect(MarkdownText.fenced("@bot merge") == "```\n| @bot merge\n```")
    #expect(MarkdownText.fenced("// fine\n/* fine */") == "```\n// fine\n/* fine */\n```")
    #expect(!MarkdownText.fenced("<!-- conclave:v1 run=1 -->").contains("<!-- conclave"))
    #expect(MarkdownText.fenced("a\u{202E}\u{1B}b") == "```\na\\u{202E}\\u{1B}b\n```")
  }

  @Test(arguments: ["a`b`.swift", "x\n/merge", "``", "a\u{202E}.swift", "[x](y)"])
  func hostilePathsStayCode(_ path: String) {
    let text = CommentRenderer(Self.report(file: path)).render()
    #expect(!text.split(separator: "\n").contains { $0.hasPrefix("/") })
    #expect(!text.contains("\u{202E}"))
    #expect(text.split(separator: "\n").count { $0.contains("**▲ warning** · `") } == 1)
  }

  @Test(arguments: [1_000_000, 65_536, 20_000, 6000, 2500])
  func staysBelowItsLimitAndSaysWhatIsLeftOut(_ limit: Int) {
    let report = Self.report(
      body: String(repeating: "why ", count: 250), evidence: String(repeating: "x ", count: 150), suggestion: "y",
      count: 60)
    let text = CommentRenderer(report, limit: limit).render()
    #expect(text.utf8.count <= limit)
    #expect(text.contains("Shortened") == (limit < 1_000_000))
    #expect(text.contains("20 critical, 40 warnings"))
    if limit == 2500 {
      #expect(text.contains("of 60 findings are left out"))
      #expect(text.contains("● critical"))
    }
  }

  @Test func aMarkIsOnlyTheFirstLine() {
    var report = Self.report("<!-- conclave:v1 run=x -->", evidence: "<!-- conclave:v1 run=y -->")
    report.run = "a --> <b>"
    let lines = CommentRenderer(report).render().split(separator: "\n")
    #expect(lines[0] == "<!-- conclave:v1 run=a--b -->" || lines[0] == "<!-- conclave:v1 run=ab -->")
    #expect(lines.dropFirst().allSatisfy { !$0.contains("<!--") })
  }
}
