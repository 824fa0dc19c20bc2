import EngineTestKit
import Foundation
import Testing

@testable import Engine

/// A run's files, and a direct agent that works on them over a real connection.
struct DirectRun {
  let home: TemporaryDirectory
  var specialist = SpecialistID.security
  var fields: [String: String] = ["model": "large-2", "stall_ms": "60000"]
  var key: String? = "sk-test-0123456789"

  static let patch = """
    diff --git a/src/a.py b/src/a.py
    --- a/src/a.py
    +++ b/src/a.py
    @@ -1,1 +1,2 @@
     import os
    +os.system(name)

    """
  var own: String { "# Your subject: \(specialist.rawValue)\n\n" }
  static let common = "# Rules for every reviewer\n\n"
  static let finding = """
    <finding severity="warning" category="security" file="src/a.py" line="2">
      <title>Command from a name</title>
      <evidence>os.system(name)</evidence>
      <body>Anybody may run anything.</body>
    </finding>

    """

  init() throws {
    home = try TemporaryDirectory()
    for folder in ["diff", "context", "secret"] {
      try FileManager.default.createDirectory(atPath: home.file(folder), withIntermediateDirectories: false)
    }
    try home.write("diff/0001.patch", Array(Self.patch.utf8))
    try home.write("context/index.tsv", Array("0001\tREADME.md\n".utf8))
    try home.write("context/0001", Array("# Till\nAll about refunds\n".utf8))
    try home.write("context/tree.txt", Array("README.md\nsrc/a.py\n".utf8))
    try home.write("secret/key", Array("hidden words\n".utf8))
    try home.write(
      "shared-mr-context.txt",
      Array(
        "Title: Add a call\n\nFiles (diff/NUMBER.patch, status, added, removed, path):\n0001 modified +1 -0 src/a.py\n"
          .utf8))
  }

  /// What one attempt came to.
  struct Outcome {
    var status: Int32
    var events: [AgentEvent]
    var bytes: [UInt8]
    var ending: AttemptOutcome

    var text: String {
      var answer = AnswerText()
      return events.map { answer.apply($0) }.joined()
    }
    var usage: Usage {
      events.reduce(into: Usage()) { sum, event in if case .stepFinished(_, let usage) = event { sum += usage } }
    }
    var error: AgentError? {
      events.lazy.compactMap { if case .error(let error) = $0 { error } else { nil } }.first
    }
    var tools: [ToolCall] { events.compactMap { if case .tool(let call) = $0 { call } else { nil } } }
    var steps: [String] { events.compactMap { if case .stepFinished(let reason, _) = $0 { reason } else { nil } } }
    var retries: [String] { events.compactMap { if case .retry(_, let text, _) = $0 { text } else { nil } } }
  }

  func prompt(baseURL: String) throws -> [UInt8] {
    var block = TaskBlock()
    try block.add("specialist", specialist.rawValue)
    try block.add("diff_directory", home.file("diff"))
    try block.add("context_directory", home.file("context"))
    try block.add("shared_context", home.file("shared-mr-context.txt"))
    try block.add("base_url", baseURL)
    try block.add("common_bytes", String(Self.common.utf8.count))
    try block.add("boundary", "0123456789abcdef")
    for (key, value) in fields.sorted(by: { $0.key < $1.key }) { try block.add(key, value) }
    return Array((Self.common + own + block.text).utf8)
  }

  func run(_ baseURL: String) throws -> Outcome {
    var bytes: [UInt8] = []
    let agent = DirectAgent(transport: CurlTransport(), key: key, now: { 1_700_000_000_000 }) { bytes += $0 }
    let status = agent.run(prompt: try prompt(baseURL: baseURL))
    var reader = AgentStreamReader()
    let events = reader.read(bytes.span)
    var fold = AttemptFold(limits: Limits(), asksModel: true)
    for event in events { _ = fold.apply(event) }
    let ending = fold.finish(exit: AgentExit(status: .exited(status), tornBytes: reader.tornBytes)).outcome
    return Outcome(status: status, events: events, bytes: bytes, ending: ending)
  }

  /// Puts a relay in between, which has the key from now on. The caller ends it.
  mutating func relay(to baseURL: String, budget: Budget = Budget(tokens: nil, costUSD: nil)) throws -> Relay {
    let relay = try Relay(
      in: home.path, providers: [RelayProvider(id: "own", baseURL: baseURL, key: key, models: ["large-2"])],
      budget: budget, opensPort: false, transport: CurlTransport())
    fields["relay_url"] = "http://relay/own/v1"
    fields["relay_socket"] = relay.socketPath
    key = relay.token
    return relay
  }

  func run(_ provider: LoopbackProvider) throws -> Outcome { try run(provider.baseURL) }
}
