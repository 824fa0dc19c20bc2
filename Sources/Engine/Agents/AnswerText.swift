/// The text that an agent has written so far, folded from its events: deltas where it sends them, whole blocks where
/// not, never both.
package struct AnswerText: Sendable, Hashable {
  /// Longest answer that is kept, in bytes; an agent that writes more is out of control.
  package static let limit = 16 << 20
  /// Blocks that are remembered, so that one sent again is not taken twice.
  private static let blockLimit = 10_000

  /// Everything, also what came before tool calls: findings stream there too.
  package private(set) var all = ""
  /// True where text was left out because of the limit.
  package private(set) var isCut = false
  /// Where the text after the last tool call begins, in bytes of `all`.
  private var finalStart = 0
  /// What each block has given so far.
  private var blocks: [String: String] = [:]
  private var last: String?

  package init() {}

  /// The answer proper: the text after the last tool call (opencode.md, 1.10).
  package var final: Substring {
    all[all.utf8.index(all.startIndex, offsetBy: finalStart)...]
  }

  /// Takes the next event. Returns the text that it added; empty where it added none.
  package mutating func apply(_ event: AgentEvent) -> String {
    switch event {
    case .textDelta(let part, let text): return append(text, to: part)
    case .text(let part, let text): return complete(part, text)
    case .tool:
      finalStart = all.utf8.count
      last = nil
      return ""
    default: return ""
    }
  }

  /// A whole block: only what its deltas have not brought. One that contradicts its deltas is taken as a new block,
  /// since losing a finding is worse than seeing it twice.
  private mutating func complete(_ part: String, _ text: String) -> String {
    guard let known = part.isEmpty ? nil : blocks[part] else { return append(text, to: part) }
    if text.utf8.starts(with: known.utf8) {
      return append(String(decoding: text.utf8.dropFirst(known.utf8.count), as: UTF8.self), to: part)
    }
    blocks[part] = nil
    last = nil
    return append(text, to: part)
  }

  private mutating func append(_ text: String, to part: String) -> String {
    guard !text.isEmpty else { return "" }
    let isNew = last != part || part.isEmpty
    // Two blocks that touch would read as one word, or hide a tag.
    let separator = isNew && !all.isEmpty && all.utf8.last != 0x0A ? "\n" : ""
    guard all.utf8.count + separator.utf8.count + text.utf8.count <= AnswerText.limit else {
      isCut = true
      return ""
    }
    all += separator + text
    last = part
    if !part.isEmpty, blocks[part] != nil || blocks.count < AnswerText.blockLimit { blocks[part, default: ""] += text }
    return separator + text
  }
}
