/// What has been read becomes events.
extension FindingStreamParser {
  mutating func open(_ tag: AnswerTag) {
    draft = FindingDraft(attributes: tag.attributes)
    isStrict = false
    state = .finding
    position = tag.end
    if tag.isSelfClosing { complete() }
  }

  mutating func complete() {
    state = .prose
    isStrict = false
    answerProof.isStale = answerProof.claimed != nil
    switch draft.finish(isTruncated: false) {
    case .failure(let problem):
      answerProof.unusable += 1
      events.append(.unusable(reason: problem.reason))
    case .success(let finding):
      answerProof.written += 1
      answerProof.inBlock += 1
      flushCut(superseding: finding)
      guard !seen.contains(finding) else { return }
      answerProof.parsed += 1
      guard seen.count < limit else {
        dropped += 1
        return
      }
      seen.insert(finding)
      events.append(.finding(finding))
    }
  }

  mutating func cutOff() {
    state = .prose
    isStrict = false
    answerProof.isStale = answerProof.claimed != nil
    guard case .success(let finding) = draft.finish(isTruncated: true) else { return }
    if cut.count >= limit { flushCut(superseding: finding) }
    cut.append(finding)
  }

  /// Reports cut findings, except those that `finding` or a later cut one says again in full (reliability.md, ST-22).
  mutating func flushCut(superseding finding: RawFinding?) {
    for (index, candidate) in cut.enumerated() {
      let followers = cut[(index + 1)...] + (finding.map { [$0] } ?? [])
      if candidate.title.isEmpty || candidate.evidence.isEmpty || seen.count >= limit { continue }
      if followers.contains(where: candidate.isRepeated) { continue }
      if seen.insert(candidate).inserted { events.append(.finding(candidate)) }
    }
    cut = []
  }

  mutating func done(_ tag: AnswerTag) {
    flushCut(superseding: nil)
    let count = tag.attributes["findings"] ?? tag.attributes["count"]
    answerProof.claimed = count.flatMap { $0.utf8.count <= 9 ? Int($0) : nil }
    answerProof.isStale = false
    events.append(.done(answerProof))
    answerProof.inBlock = 0
  }

  mutating func takeEvents() -> [FindingStreamEvent] {
    defer { events = [] }
    return events
  }

  /// Forgets what has been read; an open part is kept, since it may have to be read again.
  mutating func compact() {
    if openPart != nil, isStrict { part.spill(buffer, upTo: position) }
    let keep = openPart == nil ? position : part.start
    guard keep > Self.reach / 2 || keep == buffer.count else { return }
    buffer.removeSubrange(..<keep)
    position -= keep
    part.start -= keep
  }
}
