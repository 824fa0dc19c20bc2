/// The events that have a part.
extension OpenCodeDecoder {
  /// Longest subject of a tool call, in bytes.
  private static let subjectLimit = 200
  /// Longest message of a failed tool call or of a retry, in bytes.
  private static let messageLimit = 1000

  static func event(_ type: String, _ part: Int, _ index: JSONIndex) -> AgentEvent {
    switch type {
    case "tool_use": return .tool(tool(part, index))
    case "step_finish":
      return .stepFinished(reason: index.text("reason", of: part) ?? "unknown", usage: usage(part, index))
    case "retry": return retry(part, index)
    default: return words(type, part, index)
    }
  }

  private static func words(_ type: String, _ part: Int, _ index: JSONIndex) -> AgentEvent {
    guard let text = index.text("text", of: part) else { return .malformed(reason: "\(type) without a text") }
    let id = index.text("id", of: part) ?? index.text("partID", of: part) ?? ""
    switch type {
    case "text_delta": return .textDelta(part: id, text: text)
    case "reasoning_delta": return .reasoningDelta(part: id, text: text)
    case "reasoning": return .reasoning(part: id, text: text)
    default:
      // Written by OpenCode itself, not by the model (opencode.md, 1.10).
      let isOwn = index.boolean("synthetic", of: part) == true || index.boolean("ignored", of: part) == true
      return isOwn ? .unknown(type: "synthetic text") : .text(part: id, text: text)
    }
  }

  private static func retry(_ part: Int, _ index: JSONIndex) -> AgentEvent {
    let delay = index.integer("delayMs", of: part).flatMap { $0 >= 0 ? $0 : nil }
    return .retry(
      attempt: max(0, index.integer("attempt", of: part) ?? 0),
      message: index.text("message", of: part, limit: messageLimit) ?? "", delayMilliseconds: delay)
  }

  private static func tool(_ part: Int, _ index: JSONIndex) -> ToolCall {
    let state = index.object("state", of: part)
    let isError = state.flatMap { index.text("status", of: $0) } == "error"
    return ToolCall(
      name: index.text("tool", of: part, limit: subjectLimit) ?? "",
      subject: subject(state, index),
      isError: isError,
      message: isError ? state.flatMap { index.text("error", of: $0, limit: messageLimit) } ?? "" : "",
      milliseconds: state.flatMap { duration($0, index) })
  }

  /// The field of a tool's input that tells a reader what it worked on; a search names its pattern and where it looked.
  private static func subject(_ state: Int?, _ index: JSONIndex) -> String {
    guard let state else { return "" }
    let input = index.object("input", of: state)
    func field(_ key: StaticString) -> String? {
      input.flatMap { index.text(key, of: $0, limit: subjectLimit) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    if let file = field("filePath") { return file }
    if let pattern = field("pattern") { return field("path").map { "\(pattern) in \($0)" } ?? pattern }
    return field("path") ?? field("command") ?? field("description") ?? field("url") ?? field("query")
      ?? index.text("title", of: state, limit: subjectLimit) ?? ""
  }

  private static func duration(_ state: Int, _ index: JSONIndex) -> Int? {
    guard let time = index.object("time", of: state), let start = index.integer("start", of: time),
      let end = index.integer("end", of: time), end >= start
    else { return nil }
    return end - start
  }

  /// OpenCode prints zeros where the provider said nothing, and a cost of 0 where it has no prices: both mean unknown
  /// (reliability.md, ST-20).
  private static func usage(_ part: Int, _ index: JSONIndex) -> Usage {
    let cost = index.number("cost", of: part).flatMap { $0 > 0 ? $0 : nil }
    guard let tokens = index.object("tokens", of: part) else { return Usage(costUSD: cost) }
    let cache = index.object("cache", of: tokens)
    func count(_ key: StaticString, _ parent: Int?) -> Int {
      parent.flatMap { index.integer(key, of: $0) }.map { max(0, $0) } ?? 0
    }
    let counts = TokenUsage(
      input: count("input", tokens), output: count("output", tokens), reasoning: count("reasoning", tokens),
      cacheRead: count("read", cache), cacheWrite: count("write", cache))
    return Usage(tokens: counts.total > 0 ? counts : nil, costUSD: cost)
  }
}
