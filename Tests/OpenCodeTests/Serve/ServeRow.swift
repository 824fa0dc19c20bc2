import Testing

/// What a scenario comes to on the server, whichever program plays it.
struct ServeRow: Sendable, CustomTestStringConvertible {
  /// What the client does when it has seen enough.
  enum Act: Sendable, Hashable {
    case nothing
    case abort
    case reply(String)
  }

  var name: String
  var sessions = 1
  /// When to act: after so many events that are alike.
  var act = Act.nothing
  var after: @Sendable (ServedEvent) -> Bool = { _ in false }
  var count = 1
  /// Reasons of the steps that end.
  var reasons: [String]?
  /// Uncached tokens of the prompt.
  var input: Int?
  /// Tools of the own session that ended, and whether well.
  var tools: [String: String] = [:]
  /// Retries that are told at least.
  var retries = 0
  /// Nil for none.
  var error: String?
  var children = 0

  var testDescription: String { "\(name) \(act)" }
}

extension ServeRow {
  static let all: [ServeRow] = [
    ServeRow(
      name: "three-steps", reasons: ["tool-calls", "tool-calls", "stop"], input: 2368,
      tools: ["read": "completed", "grep": "completed", "glob": "completed"]),
    ServeRow(name: "reasoning", reasons: ["stop"], input: 800),
    ServeRow(name: "sub-agents", reasons: ["tool-calls", "stop"], input: 2000, children: 1),
    ServeRow(name: "seven-sessions", sessions: 7, reasons: ["stop"], input: 1000),
    ServeRow(name: "retry-429", reasons: ["stop"], input: 1000, retries: 2),
    ServeRow(
      name: "retry-429-for-an-hour", act: .abort, after: { $0.status == "retry" }, reasons: [], retries: 1),
    ServeRow(
      name: "stall-retry-abort", act: .abort, after: { $0.partType == "step-start" }, count: 2, reasons: [], retries: 1,
      error: "MessageAbortedError"),
    ServeRow(
      name: "unknown-finish-loop-abort", act: .abort, after: { $0.reason == "unknown" }, count: 3,
      error: "MessageAbortedError"),
    ServeRow(
      name: "permission-asked-abort", act: .abort, after: { $0.type == "permission.asked" }, reasons: [],
      tools: ["read": "error"], error: "MessageAbortedError"),
    ServeRow(
      name: "permission-asked-abort", act: .reply("reject"), after: { $0.type == "permission.asked" },
      reasons: ["tool-calls"], tools: ["read": "error"]),
    ServeRow(name: "http-401", reasons: [], error: "APIError"),
    // What only `run` was recorded for.
    ServeRow(name: "success", reasons: ["stop"], input: 1000),
    ServeRow(name: "length", reasons: ["length"], input: 900),
    ServeRow(
      name: "unknown-finish-loop", act: .abort, after: { $0.reason == "unknown" }, count: 3,
      error: "MessageAbortedError"),
    ServeRow(
      name: "asked-and-rejected", act: .reply("reject"), after: { $0.type == "permission.asked" },
      reasons: ["tool-calls"], tools: ["read": "error"]),
    ServeRow(name: "http-400", reasons: [], error: "APIError"),
    ServeRow(name: "context-overflow", reasons: [], error: "ContextOverflowError"),
  ]
}
