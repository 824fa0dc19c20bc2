internal import Engine

/// What the checks look at, gathered by whoever may ask the system; nil where something is not there.
struct DoctorFacts: Hashable, Sendable {
  /// What a probe that can fail found.
  enum Probe: Hashable, Sendable {
    case good(String)
    case bad(String, advice: String)
  }

  /// A program that not every review needs.
  enum Program: Hashable, Sendable {
    case good(String)
    /// Not there; what to do about it.
    case missing(String)
    case broken(String, String)
  }

  /// Git's own words, such as `git version 2.39.5`.
  var gitVersion: String?
  /// The top directory of the work tree.
  var repository: String?
  /// Whether there is a commit to compare with.
  var hasCommits = false
  /// The branch that the current one is pushed to.
  var upstream: String?
  /// The supervisor of agents, if it can be executed.
  var shim: String?
  /// Which sandboxes work here, strongest first.
  var sandboxes: [SandboxProbe.Finding] = []
  /// Whether the export of a tree keeps back what agents would obey or run.
  var export = Probe.good("")
  /// The program OpenCode, whether reviews are meant to run it, and whether it finds what it searches with.
  var openCode = Program.missing("")
  var isOpenCodeWanted = false
  var hasRipgrep = true
  /// Reading all layers of the configuration.
  var configuration = Probe.good("defaults")
  /// The directory of recordings, and whether a file could be made there.
  var recordings = Probe.good("")
  var freeBytes: Int64?
  /// Whether standard output is a terminal, its size and `TERM`.
  var isTerminal = false
  var terminalColumns: Int?
  var terminalRows: Int?
  var terminalName: String?
  var isUTF8 = false
  /// Failed examples of rules, and how many rules there are.
  var failedRuleExamples = 0
  var rules = 0
  var hasHook = false

  init() {}
}
