internal import Engine

/// What an option or operand takes; drives checks, help and completions.
enum ArgumentKind: Hashable, Sendable {
  case choice([String])
  /// One or several of these, separated by commas.
  case list([String])
  case file
  /// A reference of git, or a range of two.
  case reference
  /// The identifier of a recorded run.
  case run
  case free
}

/// What an option looks like in help and completions.
struct OptionSpec: Hashable, Sendable {
  /// The placeholder and kind of its argument; nil for a switch.
  var argument: (placeholder: String, kind: ArgumentKind)? {
    placeholder.map { ($0, kind) }
  }
  let summary: String
  private let placeholder: String?
  private let kind: ArgumentKind

  init(_ summary: String) {
    self.summary = summary
    placeholder = nil
    kind = .free
  }

  init(_ placeholder: String, _ kind: ArgumentKind, _ summary: String) {
    self.summary = summary
    self.placeholder = placeholder
    self.kind = kind
  }
}

/// Every option; the raw value is its long name.
enum OptionID: String, CaseIterable, Sendable {
  case help, version
  case base, staged, untracked, patch, runtime, tier, only, skip, print, format, output, theme, ascii, follow, speed, at
  case frame, svg, view, to
  case redactSource = "redact-source"
  case workingTree = "working-tree"
  case failOn = "fail-on"
  case noRecord = "no-record"
  case requireRecording = "require-recording"
  case dryRun = "dry-run"
  case allOpen = "all-open"
  case sandbox, opencode
  case allowUnsandboxed = "allow-unsandboxed"
  case olderThan = "older-than"

  /// A one-letter name.
  var letter: Character? {
    switch self {
    case .help: "h"
    case .version: "V"
    case .output: "o"
    default: nil
    }
  }

  /// As a person writes it.
  var flag: String { "--\(rawValue)" }

  var spec: OptionSpec {
    switch self {
    case .help: OptionSpec("show this help")
    case .version: OptionSpec("show the version")
    case .base: OptionSpec("REF", .reference, "review what HEAD adds since its merge base with REF")
    case .staged: OptionSpec("review what the next commit would hold")
    case .workingTree: OptionSpec("review HEAD against the files on disk, tracked ones")
    case .untracked: OptionSpec("take untracked files in, with --working-tree")
    case .patch: OptionSpec("FILE", .file, "review a patch; - reads standard input")
    case .runtime:
      OptionSpec(
        "NAME", .choice(["rules", "direct", "opencode", "rehearsal:"]),
        "who plays the reviewers: rules, direct, opencode, rehearsal:NAME or rehearsal:FILE")
    case .tier:
      OptionSpec("TIER", .choice(RiskTier.allCases.map(\.rawValue)), "review at this tier, whatever the change")
    case .only: OptionSpec("LIST", .list(SpecialistID.reviewers.map(\.rawValue)), "run only these reviewers")
    case .skip: OptionSpec("LIST", .list(SpecialistID.reviewers.map(\.rawValue)), "do not run these reviewers")
    case .print: OptionSpec("print lines instead of drawing")
    case .format: OptionSpec("FORMAT", .choice(OutputFormat.allCases.map(\.rawValue)), "form of the result")
    case .output: OptionSpec("FILE", .file, "write the result to FILE")
    case .failOn:
      OptionSpec("SEVERITY", .choice(FailureThreshold.allCases.map(\.rawValue)), "exit status 1 from this severity on")
    case .noRecord: OptionSpec("keep no recording")
    case .requireRecording: OptionSpec("stop with exit status 6 where no recording can be kept")
    case .sandbox: OptionSpec("MODE", .choice(OptionID.sandboxes), "what confines the agents, whoever they are")
    case .opencode:
      OptionSpec("MODE", .choice(["host", "process"]), "one OpenCode server for all reviewers, or a process for each")
    case .allowUnsandboxed: OptionSpec("review a change that is not yours even where nothing confines the agents")
    case .theme: OptionSpec("NAME", .choice(OptionID.themes), "colours of the screen")
    case .ascii: OptionSpec("draw with ASCII characters only")
    case .follow: OptionSpec("go on while the recording grows")
    case .speed: OptionSpec("N", .free, "play N times as fast, from 0.1 to 1000")
    case .at: OptionSpec("TIME", .free, "begin at TIME, such as 20s or 1m30s; a frame is of that moment")
    case .frame: OptionSpec("WxH", .free, "print one frame of so many columns and lines, as text")
    case .redactSource: OptionSpec("leave out the code that was reviewed, and what agents wrote of it")
    case .svg: OptionSpec("FILE", .file, "write that frame to FILE as a picture")
    case .view: OptionSpec("VIEW", .choice(ScreenView.allCases.map(\.rawValue)), "what the frame shows")
    case .to: OptionSpec("TARGET", .choice(["file:", "stdout"]), "where the comment goes: file:PATH or stdout")
    case .dryRun: OptionSpec("say what would happen and do nothing")
    case .allOpen: OptionSpec("post what is open too, not only what was accepted")
    case .olderThan: OptionSpec("AGE", .free, "runs that ended longer ago, such as 30d or 12h")
    }
  }

  private static var sandboxes: [String] {
    if case .choice(let names) = ConfigurationKey.sandbox.kind { names } else { [] }
  }

  private static var themes: [String] {
    if case .choice(let names) = ConfigurationKey.theme.kind { names } else { [] }
  }
}
