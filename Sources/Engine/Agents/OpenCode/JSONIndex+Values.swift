/// Reading members. A value of another kind than asked for counts as absent: an optional field with nonsense in it
/// must not cost the event (reliability.md, ST-09).
extension JSONIndex {
  /// 2^53: integers below it are exact in every JSON implementation, this one may stand for a larger one.
  private static let exact = 9_007_199_254_740_992.0

  func isObject(_ index: Int) -> Bool { members[index].kind == .object }

  func text(_ key: StaticString, of parent: Int?) -> String? {
    member(key, of: parent).flatMap(text)
  }

  /// Where a string lies, as it was written.
  func textBytes(_ key: StaticString, of parent: Int?) -> Range<Int>? {
    guard let index = member(key, of: parent), members[index].kind == .string else { return nil }
    return members[index].value.asInts
  }

  /// A string's text, lone surrogates as U+FFFD.
  func text(_ index: Int) -> String? {
    let member = members[index]
    guard member.kind == .string else { return nil }
    return member.valueIsEscaped
      ? JSONText.unescape(bytes, member.value.asInts) : bytes.text(member.value.asInts)
  }

  /// At most `limit` bytes of a string's text, cut between characters.
  func text(_ key: StaticString, of parent: Int?, limit: Int) -> String? {
    guard let index = member(key, of: parent), members[index].kind == .string else { return nil }
    // An escape takes at most six bytes for one byte of text, so more than this can't be needed.
    let range = members[index].value.asInts
    let part = range.lowerBound..<min(range.upperBound, range.lowerBound + limit * 6)
    return JSONText.unescape(bytes, part, limit: limit)
  }

  func number(_ key: StaticString, of parent: Int?) -> Double? {
    guard let index = member(key, of: parent), members[index].kind == .number else { return nil }
    return JSONText.number(bytes, members[index].value.asInts)
  }

  /// A whole number between ±2^53.
  func integer(_ key: StaticString, of parent: Int?) -> Int? {
    guard let number = number(key, of: parent), number.magnitude < JSONIndex.exact else { return nil }
    return Int(exactly: number)
  }

  func boolean(_ key: StaticString, of parent: Int?) -> Bool? {
    guard let index = member(key, of: parent) else { return nil }
    switch members[index].kind {
    case .yes: return true
    case .no: return false
    default: return nil
    }
  }

  /// The member `key` where it is an object.
  func object(_ key: StaticString, of parent: Int? = nil) -> Int? {
    member(key, of: parent).flatMap { isObject($0) ? $0 : nil }
  }
}
