/// Reads the command of a scenario line.
enum ScenarioCommand {
  typealias Fault = ScenarioLine.Fault

  private static let names = [
    "text", "think", "tool", "finding", "verdict", "silence", "tokens", "truncate", "retry", "garbage", "log", "error",
    "done",
    "exit", "crash", "hang",
  ]

  static func read(_ line: inout ScenarioLine) throws(Fault) -> Scenario.Command {
    switch line.word() ?? "" {
    case "text": return .text(try text(&line), over: try over(&line))
    case "think": return .think(try text(&line), over: try over(&line))
    case "garbage": return .garbage(try text(&line))
    case "log": return .log(try text(&line))
    case "silence": return .silence(try duration(&line))
    case "tokens": return .tokens(reason: line.field("reason") ?? "tool-calls", try usage(&line))
    case "truncate": return .tokens(reason: "length", try usage(&line))
    case "done": return try done(&line)
    case "exit": return .exit(try small(&line, 0...255))
    case "crash": return .crash(signal: try signal(&line))
    case "hang": return .hang
    case let word where deeds.contains(word): return try deed(word, &line)
    case "tool": return try tool(&line)
    case "finding": return try finding(&line)
    case "verdict": return try verdict(&line)
    case "retry": return try retry(&line)
    case "error": return try error(&line)
    case let other:
      throw Fault(message: "unknown command `\(other)`; there are \((names + deeds).joined(separator: ", "))")
    }
  }

  static func text(_ line: inout ScenarioLine) throws(Fault) -> String {
    guard let text = line.text() else { throw Fault(message: "a \"text\" or lines with | are missing") }
    return text
  }

  static func duration(_ line: inout ScenarioLine) throws(Fault) -> Duration {
    try ScenarioLine.duration(line.word() ?? "")
  }

  static func over(_ line: inout ScenarioLine) throws(Fault) -> Duration {
    guard line.words.first == "over" else { return .zero }
    _ = line.word()
    return try duration(&line)
  }

  private static func small(_ line: inout ScenarioLine, _ range: ClosedRange<Int32>) throws(Fault) -> Int32 {
    let word = line.word() ?? ""
    guard let value = Int32(word), range.contains(value) else {
      throw Fault(message: "wants a number from \(range.lowerBound) to \(range.upperBound), not `\(word)`")
    }
    return value
  }

  private static func done(_ line: inout ScenarioLine) throws(Fault) -> Scenario.Command {
    let linger = try line.field("linger").map { text throws(Fault) in try ScenarioLine.duration(text) }
    return .done(findings: try line.number("findings"), try usage(&line), linger: linger ?? .zero)
  }

  private static func signal(_ line: inout ScenarioLine) throws(Fault) -> Int32 {
    guard line.word() == "signal" else { throw Fault(message: "write: crash signal 9") }
    return try small(&line, 1...31)
  }

  private static func usage(_ line: inout ScenarioLine) throws(Fault) -> Usage {
    let tokens = TokenUsage(
      input: try line.number("input") ?? 0, output: try line.number("output") ?? 0,
      reasoning: try line.number("reasoning") ?? 0, cacheRead: try line.number("cache-read") ?? 0,
      cacheWrite: try line.number("cache-write") ?? 0)
    return Usage(tokens: tokens.total > 0 ? tokens : nil, costUSD: try line.decimal("cost"))
  }

  private static func tool(_ line: inout ScenarioLine) throws(Fault) -> Scenario.Command {
    guard let name = line.word(), let subject = line.text() ?? line.word() else {
      throw Fault(message: "write: tool read src/a.py 300ms")
    }
    let takes = line.words.isEmpty ? Duration.zero : try duration(&line)
    let failure = line.field("failed")
    let call = ToolCall(
      name: name, subject: subject, isError: failure != nil, message: failure ?? "",
      milliseconds: Int(takes / .milliseconds(1)))
    return .tool(call, takes: takes)
  }

  private static func finding(_ line: inout ScenarioLine) throws(Fault) -> Scenario.Command {
    func need(_ key: String) throws(Fault) -> String {
      guard let value = line.field(key) else { throw Fault(message: "a finding needs \(key)=") }
      return value
    }
    let word = try need("severity")
    guard let severity = Severity(rawValue: word) else {
      throw Fault(message: "`\(word)` is no severity; there are critical, warning, suggestion")
    }
    let finding = RawFinding(
      severity: severity, category: line.field("category") ?? "", rule: line.field("rule"), file: try need("file"),
      line: try line.number("line"), confidence: try line.decimal("confidence"), title: try need("title"),
      evidence: try need("evidence"), body: line.field("body") ?? "", suggestion: line.field("suggestion"))
    return .finding(finding, over: try over(&line))
  }

  /// Any values, since a coordinator may write any.
  private static func verdict(_ line: inout ScenarioLine) throws(Fault) -> Scenario.Command {
    guard let candidate = line.field("candidate"), let action = line.field("action") else {
      throw Fault(message: "write: verdict candidate=1 action=keep reason=\"…\"")
    }
    var attributes = [("candidate", candidate), ("action", action)]
    for key in ["into", "section", "severity"] { if let value = line.field(key) { attributes.append((key, value)) } }
    return .verdict(VerdictXML.text(attributes, reason: line.field("reason") ?? ""), over: try over(&line))
  }

  private static func retry(_ line: inout ScenarioLine) throws(Fault) -> Scenario.Command {
    let attempt = try small(&line, 1...100)
    return .retry(attempt: Int(attempt), delay: try duration(&line), message: try text(&line))
  }

  private static func error(_ line: inout ScenarioLine) throws(Fault) -> Scenario.Command {
    guard let name = line.word() else { throw Fault(message: "write: error APIError 503 retryable \"overloaded\"") }
    var error = AgentError(name: name, message: try text(&line))
    if line.words.first.flatMap({ Int($0) }) != nil { error.status = Int(try small(&line, 100...599)) }
    if line.words.first == "retryable" {
      _ = line.word()
      error.isRetryable = true
    }
    if let delay = line.field("after") {
      error.retryAfterMilliseconds = Int(try ScenarioLine.duration(delay) / .milliseconds(1))
    }
    return .error(error)
  }
}
