/// A value of a TOML document.
package enum TOMLValue: Sendable, Hashable {
  case string(String)
  case integer(Int64)
  /// May be infinite or not a number: TOML has words for both.
  case float(Double)
  case boolean(Bool)
  /// A date, a time or both, as RFC 3339 writes them.
  case date(String)
  case array([TOMLNode])
  case table(TOMLTable)

  /// The kind in words, for messages.
  package var kind: String {
    switch self {
    case .string: "a string"
    case .integer: "an integer"
    case .float: "a floating-point number"
    case .boolean: "a boolean"
    case .date: "a date"
    case .array: "an array"
    case .table: "a table"
    }
  }
}

/// A value and where it stands in its file.
package struct TOMLNode: Sendable, Hashable {
  package var value: TOMLValue
  /// From 1.
  package var line: Int
  /// From 1, in code points.
  package var column: Int

  package init(value: TOMLValue, line: Int, column: Int) {
    self.value = value
    self.line = line
    self.column = column
  }
}

/// Keys and values in the order of the file.
package struct TOMLTable: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    package var key: String
    /// Position of the key; `node` has that of the value.
    package var line: Int
    package var column: Int
    package var node: TOMLNode

    package init(key: String, line: Int, column: Int, node: TOMLNode) {
      self.key = key
      self.line = line
      self.column = column
      self.node = node
    }
  }

  package let entries: [Entry]
  private let positions: [String: Int]

  /// Takes entries in any order; of entries with the same key the first counts.
  package init(_ entries: [Entry] = []) {
    self.entries = entries.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    positions = Dictionary(self.entries.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package subscript(key: String) -> TOMLNode? { positions[key].map { entries[$0].node } }
}
