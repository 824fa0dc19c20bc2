internal import Engine

/// The form of a result.
enum OutputFormat: String, CaseIterable, Sendable { case text, markdown, json, jsonl }

/// What a frame shows.
enum ScreenView: String, CaseIterable, Sendable { case dashboard, findings, detail, preview, ledger }

/// A shell with completions.
enum Shell: String, CaseIterable, Sendable { case bash, zsh, fish }

/// Which change is meant.
enum SourceOption: Hashable, Sendable {
  case nextPush
  /// `A..B`, `A...B` or one reference.
  case range(String)
  case base(String)
  case staged
  case workingTree(untracked: Bool)
  /// A path, or `-` for standard input.
  case patch(String)
}

/// Who plays the reviewers.
enum RuntimeOption: Hashable, Sendable {
  case rules
  /// The endpoint of the configuration.
  case direct
  /// The program OpenCode, which asks the same endpoint.
  case opencode
  /// A scenario's name or file, or a file with a raw agent stream.
  case rehearsal(String)
}

struct ReviewOptions: Hashable, Sendable {
  var source = SourceOption.nextPush
  /// Nil where the configuration decides.
  var runtime: RuntimeOption?
  var tier: RiskTier?
  var isPrinted = false
  var format: OutputFormat?
  var output: String?
  var isRecorded = true
  var requiresRecording = false
  var allowsUnsandboxed = false
  /// What the flags say about settings: only, skip, fail_on, sandbox, theme, ascii.
  var settings: [ConfigurationReader.Flag] = []

  /// Whether the screen may be drawn where there is a terminal: not where lines or a result on standard output are asked for.
  var mayDraw: Bool { !isPrinted && (format == nil || output != nil) }
}

struct ExplainOptions: Hashable, Sendable {
  var source = SourceOption.nextPush
  var runtime: RuntimeOption?
  var tier: RiskTier?
  var settings: [ConfigurationReader.Flag] = []
}

struct TriageOptions: Hashable, Sendable {
  /// Nil for the newest run of this repository; so everywhere.
  var run: String?
  var isPrinted = false
  var settings: [ConfigurationReader.Flag] = []
}

struct PostOptions: Hashable, Sendable {
  enum Target: Hashable, Sendable {
    case file(String)
    case standardOutput
  }

  var run: String?
  var target: Target
  var isDryRun = false
  /// Whether open findings are posted too.
  var includesOpen = false
}

struct ReplayOptions: Hashable, Sendable {
  /// One frame instead of playing.
  struct Frame: Hashable, Sendable {
    var columns: Int
    var rows: Int
    /// A file for the picture; nil prints text.
    var svg: String?
  }

  /// A run's identifier, a file, or `-`.
  var recording: String
  var follows = false
  var speed = 1.0
  var start: Duration?
  var isPrinted = false
  var format: OutputFormat?
  var redactsSource = false
  var frame: Frame?
  var view = ScreenView.dashboard
  var settings: [ConfigurationReader.Flag] = []
}

struct PruneOptions: Hashable, Sendable {
  var olderThan: Duration
  var isDryRun = false
}

/// What a command line asks for.
enum Invocation: Hashable, Sendable {
  /// Help, ready to print.
  case help(String)
  case version
  case review(ReviewOptions)
  case explain(ExplainOptions)
  case triage(TriageOptions)
  case post(PostOptions)
  case replay(ReplayOptions)
  case runsList
  case runsShow(run: String?, format: OutputFormat?)
  case runsPrune(PruneOptions)
  case hookInstall
  case hookUninstall
  /// What git passes to a pre-push hook: the remote's name and address.
  case hookRun([String])
  case rulesList
  case rulesTest(files: [String])
  case promptsList
  /// One of `PromptBook.names`.
  case promptsShow(String)
  case promptsPath
  case rehearsals
  case configCheck
  case configShow
  case configPath
  case doctor
  /// A script, ready to print.
  case completions(String)
  case hidden(HiddenCommand, [String])
}
