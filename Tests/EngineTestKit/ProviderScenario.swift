/// What the provider does in each scenario of `Tests/Fixtures/opencode`: those of `run`, of `serve` and of the logs.
enum ProviderScenario {
  typealias Reply = @Sendable (MisbehavingProvider.Ask) -> [LoopbackProvider.Step]
  private typealias Call = ProviderReply.Call

  static let all: [String: Reply] = answers.merging(refusals) { one, _ in one }.merging(broken) { one, _ in one }
    .merging(calls) { one, _ in one }

  private static let finding = """
    <finding severity="warning" category="security" file="src/db.py" line="4" confidence="0.8">
      <title>SQL built by string formatting</title>
      <evidence>cur.execute("SELECT * FROM u WHERE id=%s" % uid)</evidence>
      <body>A user-controlled id reaches the query text.</body>
    </finding>

    """
  private static let cutFinding =
    #"<finding severity="critical" category="security" file="src/db.py" line="4"><title>SQL built by"#
  private static let slowWords = (0..<60).map { "w\($0) " }

  private static func asked(_ name: String, _ arguments: String) -> Call { Call(name: name, arguments: arguments) }
  private static func read(_ path: String) -> Call { asked("read", "{\"filePath\": \"\(path)\"}") }

  /// Answers that come to an end.
  private static let answers: [String: Reply] = [
    "success": { _ in ProviderReply.say("I read the change.\n\n\(finding)\nDone.") },
    "length": { _ in ProviderReply.say(cutFinding, finish: "length", usage: ProviderReply.usage(900, 8000)) },
    "content-filter": { _ in ProviderReply.say("I can", finish: "content_filter") },
    "empty-answer": { _ in ProviderReply.say("") },
    "no-usage": { _ in ProviderReply.say("no usage here", usage: nil) },
    "unicode-and-escapes": { _ in
      ProviderReply.say(
        "Größe — 日本語 — 👩‍👩‍👧 — \u{202E} evil — \u{1B}[31mred\u{1B}[0m — null:\0 end\n\(finding)", length: 3)
    },
    "reasoning-hidden": { _ in reasoning }, "reasoning-shown": { _ in reasoning }, "reasoning": { _ in reasoning },
    "seven-sessions": { ask in
      ProviderReply.begin + ProviderReply.words(slowWords, pace: ask.pace)
        + ProviderReply.end("stop", ProviderReply.usage())
    },
  ]

  private static let reasoning: [LoopbackProvider.Step] =
    ProviderReply.begin
    + ["Let me ", "think about ", "the query. "].map {
      LoopbackProvider.text(LoopbackProvider.chunk("{\"reasoning_content\":\"\($0)\"}"))
    } + ProviderReply.words(["It is ", "unsafe."])
    + ProviderReply.end("stop", ProviderReply.usage(800, 120, reasoning: 80))

  /// Statuses other than 200.
  private static let refusals: [String: Reply] = [
    "http-400": { _ in
      ProviderReply.refuse(
        400, #"{"error": {"message": "Invalid value for 'temperature'", "type": "invalid_request_error"}}"#)
    },
    "http-401": { _ in
      ProviderReply.refuse(
        401,
        #"{"error": {"message": "Incorrect API key provided", "type": "invalid_request_error", "code": "invalid_api_key"}}"#
      )
    },
    "http-402": { _ in ProviderReply.refuse(402, #"{"error": {"message": "Insufficient credits", "code": 402}}"#) },
    "http-403": { _ in
      ProviderReply.refuse(403, #"{"error": {"message": "Country not supported", "type": "request_forbidden"}}"#)
    },
    "http-413": { _ in ProviderReply.refuse(413, #"{"error": {"message": "Request too large"}}"#) },
    "context-overflow": { _ in
      ProviderReply.refuse(
        400,
        #"{"error": {"message": "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.", "type": "invalid_request_error", "code": "context_length_exceeded"}}"#
      )
    },
    "retried-429-then-success": { limited($0) }, "retry-429": { limited($0) },
    "retry-429-for-an-hour": { _ in
      ProviderReply.refuse(429, #"{"error": {"message": "Too Many Requests"}}"#, "Retry-After: 3600")
    },
    "http-429-retry-after-3600": { _ in
      ProviderReply.refuse(429, #"{"error": {"message": "Too Many Requests"}}"#, "Retry-After: 3600")
    },
    "http-429-quota": { _ in
      ProviderReply.refuse(
        429,
        #"{"error": {"message": "You exceeded your current quota, please check your plan and billing details.", "type": "insufficient_quota", "code": "insufficient_quota"}}"#
      )
    },
    "http-503-forever": { _ in ProviderReply.refuse(503, #"{"error": {"message": "overloaded"}}"#) },
  ]

  private static func limited(_ ask: MisbehavingProvider.Ask) -> [LoopbackProvider.Step] {
    guard ask.number > 2 else {
      return ProviderReply.refuse(
        429, #"{"error": {"message": "Rate limit reached", "type": "rate_limit_error"}}"#, "Retry-After: 2")
    }
    return ProviderReply.say("After the wait.\n\(finding)")
  }

  /// Streams that do not end as they should.
  private static let broken: [String: Reply] = [
    "unknown-finish-loop": { _ in ProviderReply.say("Some text", finish: "whatever") },
    "stream-without-end-loop": { _ in half }, "unknown-finish-loop-abort": { _ in half },
    "connection-reset-loop": { _ in half + [.pause(.milliseconds(200)), .reset] },
    "length-inside-tool-call-loop": { ask in
      ProviderReply.call([asked("read", "{\"filePath\": \"/tmp/la")], text: "x", finish: "length")
    },
    "stalled-stream-retried": { _ in stalled }, "stall-retry-abort": { _ in stalled },
    "error-inside-stream-retried": { _ in
      first("some") + [
        LoopbackProvider.text(
          "data: {\"error\": {\"message\": \"Overloaded\", \"type\": \"overloaded_error\", \"code\": 529}}\n\n")
      ]
    },
    "garbage-inside-stream": { _ in
      first("some") + [LoopbackProvider.text("data: {not json\n\n")] + ProviderReply.words([" more"])
        + ProviderReply.end("stop", nil)
    },
    "killed-by-term": { _ in ProviderReply.begin + ProviderReply.words(["w0 ", "w1 "]) + [.stall] },
  ]

  private static func first(_ text: String) -> [LoopbackProvider.Step] {
    [
      LoopbackProvider.head(),
      LoopbackProvider.text(LoopbackProvider.chunk("{\"role\":\"assistant\",\"content\":\"\(text)\"}")),
    ]
  }

  private static let half = first("half an ans")
  private static let stalled = first("I am thinking") + [.stall]

  /// Conversations with tools.
  private static let calls: [String: Reply] = [
    "tools-three-steps": { threeSteps($0) }, "search-tool-missing-ripgrep": { threeSteps($0) },
    "three-steps": { threeSteps($0) },
    "denied-tools": { ask in
      let calls = [command, asked("write", "{\"filePath\": \"\(ask.tree)/evil.txt\", \"content\": \"x\"}")]
      return once(ask, calls) { "Tool was refused. \($0)" }
    },
    "denied-outside-read": { ask in once(ask, [read("/etc/passwd")]) { "Read said: \($0)" } },
    "asked-and-rejected": { ask in once(ask, [read("/etc/passwd")]) { "Read said: \($0)" } },
    "permission-asked-abort": { ask in once(ask, [read("/etc/passwd")]) { "Read said: \($0)" } },
    "asked-and-rejected-twice": { ask in
      let calls = [asked("write", "{\"filePath\": \"\(ask.tree)/evil.txt\", \"content\": \"x\"}"), command]
      return once(ask, calls) { "It said: \($0)" }
    },
    "unknown-tool": { ask in once(ask, [asked("no_such_tool", "{\"a\": 1}")]) { "OK: \($0)" } },
    "bad-tool-arguments": { ask in once(ask, [asked("read", "{\"path\": 5}")]) { "OK: \($0)" } },
    "file-not-found": { ask in once(ask, [read("\(ask.tree)/src/none.py")]) { "OK: \($0)" } },
    "sub-agents": { subAgents($0) },
    "stop-with-tool-call": { ask in
      guard ask.results.isEmpty else { return ProviderReply.say("went on") }
      return ProviderReply.call([read("\(ask.tree)/src/db.py")], text: "x", finish: "stop")
    },
    "truncated-by-slow-pipe": { ask in
      guard ask.results.count < 30 else { return ProviderReply.say("end\n\(finding)") }
      return ProviderReply.call([read("\(ask.tree)/big-\(ask.results.count + 1).txt")])
    },
  ]

  private static let command = asked("bash", "{\"command\": \"id > canary\", \"description\": \"who\"}")

  /// Calls tools, and says what came of the last one.
  private static func once(
    _ ask: MisbehavingProvider.Ask, _ calls: [Call], _ say: (String) -> String
  ) -> [LoopbackProvider.Step] {
    guard let result = ask.results.last else { return ProviderReply.call(calls) }
    return ProviderReply.say(say(String(result.prefix(200))))
  }

  private static func threeSteps(_ ask: MisbehavingProvider.Ask) -> [LoopbackProvider.Step] {
    switch ask.results.count {
    case 0:
      ProviderReply.call(
        [read("\(ask.tree)/src/db.py")], text: "I will read the file.", usage: ProviderReply.usage(1200, 40))
    case 1:
      ProviderReply.call(
        [
          asked("grep", "{\"pattern\": \"execute\", \"path\": \"\(ask.tree)\"}"),
          asked("glob", "{\"pattern\": \"**/*.py\", \"path\": \"\(ask.tree)\"}"),
        ], text: "Now its callers.", usage: ProviderReply.usage(1500, 60, cached: 1024))
    default:
      ProviderReply.say(
        "Both callers pass request data.\n\n\(finding)", usage: ProviderReply.usage(2100, 220, cached: 1408))
    }
  }

  private static func subAgents(_ ask: MisbehavingProvider.Ask) -> [LoopbackProvider.Step] {
    if ask.isChild {
      guard ask.results.isEmpty else {
        return ProviderReply.say("Child result: one finding.\n\(finding)", usage: ProviderReply.usage(3000, 300))
      }
      return ProviderReply.call([read("\(ask.tree)/src/db.py")], text: "child reads")
    }
    guard ask.results.isEmpty else { return ProviderReply.say("Coordinator: merged.\n\(finding)") }
    func task(_ what: String, _ prompt: String, _ agent: String) -> Call {
      asked("task", "{\"description\": \"\(what)\", \"prompt\": \"\(prompt)\", \"subagent_type\": \"\(agent)\"}")
    }
    return ProviderReply.call([
      task("Security pass", "Review src/db.py", "security"),
      task("Perf pass", "Review src/db.py for speed", "performance"),
    ])
  }
}
