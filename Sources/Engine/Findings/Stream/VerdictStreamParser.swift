/// Reads a coordinator's verdicts out of its answer while it streams, with the same tolerance for prose, fences and carelessness
/// as for findings. What it reports depends only on the bytes, never on how they were cut into chunks.
package struct VerdictStreamParser: Sendable, Equatable {
  private enum State: Sendable {
    case prose
    case verdict
    /// Inside a finding of the coordinator's own, whose words are no verdicts.
    case finding
  }

  /// Bytes between a verdict's tags that are looked at.
  private static let longestReason = 1200
  /// Bytes of a reason, a line of a title's length. What is no UTF-8 grows by being shown.
  private static let reasonLimit = 600
  private static let words = AnswerTagName.verdicts

  /// As of now.
  package private(set) var proof = VerdictProof()

  private let limit: Int
  private var buffer: [UInt8] = []
  private var position = 0
  private var state = State.prose
  private var fence = FenceTracker()
  private var draft: [String: String] = [:]
  private var reason: [UInt8] = []
  private var verdicts: [RawVerdict] = []

  /// - Parameter limit: verdicts that are reported; those beyond are counted.
  package init(limit: Int) { self.limit = limit }

  package mutating func consume(_ text: String) -> [RawVerdict] { consume(Array(text.utf8)) }

  package mutating func consume(_ bytes: some Collection<UInt8>) -> [RawVerdict] {
    buffer.append(contentsOf: bytes)
    scan(atEnd: false)
    buffer.removeFirst(position)
    position = 0
    defer { verdicts = [] }
    return verdicts
  }

  /// The answer is over; a verdict that has not been closed is none. Call once, last.
  package mutating func finish() -> [RawVerdict] {
    scan(atEnd: true)
    if case .verdict = state { proof.isStale = proof.claimed != nil }
    state = .prose
    buffer = []
    position = 0
    defer { verdicts = [] }
    return verdicts
  }

  private mutating func scan(atEnd: Bool) {
    while position < buffer.count {
      let next = buffer[position...].firstIndex(of: 0x3C) ?? buffer.count
      pass(upTo: next)
      guard next < buffer.count else { return }
      switch AnswerTag.read(buffer, at: next, among: Self.words) {
      case .incomplete where !atEnd: return
      case .incomplete, .text, .cdata: pass(upTo: next + 1)
      case .tag(let tag): take(tag)
      }
    }
  }

  /// What stands before `end` is text.
  private mutating func pass(upTo end: Int) {
    switch state {
    case .prose: fence.feed(buffer[position..<end])
    case .verdict: reason += buffer[position..<end].prefix(max(0, Self.longestReason - reason.count))
    case .finding: break
    }
    position = end
  }

  private mutating func take(_ tag: AnswerTag) {
    switch (state, tag.name) {
    case (.prose, .verdict) where !tag.isClosing:
      // A quoted one, such as an example out of the prompt.
      if fence.last == 0x60 { break }
      return open(tag)
    case (.prose, .finding) where !tag.isClosing:
      fence.elementOpened()
      state = tag.isSelfClosing ? .prose : .finding
    case (.prose, .done) where !tag.isClosing:
      let isQuoted = fence.last == 0x60 || (fence.isInside && fence.elements == 0)
      if !isQuoted { done(tag) }
    case (.finding, .finding) where tag.isClosing: state = .prose
    case (.verdict, .verdict) where tag.isClosing:
      position = tag.end
      return close()
    // The closing tag was forgotten.
    case (.verdict, .verdict):
      close()
      return open(tag)
    case (.verdict, .done) where !tag.isClosing:
      close()
      done(tag)
    default: break
    }
    if case .prose = state { fence.feed(buffer[position..<tag.end]) }
    position = tag.end
  }

  private mutating func open(_ tag: AnswerTag) {
    fence.elementOpened()
    draft = tag.attributes
    reason = []
    state = .verdict
    position = tag.end
    if tag.isSelfClosing { close() }
  }

  private mutating func close() {
    state = .prose
    proof.isStale = proof.claimed != nil
    proof.written += 1
    guard proof.written <= limit else { return }
    let words = reason.allSatisfy(ASCII.isSpace) ? Array((draft["reason"] ?? "").utf8) : XMLText.decode(reason[...])
    verdicts.append(
      RawVerdict(attributes: draft, reason: UTF8Cut.text(PartTidying.line(words).utf8, limit: Self.reasonLimit)))
  }

  private mutating func done(_ tag: AnswerTag) {
    let count = tag.attributes["verdicts"] ?? tag.attributes["count"]
    proof.claimed = count.flatMap { $0.utf8.count <= 9 ? Int($0) : nil }
    proof.isStale = false
  }
}

/// Whether an answer proves that the coordinator finished: `<done verdicts="N"/>` after everything else, with N the number
/// that was read.
package struct VerdictProof: Sendable, Hashable {
  /// The coordinator's own count; nil where there was no `<done>` or it named none.
  package var claimed: Int?
  /// Verdicts that were closed, usable or not.
  package var written = 0
  /// Whether something was decided after the last `<done>`.
  package var isStale = false

  package init() {}
}
