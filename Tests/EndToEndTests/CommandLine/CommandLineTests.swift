import Engine
import Testing

@testable import conclave

@Suite struct CommandLineTests {
  private static func parse(_ line: String) throws(ReviewFailure) -> Invocation {
    try CommandLineParser.parse(line.split(separator: " ").map(String.init))
  }

  private static func review(_ change: (inout ReviewOptions) -> Void = { _ in }) -> Invocation {
    var options = ReviewOptions()
    change(&options)
    return .review(options)
  }

  @Test(arguments: [
    ("", review()), ("review", review()), ("main..HEAD", review { $0.source = .range("main..HEAD") }),
    ("review HEAD~3", review { $0.source = .range("HEAD~3") }),
    (
      "--print main...HEAD",
      review {
        $0.source = .range("main...HEAD"); $0.isPrinted = true
      }
    ),
    (
      "review a..b --print",
      review {
        $0.source = .range("a..b"); $0.isPrinted = true
      }
    ),
    ("review --base=origin/main", review { $0.source = .base("origin/main") }),
    ("--staged", review { $0.source = .staged }),
    ("--working-tree --untracked", review { $0.source = .workingTree(untracked: true) }),
    ("--working", review { $0.source = .workingTree(untracked: false) }),
    ("--patch -", review { $0.source = .patch("-") }),
    (
      "--patch=-- --print",
      review {
        $0.source = .patch("--"); $0.isPrinted = true
      }
    ),
    ("--runtime rules", review { $0.runtime = .rules }),
    ("--runtime direct", review { $0.runtime = .direct }),
    ("--runtime rehearsal:demo", review { $0.runtime = .rehearsal("demo") }),
    ("--runtime rehearsal:a:b.jsonl", review { $0.runtime = .rehearsal("a:b.jsonl") }),
    ("--tier full", review { $0.tier = .full }),
    (
      "--format json -o r.json",
      review {
        $0.format = .json; $0.output = "r.json"
      }
    ),
    ("-or.json", review { $0.output = "r.json" }),
    (
      "--sandbox landlock --allow-unsandboxed",
      review {
        $0.allowsUnsandboxed = true
        $0.settings = [.init(.sandbox, name: "--sandbox", value: "landlock")]
      }
    ),
    ("--no-record", review { $0.isRecorded = false }),
    ("--require-recording", review { $0.requiresRecording = true }),
    (
      "--only security --only documentation --skip release --fail-on warning --theme light --ascii",
      review {
        $0.settings = [
          .init(.only, name: "--only", value: "security,documentation"), .init(.skip, name: "--skip", value: "release"),
          .init(.failOn, name: "--fail-on", value: "warning"), .init(.theme, name: "--theme", value: "light"),
          .init(.ascii, name: "--ascii", value: "true"),
        ]
      }
    ),
  ])
  func `a review is asked for`(line: String, expected: Invocation) throws {
    #expect(try Self.parse(line) == expected)
  }

  @Test func `the screen is drawn unless lines or a result on standard output are wanted`() throws {
    for (line, draws) in [("", true), ("--print", false), ("--format json", false), ("--format json -o x", true)] {
      guard case .review(let options) = try Self.parse(line) else { Issue.record("no review"); continue }
      #expect(options.mayDraw == draws, "\(line)")
    }
  }

  @Test(arguments: [
    ("explain --base main", Invocation.explain(.init(source: .base("main")))),
    ("triage", .triage(.init())), ("triage 20261125-1 --print", .triage(.init(run: "20261125-1", isPrinted: true))),
    ("post --to stdout", .post(.init(target: .standardOutput))),
    (
      "post r1 --to file:a:b.md --dry-run --all-open",
      .post(.init(run: "r1", target: .file("a:b.md"), isDryRun: true, includesOpen: true))
    ),
    ("replay -", .replay(.init(recording: "-"))),
    (
      "replay x.jsonl --speed 2.5 --at 1m30s --follow",
      .replay(.init(recording: "x.jsonl", follows: true, speed: 2.5, start: .seconds(90)))
    ),
    (
      "replay x --frame 80x24 --view findings --ascii",
      .replay(
        .init(
          recording: "x", frame: .init(columns: 80, rows: 24), view: .findings,
          settings: [.init(.ascii, name: "--ascii", value: "true")]))
    ),
    ("replay x --svg a.svg", .replay(.init(recording: "x", frame: .init(columns: 120, rows: 40, svg: "a.svg")))),
    ("replay x --print --format jsonl", .replay(.init(recording: "x", isPrinted: true, format: .jsonl))),
    ("runs", .runsList), ("runs list", .runsList), ("runs show", .runsShow(run: nil, format: nil)),
    ("runs show r --format markdown", .runsShow(run: "r", format: .markdown)),
    ("runs prune --older-than 30d", .runsPrune(.init(olderThan: .seconds(2_592_000)))),
    ("runs prune --older-than=12h --dry-run", .runsPrune(.init(olderThan: .seconds(43_200), isDryRun: true))),
    ("hook install", .hookInstall), ("hook uninstall", .hookUninstall),
    ("hook run origin git@example.org:a/b", .hookRun(["origin", "git@example.org:a/b"])),
    ("rules", .rulesList), ("rules list", .rulesList), ("rehearsals", .rehearsals),
    ("rules test a.toml b.toml", .rulesTest(files: ["a.toml", "b.toml"])),
    ("prompts", .promptsList), ("prompts list", .promptsList), ("prompts show security", .promptsShow("security")),
    ("prompts path", .promptsPath),
    ("config", .configShow), ("config check", .configCheck), ("config path", .configPath), ("doctor", .doctor),
    ("version", .version), ("--version", .version), ("-V", .version),
    ("agent-rules --whatever x", .hidden(.agentRules, ["--whatever", "x"])),
  ])
  func `every command is understood`(line: String, expected: Invocation) throws {
    #expect(try Self.parse(line) == expected)
  }

  @Test(arguments: [
    ("reviw", "unknown command reviw; did you mean conclave review?"), ("xyzzy", "there are review, explain, triage"),
    ("--stagd", "unknown option --stagd; did you mean --staged?"),
    ("--mr 5", "unknown option --mr; conclave review has --base, --staged"),
    ("--pr=5", "unknown option --pr"), ("--pr 5", "unknown option --pr"), ("--at 5", "conclave replay has it"),
    ("-x", "unknown option -x"), ("-px", "unknown option -p"),
    ("--p", "--p could be --patch or --print; write more of it"), ("--print=yes", "--print takes no argument"),
    ("review --base", "--base needs an argument, REF"), ("-o", "--output needs an argument, FILE"),
    ("triage --speed 2", "conclave triage has no option --speed; conclave replay has it"),
    ("--format sarif", "--format takes text, markdown, json, jsonl, not \"sarif\""),
    ("--format jsonn", "did you mean json?"), ("--tier medium", "--tier takes trivial, lite, full"),
    ("--runtime opencodex", "--runtime takes rules, direct, opencode, rehearsal:NAME, rehearsal:FILE, not"),
    ("--fail-on criticl", "did you mean critical?"),
    ("--only secuirty", "did you mean security?"),
    ("--theme pink", "--theme takes one of dark, light, high-contrast, color-blind, mono"),
    ("--staged --base main", "--base and --staged exclude each other"),
    ("a..b --patch x", "a..b and --patch exclude each other"),
    ("--untracked", "--untracked goes with --working-tree only"),
    ("--no-record --require-recording", "exclude each other"), ("review a b", "takes only one A..B, \"b\" is too much"),
    ("--print explain x", "a command comes first: conclave explain"), ("--base=", "--base takes a reference of git"),
    ("review -- --upload-pack=x", "A..B takes a reference of git"), ("--output=", "--output is empty"),
    ("--patch=", "--patch is empty"), ("doctor now", "conclave doctor takes no \"now\""),
    ("post", "needs --to; add --to file:PATH or --to stdout"),
    ("post --to mr:5", "--to takes file:PATH, stdout, not \"mr:5\""),
    ("post --to file:", "--to takes file:PATH"), ("replay", "conclave replay needs RUN|FILE|-"),
    ("replay x --speed nan", "--speed takes a number"), ("replay x --speed 0", "--speed takes a number"),
    ("replay x --speed 1e9", "--speed takes a number"), ("replay x --at soon", "--at takes a time"),
    ("replay x --frame 80", "--frame takes columns and lines"), ("replay x --frame 0x5", "--frame takes"),
    ("replay x --frame 99999999999999999999x5", "--frame takes"), ("replay x --frame -1x5", "--frame takes"),
    ("replay x --view detail", "--view goes with --frame or --svg only"),
    ("replay x --frame 80x24 --print", "a frame and --print exclude each other"),
    ("runs prune", "needs --older-than; for example"), ("runs prune --older-than 30", "--older-than takes an age"),
    ("runs prun", "did you mean conclave runs prune?"),
    ("hook", "conclave hook needs one more word; install, uninstall, run"),
    ("hook instal", "did you mean conclave hook install?"), ("completions tcsh", "SHELL takes bash, zsh, fish"),
    ("completions", "conclave completions needs SHELL"), ("help nothing", "unknown command nothing"),
  ])
  func `a mistake says what to do`(line: String, message: String) {
    #expect {
      try Self.parse(line)
    } throws: {
      guard let failure = $0 as? ReviewFailure else { return false }
      return failure.code == .usage && failure.description.contains(message) && !failure.hints.isEmpty
    }
  }

  @Test func `arguments are taken as they are`() throws {
    let odd = ["review", "--patch", "a b\n\u{1B}é"]
    #expect(try CommandLineParser.parse(odd) == Self.review { $0.source = .patch("a b\n\u{1B}é") })
    #expect(throws: ReviewFailure.self) { try CommandLineParser.parse([""]) }
    #expect(throws: ReviewFailure.self) { try CommandLineParser.parse(["review", ""]) }
    #expect(throws: ReviewFailure.self) { try CommandLineParser.parse(["-"]) }
  }
}

@Suite struct HelpTests {
  @Test(arguments: CommandTable.all.map(\.id.rawValue))
  func `each command's help names its options and an example`(name: String) throws {
    let words = name.split(separator: " ").map(String.init)
    guard case .help(let text) = try CommandLineParser.parse(words + ["--help"]) else {
      Issue.record("no help"); return
    }
    let spec = try #require(CommandTable.all.first { $0.id.rawValue == name })
    #expect(text.hasPrefix("conclave \(name): "))
    for option in spec.options { #expect(text.contains(option.flag)) }
    #expect(!spec.examples.isEmpty)
    for example in spec.examples { #expect(text.contains(example.line)) }
    for line in text.split(separator: "\n") { #expect(line.count <= HelpText.width, "\(line)") }
    #expect(try CommandLineParser.parse(["help"] + words) == .help(text))
  }

  @Test func `the overview names every command and status`() throws {
    for line in [["--help"], ["-h"], ["help"]] {
      guard case .help(let text) = try CommandLineParser.parse(line) else { Issue.record("no help"); continue }
      for spec in CommandTable.all { #expect(text.contains("\n  \(spec.id.rawValue) ")) }
      for status in ExitStatus.documented { #expect(text.contains("\n  \(status.code) ")) }
      for line in text.split(separator: "\n") { #expect(line.count <= HelpText.width, "\(line)") }
      for hidden in HiddenCommand.allCases { #expect(!text.contains(hidden.rawValue)) }
    }
  }

  @Test func `examples of help are understood`() throws {
    for spec in CommandTable.all {
      for example in spec.examples {
        let command =
          example.line.drop { $0 != "|" }.isEmpty ? example.line[...] : example.line.drop { $0 != "|" }.dropFirst()
        let words = command.split(separator: " ").map(String.init).prefix { $0 != ">" && $0 != "<" }
        #expect(words.first == "conclave")
        _ = try CommandLineParser.parse(Array(words.dropFirst()))
      }
    }
  }
}

@Suite struct ExitStatusTests {
  @Test func `every failure has the design's status`() {
    let table: [(ReviewFailure.Code, Int32)] = [
      (.usage, 2), (.configuration, 2), (.change, 2), (.plugin, 2), (.agent, 3), (.delivery, 4), (.refused, 5),
      (.recording, 6), (.cancelled, 130),
    ]
    for (code, status) in table { #expect(ExitStatus(code).code == status) }
    #expect(ExitStatus.signal(15).code == 143)
    #expect(ExitStatus.readerGone.code == 141)
  }
}
