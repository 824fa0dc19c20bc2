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

  private(set) var proof = AnswerProof()
  /// Complete findings beyond the limit, which were counted only (reliability.md, MO-02).
  package private(set) var dropped = 0

  private let limit: Int
  private var buffer: [UInt8] = []
  private var position = 0
  private var state = State.prose
  private var fence = FenceTracker()
  private var draft = FindingDraft()
  private var part = PartText()
  /// Set where a part's closing tag was missed and the part is read again: now the next tag that can end it does.
  private var isStrict = false
  /// Cut findings that the next complete one may turn out to repeat.
  private var cut: [RawFinding] = []
  private var seen: Set<RawFinding> = []
  private var events: [FindingStreamEvent] = []

  package init(limit: Int = Limits().findingsPerAgent) { self.limit = limit }

  /// The proof as of now.
  package var answerProof: AnswerProof { proof }

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

// MARK: - Scanning

extension FindingStreamParser {
  private mutating func scan(atEnd: Bool) {
    while position < buffer.count {
      let next = buffer[position...].firstIndex(of: 0x3C) ?? buffer.count
      if case .cdata(let kind) = state {
        guard scanCDATA(kind, upTo: next, atEnd: atEnd) else { return }
        continue
      }
      if case .prose = state { fence.feed(buffer[position..<next]) }
      position = next
      if openPart != nil, !isStrict, position - part.start > Self.reach {
        readAgain()
        continue
      }
      guard next < buffer.count else { return }
      switch AnswerTag.read(buffer, at: next) {
      case .incomplete where !atEnd: return
      case .incomplete, .text: skipByte()
      case .cdata(let end): openCDATA(at: next, end: end)
      case .tag(let tag): take(tag, at: next)
      }
    }
  }

  private mutating func skipByte() {
    if case .prose = state { fence.feed(buffer[position...position]) }
    position += 1
  }

  private var openPart: FindingPart? {
    switch state {
    case .part(let kind), .cdata(let kind): kind
    case .prose, .finding: nil
    }
  }

  private mutating func take(_ tag: AnswerTag, at index: Int) {
    switch state {
    case .prose: takeInProse(tag, at: index)
    case .finding: takeInFinding(tag, at: index)
    case .part(let kind): takeInPart(kind, tag, at: index)
    case .cdata: position = index + 1
    }
  }

  private mutating func takeInProse(_ tag: AnswerTag, at index: Int) {
    switch tag.name {
    case .finding where !tag.isClosing:
      fence.findingOpened()
      open(tag)
    case .done where !tag.isClosing:
      let isQuoted = fence.last == 0x60 || (fence.isInside && fence.findings == 0)
      if !isQuoted { done(tag) }
      pass(tag, at: index)
    default: pass(tag, at: index)
    }
  }

  /// The tag is text of the answer.
  private mutating func pass(_ tag: AnswerTag, at index: Int) {
    fence.feed(buffer[index..<tag.end])
    position = tag.end
  }

  private mutating func takeInFinding(_ tag: AnswerTag, at index: Int) {
    position = tag.end
    switch tag.name {
    case .finding where tag.isClosing: complete()
    case .finding:
      cutOff()
      open(tag)
    case .done where !tag.isClosing:
      cutOff()
      done(tag)
    case .part(let kind) where !tag.isClosing:
      if tag.isSelfClosing { return }
      state = .part(kind)
      part = PartText(start: tag.end)
    case .done, .part: break
    }
  }

  private mutating func takeInPart(_ kind: FindingPart, _ tag: AnswerTag, at index: Int) {
    if tag.isClosing, tag.name == .part(kind) {
      closePart(kind, at: index)
      state = .finding
      position = tag.end
    } else if isStrict {
      takeStrictly(kind, tag, at: index)
    } else if part.isSuspect, tag.name != .finding {
      readAgain()
    } else {
      part.isSuspect = part.isSuspect || isSuspicious(tag, in: kind, at: index)
      position = index + 1
    }
  }

  /// Whether `tag` is one that can't be inside a part, unless the part is code that speaks of findings: the next tag
  /// tells.
  private func isSuspicious(_ tag: AnswerTag, in kind: FindingPart, at index: Int) -> Bool {
    switch tag.name {
    case .finding: tag.isClosing || tag.attributes["file"] != nil
    case .part where kind == .title: !tag.isClosing && isAtLineStart(index)
    case .part, .done: false
    }
  }

  private func isAtLineStart(_ index: Int) -> Bool {
    let before = buffer[part.start..<index].last { $0 == 0x0A || !ASCII.isSpace($0) }
    return before == 0x0A
  }

  private mutating func takeStrictly(_ kind: FindingPart, _ tag: AnswerTag, at index: Int) {
    let ends =
      switch tag.name {
      case .finding: tag.isClosing || tag.attributes["file"] != nil
      case .part(let other): !tag.isClosing && tag.attributes.isEmpty && other != kind && !draft.has(other)
      case .done: false
      }
    guard ends else {
      position = index + 1
      return
    }
    closePart(kind, at: index)
    state = .finding
    takeInFinding(tag, at: index)
  }

  private mutating func closePart(_ kind: FindingPart, at index: Int) {
    draft.set(kind, part.finish(buffer, at: index, isRaw: isStrict))
  }

  /// Goes back to the start of the open part, whose end was overlooked.
  private mutating func readAgain() {
    guard let kind = openPart else { return }
    isStrict = true
    state = .part(kind)
    position = part.start
    part = PartText(start: part.start)
  }
}

// MARK: - CDATA

extension FindingStreamParser {
  private mutating func openCDATA(at index: Int, end: Int) {
    guard case .part(let kind) = state, !isStrict, part.isBlank(buffer, upTo: index) else { return skipByte() }
    part.openLiteral(at: end)
    state = .cdata(kind)
    position = end
  }

  /// Looks for `]]>` before `next`, the next `<`. False where more bytes are needed.
  private mutating func scanCDATA(_ kind: FindingPart, upTo next: Int, atEnd: Bool) -> Bool {
    var index = position
    while index < next {
      guard let bracket = buffer[index..<next].firstIndex(of: 0x5D) else { break }
      guard bracket + 2 < buffer.count else {
        position = atEnd ? buffer.count : bracket
        return false
      }
      if buffer[bracket + 1] == 0x5D, buffer[bracket + 2] == 0x3E {
        guard bracket - part.start <= Self.reach else { break }
        part.closeLiteral(buffer, at: bracket)
        state = .part(kind)
        position = bracket + 3
        return true
      }
      index = bracket + 1
    }
    position = next
    if position - part.start > Self.reach {
      readAgain()
      return true
    }
    guard next < buffer.count else { return false }
    // CDATA can't contain CDATA: a second opening says that the end of the first was forgotten.
    switch AnswerTag.read(buffer, at: next) {
    case .cdata: readAgain()
    case .incomplete where !atEnd: return false
    case .incomplete, .text, .tag: position = next + 1
    }
    return true
  }
}

// MARK: - Results

extension FindingStreamParser {
  private mutating func open(_ tag: AnswerTag) {
    draft = FindingDraft(attributes: tag.attributes)
    isStrict = false
    state = .finding
    position = tag.end
    if tag.isSelfClosing { complete() }
  }

  private mutating func complete() {
    state = .prose
    isStrict = false
    proof.isStale = proof.claimed != nil
    switch draft.finish(isTruncated: false) {
    case .failure(let problem):
      proof.unusable += 1
      events.append(.unusable(reason: problem.reason))
    case .success(let finding):
      proof.written += 1
      proof.inBlock += 1
      flushCut(superseding: finding)
      guard !seen.contains(finding) else { return }
      proof.parsed += 1
      guard seen.count < limit else {
        dropped += 1
        return
      }
      seen.insert(finding)
      events.append(.finding(finding))
    }
  }

  private mutating func cutOff() {
    state = .prose
    isStrict = false
    proof.isStale = proof.claimed != nil
    guard case .success(let finding) = draft.finish(isTruncated: true) else { return }
    if cut.count >= limit { flushCut(superseding: finding) }
    cut.append(finding)
  }

  /// Reports cut findings, except those that `finding` or a later cut one says again in full (reliability.md, ST-22).
  private mutating func flushCut(superseding finding: RawFinding?) {
    for (index, candidate) in cut.enumerated() {
      let followers = cut[(index + 1)...] + (finding.map { [$0] } ?? [])
      if candidate.title.isEmpty || candidate.evidence.isEmpty || seen.count >= limit { continue }
      if followers.contains(where: candidate.isRepeated) { continue }
      if seen.insert(candidate).inserted { events.append(.finding(candidate)) }
    }
    cut = []
  }

  private mutating func done(_ tag: AnswerTag) {
    flushCut(superseding: nil)
    let count = tag.attributes["findings"] ?? tag.attributes["count"]
    proof.claimed = count.flatMap { $0.utf8.count <= 9 ? Int($0) : nil }
    proof.isStale = false
    events.append(.done(proof))
    proof.inBlock = 0
  }

  private mutating func takeEvents() -> [FindingStreamEvent] {
    defer { events = [] }
    return events
  }

  /// Forgets what has been read; an open part is kept, since it may have to be read again.
  private mutating func compact() {
    if openPart != nil, isStrict { part.spill(buffer, upTo: position) }
    let keep = openPart == nil ? position : part.start
    guard keep > Self.reach / 2 || keep == buffer.count else { return }
    buffer.removeSubrange(..<keep)
    position -= keep
    part.start -= keep
  }
}
