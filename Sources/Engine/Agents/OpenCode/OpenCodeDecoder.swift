/// Turns the lines of an agent's standard output into events (opencode.md, 1.3; rules of reliability.md, 2.4).
///
/// Nothing is silent: a line gives at least one event, unless it is blank.
package struct OpenCodeDecoder {
  /// Longest piece of a line that is not JSON that is kept.
  private static let strayLimit = 64 << 10

  /// Storage that is used again for every line.
  private var storage: [JSONIndex.Member] = []
  /// The session of the first event. What another one says in between, a helper that the agent called, is kept by name only:
  /// its words are not the answer, and its end is not the agent's (reliability.md, ST-16).
  private var session: [UInt8]?

  package init() {}

  /// Decodes one line without its line feed. Two objects on one line are two events.
  package mutating func decode(_ line: Span<UInt8>, _ report: (AgentEvent) -> Void) {
    unsafe line.withUnsafeBufferPointer { buffer in
      decode(unsafe JSONBytes(borrowing: buffer), report)
    }
  }

  private mutating func decode(_ bytes: JSONBytes, _ report: (AgentEvent) -> Void) {
    var at = bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
    while true {
      // Taken, not copied: storage that two arrays share can't be used again.
      var spare: [JSONIndex.Member] = []
      swap(&spare, &storage)
      var syntax = JSONSyntax(bytes, at: at, index: JSONIndex(bytes: bytes, reusing: spare))
      syntax.skipBlanks()
      at = syntax.at
      if at >= bytes.count {
        storage = syntax.index.members
        return
      }
      guard bytes[at] == 0x7B else { return reportStray(bytes, at, report) }
      do throws(JSONFault) {
        try syntax.readObject()
        report(try event(syntax.index))
      } catch {
        return report(.malformed(reason: error.rawValue))
      }
      at = syntax.at
      storage = syntax.index.members
    }
  }

  private func reportStray(_ bytes: JSONBytes, _ start: Int, _ report: (AgentEvent) -> Void) {
    guard let text = bytes.validText(start..<bytes.count) else {
      return report(.malformed(reason: JSONFault.encoding.rawValue))
    }
    guard !text.utf8.contains(0) else { return report(.malformed(reason: JSONFault.nul.rawValue)) }
    guard text.utf8.count > OpenCodeDecoder.strayLimit else { return report(.stray(text)) }
    report(.stray(String(decoding: text.utf8.prefix(OpenCodeDecoder.strayLimit), as: UTF8.self)))
  }

  private mutating func event(_ index: JSONIndex) throws(JSONFault) -> AgentEvent {
    guard !index.hasDuplicate(in: nil) else { throw .duplicate }
    guard let type = index.text("type", of: nil) else { return .malformed(reason: "an object without a type") }
    let part = index.object("part")
    if let part, index.hasDuplicate(in: part) { throw .duplicate }
    guard isOwn(index) else { return .unknown(type: "\(String(type.unicodeScalars.prefix(100))) of another session") }
    return OpenCodeDecoder.event(type, part, index)
  }

  /// Whether an event is the agent's own; one without a session is.
  private mutating func isOwn(_ index: JSONIndex) -> Bool {
    guard let range = index.textBytes("sessionID", of: nil) else { return true }
    guard let session else {
      session = range.map { index.bytes[$0] }
      return true
    }
    return range.count == session.count && zip(range, session).allSatisfy { index.bytes[$0] == $1 }
  }

  private static func event(_ type: String, _ part: Int?, _ index: JSONIndex) -> AgentEvent {
    switch type {
    case "step_start": return .stepStarted
    case "error": return .error(error(index))
    case "session_end": return .sessionEnd(reason: index.text("reason", of: nil) ?? "")
    case "text", "reasoning", "text_delta", "reasoning_delta", "tool_use", "step_finish", "retry":
      guard let part else { return .malformed(reason: "\(type) without a part") }
      return event(type, part, index)
    default: return .unknown(type: String(type.unicodeScalars.prefix(100)))
    }
  }
}
