extension Suppressions {
  /// Reads the file. Anything that is not understood is an error, since a misread suppression hides findings
  /// (reliability.md, CF-13).
  package static func parse(_ bytes: [UInt8]) throws(TOMLError) -> Suppressions {
    let table = try TOML.parse(bytes)
    var entries: [Suppression] = []
    for entry in table.entries {
      guard entry.key == "suppress" else {
        throw TOMLError(
          line: entry.line, column: entry.column, message: "unknown key '\(entry.key)'; only [[suppress]] is known")
      }
      guard case .array(let nodes) = entry.node.value else {
        throw TOMLError(at: entry.node, "'suppress' must be a list of tables: [[suppress]]")
      }
      guard nodes.count <= mostEntries else {
        throw TOMLError(at: entry.node, "more than \(mostEntries) suppressions")
      }
      for node in nodes {
        guard case .table(let fields) = node.value else {
          throw TOMLError(at: node, "a suppression must be a table, this is \(node.value.kind)")
        }
        entries.append(try SuppressionFields(fields, at: node).suppression())
      }
    }
    return Suppressions(entries)
  }
}

/// The fields of one `[[suppress]]`.
private struct SuppressionFields {
  private static let common: Set<String> = ["scope", "reason", "by", "date", "expires"]

  private let table: TOMLTable
  private let node: TOMLNode

  init(_ table: TOMLTable, at node: TOMLNode) {
    self.table = table
    self.node = node
  }

  func suppression() throws(TOMLError) -> Suppression {
    let scope = try self.scope()
    try checkNames(scope)
    return Suppression(
      target: try target(scope), reason: try text("reason"), by: try text("by"), date: try date("date"),
      expires: table["expires"] == nil ? nil : try date("expires"), line: node.line)
  }

  private func scope() throws(TOMLError) -> SuppressionScope {
    let name = try text("scope")
    guard let scope = SuppressionScope(rawValue: name) else {
      throw TOMLError(at: table["scope"] ?? node, "scope must be \"here\", \"everywhere\" or \"rule\", not \"\(name)\"")
    }
    return scope
  }

  private func checkNames(_ scope: SuppressionScope) throws(TOMLError) {
    let own: Set<String> =
      switch scope {
      case .here: ["fingerprint", "path"]
      case .everywhere: ["fingerprint"]
      case .rule: ["rule", "category", "path"]
      }
    let known: Set<String> = ["fingerprint", "path", "rule", "category"]
    for entry in table.entries where !Self.common.contains(entry.key) && !own.contains(entry.key) {
      let message =
        known.contains(entry.key)
        ? "'\(entry.key)' has no meaning with scope \"\(scope.rawValue)\"" : "unknown field '\(entry.key)'"
      throw TOMLError(line: entry.line, column: entry.column, message: message)
    }
  }

  private func target(_ scope: SuppressionScope) throws(TOMLError) -> Suppression.Target {
    switch scope {
    case .here: return .here(fingerprint: try fingerprint(), path: RepoPath(escaped: try text("path")))
    case .everywhere: return .everywhere(fingerprint: try fingerprint())
    case .rule:
      let pattern = try text("path")
      guard let glob = Glob(pattern) else {
        throw TOMLError(at: table["path"] ?? node, "'path' must be a pattern of 1 to \(Glob.longest) bytes")
      }
      switch (table["rule"], table["category"]) {
      case (nil, nil): throw TOMLError(at: node, "scope \"rule\" needs 'rule' or 'category'")
      case (.some, .some(let second)): throw TOMLError(at: second, "give 'rule' or 'category', not both")
      case (.some, nil): return .rule(try text("rule"), under: glob)
      case (nil, .some(let node)):
        let name = try text("category")
        guard let section = Section.named(name) else { throw TOMLError(at: node, "there is no category '\(name)'") }
        return .category(section, under: glob)
      }
    }
  }

  private func fingerprint() throws(TOMLError) -> String {
    let text = try text("fingerprint")
    guard Fingerprint.isValid(text) else {
      throw TOMLError(at: table["fingerprint"] ?? node, "'fingerprint' must be 16 lower-case hexadecimal digits")
    }
    return text
  }

  private func text(_ key: String) throws(TOMLError) -> String {
    guard let field = table[key] else { throw TOMLError(at: node, "a suppression needs '\(key)'") }
    guard case .string(let text) = field.value else {
      throw TOMLError(at: field, "'\(key)' must be a string, not \(field.value.kind)")
    }
    guard !text.utf8.allSatisfy(ASCII.isSpace) else { throw TOMLError(at: field, "'\(key)' is empty") }
    return text
  }

  /// A TOML date, or the same in quotes.
  private func date(_ key: String) throws(TOMLError) -> CalendarDate {
    guard let field = table[key] else { throw TOMLError(at: node, "a suppression needs '\(key)'") }
    switch field.value {
    case .date(let text), .string(let text):
      guard let date = CalendarDate(text) else {
        throw TOMLError(at: field, "'\(key)' must be a day such as 2026-04-30, not \"\(text)\"")
      }
      return date
    default: throw TOMLError(at: field, "'\(key)' must be a date, not \(field.value.kind)")
    }
  }
}
