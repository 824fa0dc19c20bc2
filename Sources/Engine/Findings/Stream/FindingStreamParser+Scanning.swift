/// Finding the tags, and what they mean where they stand.
extension FindingStreamParser {
  mutating func scan(atEnd: Bool) {
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

  mutating func skipByte() {
    if case .prose = state { fence.feed(buffer[position...position]) }
    position += 1
  }

  var openPart: FindingPart? {
    switch state {
    case .part(let kind), .cdata(let kind): kind
    case .prose, .finding: nil
    }
  }

  mutating func take(_ tag: AnswerTag, at index: Int) {
    switch state {
    case .prose: takeInProse(tag, at: index)
    case .finding: takeInFinding(tag, at: index)
    case .part(let kind): takeInPart(kind, tag, at: index)
    case .cdata: position = index + 1
    }
  }

  mutating func takeInProse(_ tag: AnswerTag, at index: Int) {
    switch tag.name {
    case .finding where !tag.isClosing:
      fence.elementOpened()
      open(tag)
    case .done where !tag.isClosing:
      let isQuoted = fence.last == 0x60 || (fence.isInside && fence.elements == 0)
      if !isQuoted { done(tag) }
      pass(tag, at: index)
    default: pass(tag, at: index)
    }
  }

  /// The tag is text of the answer.
  mutating func pass(_ tag: AnswerTag, at index: Int) {
    fence.feed(buffer[index..<tag.end])
    position = tag.end
  }

  mutating func takeInFinding(_ tag: AnswerTag, at index: Int) {
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
    case .done, .part, .verdict, .reason: break
    }
  }

  mutating func takeInPart(_ kind: FindingPart, _ tag: AnswerTag, at index: Int) {
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
  func isSuspicious(_ tag: AnswerTag, in kind: FindingPart, at index: Int) -> Bool {
    switch tag.name {
    case .finding: tag.isClosing || tag.attributes["file"] != nil
    case .part where kind == .title: !tag.isClosing && isAtLineStart(index)
    case .part, .done, .verdict, .reason: false
    }
  }

  func isAtLineStart(_ index: Int) -> Bool {
    let before = buffer[part.start..<index].last { $0 == 0x0A || !ASCII.isSpace($0) }
    return before == 0x0A
  }

  mutating func takeStrictly(_ kind: FindingPart, _ tag: AnswerTag, at index: Int) {
    let ends =
      switch tag.name {
      case .finding: tag.isClosing || tag.attributes["file"] != nil
      case .part(let other): !tag.isClosing && tag.attributes.isEmpty && other != kind && !draft.has(other)
      case .done, .verdict, .reason: false
      }
    guard ends else {
      position = index + 1
      return
    }
    closePart(kind, at: index)
    state = .finding
    takeInFinding(tag, at: index)
  }

  mutating func closePart(_ kind: FindingPart, at index: Int) {
    draft.set(kind, part.finish(buffer, at: index, isRaw: isStrict))
  }

  /// Goes back to the start of the open part, whose end was overlooked.
  mutating func readAgain() {
    guard let kind = openPart else { return }
    isStrict = true
    state = .part(kind)
    position = part.start
    part = PartText(start: part.start)
  }
}

/// CDATA sections.
extension FindingStreamParser {
  mutating func openCDATA(at index: Int, end: Int) {
    guard case .part(let kind) = state, !isStrict, part.isBlank(buffer, upTo: index) else { return skipByte() }
    part.openLiteral(at: end)
    state = .cdata(kind)
    position = end
  }

  /// Looks for `]]>` before `next`, the next `<`. False where more bytes are needed.
  mutating func scanCDATA(_ kind: FindingPart, upTo next: Int, atEnd: Bool) -> Bool {
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
