/// What a command takes besides options.
struct OperandSpec: Hashable, Sendable {
  enum Count: Hashable, Sendable { case one, optional, many }

  let placeholder: String
  let kind: ArgumentKind
  let count: Count

  init(_ placeholder: String, _ kind: ArgumentKind, _ count: Count = .optional) {
    self.placeholder = placeholder
    self.kind = kind
    self.count = count
  }

  /// In the form of a usage line.
  var usage: String {
    switch count {
    case .one: placeholder
    case .optional: "[\(placeholder)]"
    case .many: "[\(placeholder)…]"
    }
  }

  var range: ClosedRange<Int> {
    switch count {
    case .one: 1...1
    case .optional: 0...1
    case .many: 0...64
    }
  }
}

/// A command: everything that parsing, help and completions know of it.
struct CommandSpec: Hashable, Sendable {
  let id: CommandID
  let summary: String
  let operand: OperandSpec?
  let options: [OptionID]
  /// A command line and what it does.
  let examples: [Example]

  struct Example: Hashable, Sendable {
    let line: String
    let effect: String
  }

  init(
    _ id: CommandID, _ summary: String, operand: OperandSpec? = nil, options: [OptionID] = [],
    examples: [(String, String)]
  ) {
    self.id = id
    self.summary = summary
    self.operand = operand
    self.options = options + [.help]
    self.examples = examples.map(Example.init)
  }

  /// The words that call it, such as `["runs", "prune"]`.
  var words: [String] { id.words }
}

/// Every command that people call; the raw value is what they type.
enum CommandID: String, CaseIterable, Sendable {
  case review, explain, triage, post, replay
  case runsList = "runs list"
  case runsShow = "runs show"
  case runsPrune = "runs prune"
  case hookInstall = "hook install"
  case hookUninstall = "hook uninstall"
  case hookRun = "hook run"
  case rulesList = "rules list"
  case rulesTest = "rules test"
  case promptsList = "prompts list"
  case promptsShow = "prompts show"
  case promptsPath = "prompts path"
  case configCheck = "config check"
  case configShow = "config show"
  case configPath = "config path"
  case rehearsals, doctor, completions, version

  var words: [String] { rawValue.split(separator: " ").map(String.init) }
}

/// Commands that the program calls itself by; not in help, and their arguments are their own.
enum HiddenCommand: String, CaseIterable, Sendable {
  /// The offline agent of the `rules` runtime.
  case agentRules = "agent-rules"
  /// The scripted agent of the `rehearsal` runtime.
  case agentRehearsal = "agent-rehearsal"
  /// The agent of the `direct` runtime.
  case agentDirect = "agent-direct"
  /// The adapter of the `opencode` runtime, which drives one session of a server.
  case agentOpenCode = "agent-opencode"
  /// Decodes an agent's stream as fast as it can, for `make bench`.
  case benchStream = "bench-stream"
}
