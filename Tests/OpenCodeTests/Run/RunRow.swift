import Engine
import Testing

/// What a scenario comes to under our supervision, whichever program plays it: nothing of wording or time.
struct RunRow: Sendable, CustomTestStringConvertible {
  enum Ending: Hashable, Sendable {
    /// The answer closes as the prompt asked.
    case proved
    /// A whole answer that proves nothing.
    case unproved
    case empty, truncated, contentFilter, permission, runaway
    case error(String, Int?)
    /// It went on trying by itself until we stopped it.
    case retrying
    /// It did nothing more until we stopped it.
    case silent
  }

  struct Tool: Hashable, Sendable {
    var name: String
    /// Nil where it depends on the machine.
    var isError: Bool?
  }

  var name: String
  var ending: Ending
  /// Steps that end.
  var steps = 1
  var tokens: TokenUsage?
  var tools: [Tool] = []
  /// Nil where it is killed.
  var status: Int32? = 0
  var isRetryable = true
  var flags: [String] = []
  var permission = Workplace.readOnly
  var path: String?

  var testDescription: String { name }
}

extension RunRow {
  private static let plain = TokenUsage(input: 1000, output: 50)
  private static func sum(_ count: Int) -> TokenUsage { TokenUsage(input: 1000 * count, output: 50 * count) }
  private static let threeSteps = TokenUsage(input: 2368, output: 320, cacheRead: 2432)
  private static let asking = #"{"*":"deny","read":"allow","external_directory":"ask","doom_loop":"deny"}"#
  private static let askingTwice =
    #"{"*":"deny","read":"allow","edit":"ask","bash":"ask","external_directory":"allow","doom_loop":"deny"}"#
  private static func failed(_ names: String...) -> [Tool] { names.map { Tool(name: $0, isError: true) } }
  private static func done(_ names: String...) -> [Tool] { names.map { Tool(name: $0, isError: false) } }
  private static func refused(_ name: String, _ error: String, _ status: Int?) -> RunRow {
    RunRow(name: name, ending: .error(error, status), steps: 0, status: 1, isRetryable: false)
  }

  static let all: [RunRow] = [
    RunRow(name: "success", ending: .unproved, tokens: plain),
    RunRow(
      name: "tools-three-steps", ending: .unproved, steps: 3, tokens: threeSteps, tools: done("read", "grep", "glob")),
    RunRow(name: "stop-with-tool-call", ending: .unproved, steps: 2, tokens: sum(2), tools: done("read")),
    RunRow(name: "unicode-and-escapes", ending: .unproved, tokens: plain),
    RunRow(name: "length", ending: .truncated, tokens: TokenUsage(input: 900, output: 8000)),
    RunRow(name: "empty-answer", ending: .empty, tokens: plain),
    RunRow(name: "no-usage", ending: .unproved),
    RunRow(name: "content-filter", ending: .contentFilter, tokens: plain, status: 1, isRetryable: false),
    RunRow(name: "unknown-finish-loop", ending: .runaway, steps: 3, tokens: sum(3), status: nil, isRetryable: false),
    RunRow(name: "stream-without-end-loop", ending: .runaway, steps: 3, status: nil, isRetryable: false),
    RunRow(name: "connection-reset-loop", ending: .runaway, steps: 3, status: nil, isRetryable: false),
    RunRow(
      name: "length-inside-tool-call-loop", ending: .runaway, steps: 3, tokens: sum(3),
      tools: failed("read", "read", "read"), status: nil, isRetryable: false),
    refused("http-400", "APIError", 400), refused("http-401", "APIError", 401), refused("http-402", "APIError", 402),
    refused("http-403", "APIError", 403), refused("context-overflow", "ContextOverflowError", nil),
    refused("http-413", "ContextOverflowError", nil), refused("unknown-model", "UnknownError", nil),
    refused("garbage-inside-stream", "UnknownError", nil),
    RunRow(name: "retried-429-then-success", ending: .unproved, tokens: plain),
    RunRow(name: "stalled-stream-retried", ending: .retrying, steps: 0, status: nil),
    RunRow(name: "error-inside-stream-retried", ending: .retrying, steps: 0, status: nil),
    RunRow(
      name: "denied-tools", ending: .unproved, steps: 2, tokens: sum(2), tools: failed("bash", "write")),
    RunRow(name: "denied-outside-read", ending: .unproved, steps: 2, tokens: sum(2), tools: failed("read")),
    RunRow(name: "unknown-tool", ending: .unproved, steps: 2, tokens: sum(2), tools: failed("no_such_tool")),
    RunRow(name: "bad-tool-arguments", ending: .unproved, steps: 2, tokens: sum(2), tools: failed("read")),
    RunRow(name: "file-not-found", ending: .unproved, steps: 2, tokens: sum(2), tools: failed("read")),
    RunRow(
      name: "asked-and-rejected", ending: .permission, tokens: plain, tools: failed("read"), isRetryable: false,
      permission: asking),
    RunRow(
      name: "asked-and-rejected-twice", ending: .permission, tokens: plain, tools: failed("write", "bash"),
      isRetryable: false, permission: askingTwice),
    RunRow(name: "sub-agents", ending: .unproved, steps: 2, tokens: sum(2), tools: done("task", "task")),
    RunRow(
      name: "reasoning-hidden", ending: .unproved, tokens: TokenUsage(input: 800, output: 40, reasoning: 80)),
    RunRow(
      name: "reasoning-shown", ending: .unproved, tokens: TokenUsage(input: 800, output: 40, reasoning: 80),
      flags: ["--thinking"]),
    // Without ripgrep, where there is a network, the real one fetches it.
    RunRow(
      name: "search-tool-missing-ripgrep", ending: .unproved, steps: 3, tokens: threeSteps,
      tools: [Tool(name: "read", isError: false), Tool(name: "grep"), Tool(name: "glob")], path: "/nowhere"),
    RunRow(name: "killed-by-term", ending: .silent, steps: 0, status: nil),
    // To a file nothing is lost; what a pipe loses is a test of its own.
    RunRow(
      name: "truncated-by-slow-pipe", ending: .unproved, steps: 31, tokens: sum(31),
      tools: Array(repeating: Tool(name: "read", isError: false), count: 30)),
    RunRow(name: "answer", ending: .proved, tokens: plain, isRetryable: false),
  ]
}
