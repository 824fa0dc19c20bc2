/// A JSON value whose members keep their order: OpenCode's rules depend on it.
indirect enum JSON: Sendable {
  case null
  case bool(Bool)
  /// As it was written.
  case number(String)
  case string(String)
  case array([JSON])
  case object([Member])

  struct Member: Sendable {
    var key: String
    var value: JSON
  }

  /// A member by its name; setting nil removes it.
  subscript(key: String) -> JSON? {
    get { members.first { $0.key == key }?.value }
    set {
      var members = members
      let index = members.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
      self = .object(members)
    }
  }

  var members: [Member] { if case .object(let members) = self { members } else { [] } }
  var elements: [JSON] { if case .array(let elements) = self { elements } else { [] } }
  var text: String? { if case .string(let text) = self { text } else { nil } }
  var isObject: Bool { if case .object = self { true } else { false } }
  var isTrue: Bool { if case .bool(true) = self { true } else { false } }
  var double: Double? { if case .number(let text) = self { Double(text) } else { nil } }

  /// The text of a member of a member.
  func text(_ path: String...) -> String? {
    path.reduce(Optional(self)) { $0?[$1] }?.text
  }

  /// Objects are merged member by member, everything else is replaced.
  func merged(with other: JSON) -> JSON {
    guard isObject, other.isObject else { return other }
    var result = self
    for member in other.members {
      result[member.key] = result[member.key].map { $0.merged(with: member.value) } ?? member.value
    }
    return result
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  init(stringLiteral value: String) { self = .string(value) }
  init(integerLiteral value: Int) { self = .number("\(value)") }
  init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  init(arrayLiteral elements: JSON...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member(key: $0.0, value: $0.1) })
  }
}

extension JSON {
  /// As JavaScript's `JSON.stringify` writes it; with line feeds and two blanks a level where `indented`.
  func rendered(indented: Bool = false) -> String {
    var out = ""
    write(to: &out, indent: indented ? 0 : nil)
    return out
  }

  private func write(to out: inout String, indent: Int?) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .number(let text): out += text
    case .string(let text): JSON.quote(text, to: &out)
    case .array(let elements):
      JSON.list(elements, "[", "]", to: &out, indent: indent) { $0.write(to: &$1, indent: $2) }
    case .object(let members):
      JSON.list(members, "{", "}", to: &out, indent: indent) { member, out, indent in
        JSON.quote(member.key, to: &out)
        out += indent == nil ? ":" : ": "
        member.value.write(to: &out, indent: indent)
      }
    }
  }

  private static func list<Item>(
    _ items: [Item], _ open: String, _ close: String, to out: inout String, indent: Int?,
    item write: (Item, inout String, Int?) -> Void
  ) {
    out += open
    let deeper = indent.map { $0 + 1 }
    for (number, item) in items.enumerated() {
      if number > 0 { out += "," }
      if let deeper { out += "\n" + String(repeating: "  ", count: deeper) }
      write(item, &out, deeper)
    }
    if let indent, !items.isEmpty { out += "\n" + String(repeating: "  ", count: indent) }
    out += close
  }

  private static func quote(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case "\u{8}": out += "\\b"
      case "\u{C}": out += "\\f"
      case "\0"..."\u{1F}":
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}
