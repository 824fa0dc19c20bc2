internal import Engine

/// The commands, declared once: parsing, help and completions all come from here.
enum CommandTable {
  /// Which change; at most one of them, the range included.
  static let sources: [OptionID] = [.base, .staged, .workingTree, .untracked, .patch]
  private static let reviewers: [OptionID] = [.runtime, .tier, .only, .skip]
  private static let screen: [OptionID] = [.theme, .ascii]
  private static let range = OperandSpec("A..B", .reference)
  private static let run = OperandSpec("RUN", .run)

  static func spec(_ id: CommandID) -> CommandSpec {
    switch id {
    case .review:
      CommandSpec(
        id, "review a change", operand: range,
        options: sources + reviewers + [
          .opencode, .sandbox, .allowUnsandboxed, .print, .format, .output, .failOn, .noRecord, .requireRecording,
        ] + screen,
        examples: [
          ("conclave", "reviews what the next push would send"),
          ("conclave review --staged", "reviews what the next commit would hold"),
          ("conclave main..feature --print --fail-on warning", "as lines; exit status 1 from a warning on"),
          ("git diff | conclave review --patch - --format json", "reviews a patch from standard input"),
        ])
    case .explain:
      CommandSpec(
        id, "say what a review would do, without running it", operand: range, options: sources + reviewers,
        examples: [
          ("conclave explain --base origin/main", "files in and out, the tier and why, who runs and who does not")
        ])
    case .triage:
      CommandSpec(
        id, "decide about the findings of an earlier run", operand: run, options: [.print] + screen,
        examples: [("conclave triage", "opens the findings of this repository's newest run")])
    case .post:
      CommandSpec(
        id, "deliver the comment of a run", operand: run, options: [.to, .dryRun, .allOpen],
        examples: [
          ("conclave post --to file:comment.md", "writes what you accepted, as a forge would get it"),
          ("conclave post --to stdout --all-open", "prints what is accepted or still open"),
        ])
    case .replay:
      CommandSpec(
        id, "play a recording", operand: OperandSpec("RUN|FILE|-", .run, .one),
        options: [.follow, .speed, .at, .print, .format, .redactSource, .frame, .svg, .view] + screen,
        examples: [
          ("conclave replay run.jsonl --speed 4", "plays a recording four times as fast"),
          ("conclave replay run.jsonl --frame 120x40 --at 20s", "prints the screen of second 20 as text"),
          (
            "conclave replay run.jsonl --format jsonl --redact-source",
            "prints the recording for others, without code"
          ),
        ])
    case .runsList:
      CommandSpec(
        id, "list the recorded runs", examples: [("conclave runs", "runs with decision and age, newest first")])
    case .runsShow:
      CommandSpec(
        id, "show one run's report and where its files are", operand: run, options: [.format],
        examples: [("conclave runs show --format markdown", "the newest run's report as Markdown")])
    case .runsPrune:
      CommandSpec(
        id, "delete old runs", options: [.olderThan, .dryRun],
        examples: [("conclave runs prune --older-than 30d", "deletes runs that ended more than 30 days ago")])
    case .hookInstall:
      CommandSpec(
        id, "install the pre-push hook in this repository",
        examples: [("conclave hook install", "from now on each push is reviewed first")])
    case .hookUninstall:
      CommandSpec(
        id, "remove the pre-push hook that Conclave installed",
        examples: [("conclave hook uninstall", "pushes are no longer reviewed")])
    case .hookRun:
      CommandSpec(
        id, "review a push; git calls it with the remote's name and address",
        operand: OperandSpec("REMOTE", .free, .many),
        examples: [("conclave hook run origin URL < refs", "what the installed hook does")])
    case .rulesList:
      CommandSpec(
        id, "list the rules with what they report and what they do not",
        examples: [("conclave rules list", "every built-in rule")])
    case .rulesTest:
      CommandSpec(
        id, "run the examples of every rule; FILE adds an organisation's own",
        operand: OperandSpec("FILE", .file, .many),
        examples: [("conclave rules test .conclave/rules/engineering.toml", "checks the organisation's rules too")])
    case .promptsList:
      CommandSpec(
        id, "list the prompts with their sizes and what this repository changes in them",
        examples: [("conclave prompts", "one line for each reviewer, the coordinator and the shared rules")])
    case .promptsShow:
      CommandSpec(
        id, "print exactly what a reviewer is asked, with placeholders for the change",
        operand: OperandSpec("NAME", .choice(PromptBook.names), .one),
        examples: [("conclave prompts show security", "the shared rules, the change's place, the reviewer's own part")])
    case .promptsPath:
      CommandSpec(
        id, "show where a team's own prompts are, and which there are",
        examples: [("conclave prompts path", "NAME.md extends a prompt, NAME.replace.md replaces it")])
    case .rehearsals:
      CommandSpec(
        id, "list the rehearsals that come with Conclave, with what each shows",
        examples: [("conclave rehearsals", "names for --runtime rehearsal:NAME")])
    case .configCheck:
      CommandSpec(
        id, "read the configuration and name the first mistake",
        examples: [("conclave config check", "exit status 2 and file:line:column on a mistake")])
    case .configShow:
      CommandSpec(
        id, "show every setting with its value and where it comes from",
        examples: [("conclave config show", "for example: limits.task = \"5m\"  default")])
    case .configPath:
      CommandSpec(
        id, "show which configuration files are read, in order",
        examples: [("conclave config path", "from the weakest to the strongest")])
    case .doctor:
      CommandSpec(
        id, "check everything that a review needs, one line each", examples: [("conclave doctor", "with what to do")])
    case .completions:
      CommandSpec(
        id, "print the completions of a shell",
        operand: OperandSpec("SHELL", .choice(Shell.allCases.map(\.rawValue)), .one),
        examples: [("conclave completions bash > ~/.local/share/bash-completion/completions/conclave", "installs them")]
      )
    case .version:
      CommandSpec(id, "show the version", examples: [("conclave version", "prints the version")])
    }
  }

  static let all: [CommandSpec] = CommandID.allCases.map(spec)

  /// First words of commands, each once.
  static let firstWords: [String] = {
    var words: [String] = []
    for spec in all where !words.contains(spec.words[0]) { words.append(spec.words[0]) }
    return words
  }()

  /// What a first word alone means where commands have two.
  static func standsAlone(_ word: String) -> CommandID? {
    switch word {
    case "runs": .runsList
    case "rules": .rulesList
    case "config": .configShow
    case "prompts": .promptsList
    default: CommandID(rawValue: word)
    }
  }

  /// Second words that follow `word`.
  static func secondWords(after word: String) -> [String] {
    all.filter { $0.words.count > 1 && $0.words[0] == word }.map { $0.words[1] }
  }
}
