/// What was meant to be gone before the push.
enum LeftoverRules {
  static let all: [Rule] = [conflict, focusedTest, disabledTest, debugger, debugPrint, doNotMerge, homePath]

  private static let conflict = Rule(
    RuleCard(
      "code-quality/conflict-marker", .critical, confidence: 0.97, title: "Unresolved merge conflict",
      body: "The file holds both sides of a conflict: it will not compile, or it ships nonsense.",
      suggestion: "Decide for one side and delete the markers.",
      reports: "A line that starts with git's conflict markers.",
      doesNotReport: "Rows of equal signs (headings), and test data about conflicts."),
    matches: [.init(.everything, .text, #"^(?:<{7}|>{7}|\|{7}) \S"#)], skips: [.test],
    examples: [
      .hit("py", "<<<<<<< HEAD\nlimit = 10\n=======\nlimit = 20\n>>>>>>> feature"),
      .hit("README.md", "<<<<<<< HEAD"),
      .miss("README.md", "Title\n======="),
      .miss("sh", "cat <<<\"$text\""),
    ])

  private static let focusedTest = Rule(
    RuleCard(
      "code-quality/focused-test", .warning, confidence: 0.95, title: "Only this test runs",
      body: "The runner skips all others and still says green: a break elsewhere goes unseen.",
      suggestion: "Remove the focus.",
      reports: "`.only`, fit, fdescribe and fcontext in test files.",
      doesNotReport: "The same names outside test files, and in comments."),
    matches: [
      .init(
        [.javascript], .bare, #"\b(?:describe|it|test|context|suite|specify)\.only\(|(?:^|[^.\w])(?:fit|fdescribe)\("#),
      .init([.ruby], .bare, #"^\s*(?:fit|fdescribe|fcontext)\b|,\s*(?::focus\b|focus:\s*true)"#),
      .init([.swift, .kotlin], .bare, #"(?:^|[^.\w])(?:fit|fdescribe|fcontext)\("#),
    ],
    when: [.path(#"(?i)test|spec|cypress|e2e"#)], skips: [],
    examples: [
      .hit("src/refund.test.ts", "it.only('pays back', () => {"),
      .hit("spec/refund_spec.rb", "fit \"pays back\" do"),
      .miss("src/refund.test.ts", "it('pays back', () => {"),
      .miss("src/model.ts", "model.fit(x, y)"),
      .miss("src/refund.test.ts", "// it.only('pays back')"),
    ])

  private static let disabledTest = Rule(
    RuleCard(
      "code-quality/disabled-test", .warning, confidence: 0.75, title: "A test is switched off without a reason",
      body: "Nobody will know when it may come back, and what it guarded is unguarded from now on.",
      suggestion: "Fix it, delete it, or write down why and until when.",
      reports: "skip, xit, Ignore and Disabled without a reason on the line or above it.",
      doesNotReport: "Conditional skips, and skips with a reason, a comment or a ticket."),
    matches: [
      .init([.javascript], .bare, #"(?:^|[^.\w])(?:xit|xdescribe|xtest)\(|\b(?:describe|it|test)\.skip\(\s*["'`]"#),
      .init(
        [.python], .code, #"^\s*@(?:pytest\.mark\.skip|unittest\.skip)\s*(?:\(\s*\))?\s*$|^\s*pytest\.skip\(\s*\)"#),
      .init([.java, .kotlin], .code, #"^\s*@(?:Ignore|Disabled)\s*$"#),
      .init([.go], .code, #"^\s*t\.Skip(?:Now)?\(\s*\)"#), .init([.rust], .code, #"^\s*#\[ignore\]\s*$"#),
      .init([.ruby], .bare, #"^\s*(?:xit|xdescribe|xcontext)\b"#),
    ],
    when: [
      .not(.text(#"(?://|#\s).*\w|#\d+|[A-Z]{2,}-\d+"#)), .not(.previous(#"^\s*if\b"#)),
      .not(.inside(#"^\s*if\b"#, stop: #"\bfunc\b|\bdef\b"#)),
    ],
    skips: [.documentation],
    examples: [
      .hit("src/refund.test.ts", "xit('pays back', () => {"),
      .hit("tests/test_refund.py", "@pytest.mark.skip\ndef test_refund():"),
      .hit("refund_test.go", "\tt.Skip()"),
      .miss("tests/test_refund.py", "@pytest.mark.skip(reason=\"needs the bank's sandbox\")\ndef test_refund():"),
      .miss("refund_test.go", "\tif testing.Short() {\n\t\tt.Skip()\n\t}"),
      .miss("src/refund.test.ts", "xit('pays back', () => { // SHOP-77"),
    ])

  private static let debugger = Rule(
    RuleCard(
      "code-quality/debugger-left", .warning, confidence: 0.9, title: "A breakpoint is left in the code",
      body: "The process stops here and waits for a debugger: in production the request hangs for ever.",
      suggestion: "Delete the line.",
      reports: "debugger statements, pdb, breakpoint(), binding.pry, byebug, dbg! and var_dump.",
      doesNotReport: "The same words in comments and strings, and in tools for debugging."),
    matches: [
      .init([.javascript], .bare, #"^\s*debugger\s*;?\s*$"#),
      .init(
        [.python], .bare, #"^\s*(?:breakpoint\(\)|(?:import\s+(?:i?pdb|pudb)\s*;.*)|(?:i?pdb|pudb)\.set_trace\(\))"#),
      .init([.ruby], .bare, #"^\s*(?:binding\.(?:pry|irb|break)|byebug)\s*$"#),
      .init([.rust], .bare, #"\bdbg!\("#), .init([.php], .bare, #"^\s*(?:var_dump|dd|dump)\("#),
      .init([.elixir], .bare, #"\bIEx\.pry\b"#), .init([.csharp], .bare, #"\bDebugger\.Break\(\)"#),
    ],
    when: [.not(.path(#"(?i)debug"#))], skips: [.documentation],
    examples: [
      .hit("py", "    breakpoint()"),
      .hit("js", "  debugger;"),
      .hit("rb", "    binding.pry"),
      .hit("rs", "    dbg!(&order);"),
      .miss("py", "# breakpoint() helps here"),
      .miss("js", "const text = 'debugger;';"),
    ])

  private static let debugPrint = Rule(
    RuleCard(
      "code-quality/debug-output-left", .suggestion, confidence: 0.8, title: "Debug output is left in the code",
      body: "It was for the person who wrote this; in production it is noise in the log, and may show data.",
      suggestion: "Delete it, or log it with a level and words.",
      reports: "Prints of marks such as `here`, `debug`, `>>>` or a bare number, and of `{x=}`.",
      doesNotReport: "Other prints, which command-line programs live on, scripts and tests."),
    matches: [
      .init(
        [.javascript], .code,
        #"(?i)\bconsole\.(?:log|debug)\(\s*["'`](?:here|debug|todo|xxx|asdf|\d{1,3}["'`]|>{3,})[^a-z]"#),
      .init(
        [.python], .code,
        #"(?i)(?:^|[^.\w])print\(\s*["'](?:here|debug|xxx|asdf|\d{1,3}["']|>{3,})[^a-z]|(?:^|[^.\w])print\(\s*f["'][^"']*\{\w+=\}"#
      ),
      .init([.go], .code, #"(?i)\bfmt\.Print(?:ln|f)\(\s*"(?:here|debug|xxx|asdf|>{3,})[^a-z]"#),
      .init(
        [.java, .kotlin], .code, #"(?i)\b(?:System\.out\.)?println\(\s*"(?:here|debug|xxx|asdf|>{3,})[^a-z]"#),
      .init([.ruby, .php], .code, #"(?i)^\s*(?:puts|echo)\s+["'](?:here|debug|xxx|asdf|>{3,})[^a-z]"#),
    ],
    skips: [.test, .documentation, .example, .script],
    examples: [
      .hit("js", "console.log('here', order);"),
      .hit("py", "print(f\"{order=}\")"),
      .hit("go", "fmt.Println(\">>> order\", order)"),
      .miss("js", "console.log('listening on', port);"),
      .miss("py", "print(f\"{order} paid back\")"),
      .miss("py", "print(\"Hereafter:\", order)"),
      .miss("py", "print(\"*** connection closed ***\")"),
    ])

  private static let doNotMerge = Rule(
    RuleCard(
      "code-quality/do-not-merge", .warning, confidence: 0.9, title: "The line says that it must not be merged",
      body: "Whoever wrote it wanted to be reminded here.",
      suggestion: "Do what it asks for, then delete it.",
      reports: "DO NOT MERGE, DO NOT COMMIT, REMOVE BEFORE MERGE, FIXME BEFORE and NOCOMMIT.",
      doesNotReport: "Ordinary TODO and FIXME notes, texts in string literals, and documents."),
    matches: [
      .init(
        .programs.union([.sql, .yaml, .workflow, .dockerfile, .toml, .make, .html, .settings]), .text,
        #"\b(?:DO NOT (?:MERGE|COMMIT|SHIP)|DON'T (?:MERGE|COMMIT)|NOCOMMIT|(?:REMOVE|FIXME|DELETE|REVERT) (?:ME )?BEFORE (?:MERGE|MERGING|COMMIT|RELEASE|PUSH|SHIPPING))\b"#
      )
    ],
    when: [.not(.line(#"\b(?:MERGE|MERGING|COMMIT|SHIP|SHIPPING|RELEASE|PUSH|NOCOMMIT)\b"#))], skips: [.documentation],
    examples: [
      .hit("py", "LIMIT = 1  # REMOVE BEFORE MERGE"),
      .miss("py", "LIMIT = 1  # TODO: from the configuration"),
      .miss("py", "label = \"DO NOT MERGE\""),
    ])

  private static let homePath = Rule(
    RuleCard(
      "code-quality/path-of-one-machine", .warning, confidence: 0.8, title: "A path of one person's machine",
      body: "It exists on one machine only: the code fails everywhere else, and it tells a name.",
      suggestion: "Use a path relative to the project, or a setting.",
      reports: "A literal below /Users/name, /home/name or C:\\Users\\name in program code.",
      doesNotReport: "Homes of service users in images and pipelines, `~`, tests and documents."),
    matches: [
      .init(
        .programs.union([.toml, .settings]), .code,
        #"["'](?:/Users/[a-zA-Z][\w.-]+/|/home/[a-z][\w-]+/|[A-Z]:\\{1,2}Users\\{1,2}\w+)"#)
    ],
    when: [
      .not(
        .line(
          #"(?i)/home/(?:user|app|node|runner|vscode|ubuntu|circleci|git|jovyan|vagrant|coder|linuxbrew|deploy|www)\b|/Users/(?:Shared|user|username|runner|me|name)\b|Users\\{1,2}(?:Public|user|username|runneradmin)\b"#
        ))
    ],
    examples: [
      .hit("py", "DATA = \"/Users/mkoch/work/refunds/data.csv\""),
      .miss("py", "DATA = \"/home/app/data.csv\""),
      .miss("py", "DATA = \"data/refunds.csv\""),
    ])
}
