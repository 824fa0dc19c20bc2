/// Why a line is not used (reliability.md, 2.4).
enum JSONFault: String, Error {
  case syntax = "not valid JSON"
  case depth = "nested too deep"
  case keys = "too many keys"
  case nul = "contains NUL"
  case control = "contains a bare control character"
  case encoding = "not UTF-8"
  case duplicate = "a key occurs twice"
}

/// Where the members of an object lie, down to four levels: what reading an agent's event needs and no more. Members
/// are in the order of the text, each followed by its own members.
struct JSONIndex {
  enum Kind: UInt8 { case object, array, string, number, yes, no, null }

  struct Member {
    /// Without the quotes.
    var key: Range<Int32>
    /// Strings without their quotes.
    var value: Range<Int32> = 0..<0
    /// Index of the first member that is not below this one.
    var end: Int32 = 0
    var kind: Kind = .null
    var keyIsEscaped = false
    var valueIsEscaped = false
  }

  /// Deepest nesting (reliability.md, 2.4).
  static let depthLimit = 64
  /// Most keys of one object with all that is in it (reliability.md, 2.4).
  static let keyLimit = 10_000

  let bytes: JSONBytes
  private(set) var members: [Member]

  /// Keeps the storage of an earlier index.
  init(bytes: JSONBytes, reusing storage: consuming [Member] = []) {
    self.bytes = bytes
    members = storage
    members.removeAll(keepingCapacity: true)
  }

  mutating func append(_ member: Member) -> Int {
    members.append(member)
    return members.count - 1
  }

  mutating func close(_ index: Int, value: Range<Int>, kind: Kind, isEscaped: Bool) {
    members[index].value = Int32(truncatingIfNeeded: value.lowerBound)..<Int32(truncatingIfNeeded: value.upperBound)
    members[index].kind = kind
    members[index].valueIsEscaped = isEscaped
    members[index].end = Int32(truncatingIfNeeded: members.count)
  }

  /// The member `key` of the object at `parent`, of the outermost one for nil.
  func member(_ key: StaticString, of parent: Int? = nil) -> Int? {
    var (index, end) = span(of: parent)
    while index < end {
      if hasKey(index, key) { return index }
      index = Int(members[index].end)
    }
    return nil
  }

  func forEachMember(of parent: Int?, _ body: (Int) -> Void) {
    var (index, end) = span(of: parent)
    while index < end {
      body(index)
      index = Int(members[index].end)
    }
  }

  /// Whether two members of the object have the same key, escapes resolved.
  func hasDuplicate(in parent: Int?) -> Bool {
    let (start, end) = span(of: parent)
    var index = start
    var seen = 0
    while index < end {
      // Comparing each with each is cheap for the objects of real agents and ruinous for others.
      if seen > 16 || members[index].keyIsEscaped { return hasDuplicateOfMany(in: parent) }
      var other = start
      while other < index {
        if haveSameKey(index, other) { return true }
        other = Int(members[other].end)
      }
      index = Int(members[index].end)
      seen += 1
    }
    return false
  }

  private func hasDuplicateOfMany(in parent: Int?) -> Bool {
    var keys: Set<String> = []
    var hasDuplicate = false
    forEachMember(of: parent) { if !keys.insert(key($0)).inserted { hasDuplicate = true } }
    return hasDuplicate
  }

  /// The first member of an object, and the first one behind it.
  private func span(of parent: Int?) -> (start: Int, end: Int) {
    parent.map { ($0 + 1, Int(members[$0].end)) } ?? (0, members.count)
  }

  func key(_ index: Int) -> String {
    let member = members[index]
    return member.keyIsEscaped ? JSONText.unescape(bytes, member.key.asInts) : bytes.text(member.key.asInts)
  }

  private func hasKey(_ index: Int, _ key: StaticString) -> Bool {
    let member = members[index]
    if member.keyIsEscaped { return JSONText.unescape(bytes, member.key.asInts) == key.description }
    return bytes.equal(member.key.asInts, key)
  }

  private func haveSameKey(_ left: Int, _ right: Int) -> Bool {
    let (left, right) = (members[left].key.asInts, members[right].key.asInts)
    guard left.count == right.count else { return false }
    return (0..<left.count).allSatisfy { bytes[left.lowerBound + $0] == bytes[right.lowerBound + $0] }
  }
}

extension Range<Int32> {
  var asInts: Range<Int> { Int(lowerBound)..<Int(upperBound) }
}
