/// Reads findings out of an agent's answer while it streams: prose around, code fences, CDATA, unescaped code, missing
/// or swapped parts and a cut-off end are all taken for what they are, and nothing makes it give up the rest.
///
/// What it reports depends only on the bytes, never on how they were cut into chunks. Each byte is looked at a bounded
/// number of times. The parser holds at most `reach` bytes of an unfinished element.
package struct FindingStreamParser: Sendable {
  enum State: Sendable {
    case prose
    /// Inside a finding, between its parts.
    case finding
    case part(FindingPart)
    case cdata(FindingPart)
  }

  /// Bytes of a part after which a closing tag is no longer waited for.
  static let reach = 64 * 1024

  /// As of now.
  package internal(set) var answerProof = AnswerProof()
  /// Complete findings beyond the limit, which were counted only (reliability.md, MO-02).
  package internal(set) var dropped = 0

  let limit: Int
  var buffer: [UInt8] = []
  var position = 0
  var state = State.prose
  var fence = FenceTracker()
  var draft = FindingDraft()
  var part = PartText()
  /// Set where a part's closing tag was missed and the part is read again: now the next tag that can end it does.
  var isStrict = false
  /// Cut findings that the next complete one may turn out to repeat.
  var cut: [RawFinding] = []
  var seen: Set<RawFinding> = []
  var events: [FindingStreamEvent] = []

  package init(limit: Int = Limits().findingsPerAgent) { self.limit = limit }

  package mutating func consume(_ text: String) -> [FindingStreamEvent] { consume(Array(text.utf8)) }

  package mutating func consume(_ bytes: some Collection<UInt8>) -> [FindingStreamEvent] {
    buffer.append(contentsOf: bytes)
    scan(atEnd: false)
    compact()
    return takeEvents()
  }

  /// The answer is over: what was cut off is reported as such. Call once, last.
  package mutating func finish() -> [FindingStreamEvent] {
    scan(atEnd: true)
    while let kind = openPart {
      if isStrict {
        closePart(kind, at: buffer.count)
        state = .finding
      } else {
        readAgain()
        scan(atEnd: true)
      }
    }
    if case .finding = state { cutOff() }
    flushCut(superseding: nil)
    state = .prose
    buffer = []
    position = 0
    return takeEvents()
  }
}
