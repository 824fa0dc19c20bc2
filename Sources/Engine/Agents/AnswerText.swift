/// Makes one text of what an agent sends: deltas where it sends them, whole blocks where not, never both. It remembers how
/// far each block has come and not its words, so that it stays small however long an answer is.
package struct AnswerText: Sendable, Hashable {
  /// Blocks that are remembered, so that one sent again is not taken twice.
  private static let blockLimit = 10_000

  private var blocks: [String: TextPrint] = [:]
  /// The block that the last piece belongs to.
  private var last: String?
  private var isEmpty = true
  private var endsLine = false

  package init() {}

  /// Takes the next event. Returns the text that it added; empty where it added none.
  package mutating func apply(_ event: AgentEvent) -> String {
    switch event {
    case .textDelta(let part, let text): return append(text, to: part)
    case .text(let part, let text): return complete(part, text)
    case .tool:
      last = nil
      return ""
    default: return ""
    }
  }

  /// A whole block: only what its deltas have not brought. One that contradicts its deltas is taken as a new block,
  /// since losing a finding is worse than seeing it twice.
  private mutating func complete(_ part: String, _ text: String) -> String {
    guard let known = part.isEmpty ? nil : blocks[part] else { return append(text, to: part) }
    if known.isPrefix(of: text) {
      return append(String(decoding: text.utf8.dropFirst(known.count), as: UTF8.self), to: part)
    }
    blocks[part] = nil
    last = nil
    return append(text, to: part)
  }

  private mutating func append(_ text: String, to part: String) -> String {
    guard let end = text.utf8.last else { return "" }
    let isNew = last != part || part.isEmpty
    // Two blocks that touch would read as one word, or hide a tag.
    let needsBreak = isNew && !isEmpty && !endsLine
    isEmpty = false
    endsLine = end == 0x0A
    last = part
    if !part.isEmpty, blocks[part] != nil || blocks.count < AnswerText.blockLimit {
      blocks[part, default: TextPrint()].add(text)
    }
    return needsBreak ? "\n" + text : text
  }
}

/// Length and fingerprint of a text that has been seen, so that it is known again without being kept.
private struct TextPrint: Sendable, Hashable {
  /// Another one in every process: no text can be made to look like another.
  private static let key = UInt64.random(in: .min ... .max) | 1

  private(set) var count = 0
  private var sum: UInt64 = 0

  mutating func add(_ text: String) { add(text.utf8) }

  /// Whether `text` begins with what was seen.
  func isPrefix(of text: String) -> Bool {
    guard text.utf8.count >= count else { return false }
    var other = TextPrint()
    other.add(text.utf8.prefix(count))
    return other == self
  }

  private mutating func add(_ bytes: some Collection<UInt8>) {
    for byte in bytes { sum = sum &* TextPrint.key &+ UInt64(byte) &+ 1 }
    count += bytes.count
  }
}
