/// An organisation's own engineering rules: TOML files of `[[rule]]` tables.
///
///     [[rule]]
///     id = "money-in-cents"
///     severity = "warning"
///     title = "Money is counted in cents"
///     body = "Finance rule 4: no fractions of a cent."
///     pattern = '\bDecimal\b'        # RE2, on added lines
///     paths = ["src/**"]             # optional, globs
///     languages = ["python"]         # optional
///     unless = ['# noqa']            # optional, RE2 on the same line
///     suggestion = "Use an integer." # optional
package enum ComplianceRules {
  /// Rules of one file that are taken.
  private static let mostRules = 500

  /// - Throws: `.configuration` with file, line and column for whatever is unknown, missing, of the wrong type or no pattern.
  package static func parse(_ bytes: [UInt8], file: String) throws(ReviewFailure) -> [Rule] {
    do {
      return try rules(in: try TOML.parse(bytes))
    } catch {
      throw error.failure(in: file)
    }
  }

  private static func rules(in table: TOMLTable) throws(TOMLError) -> [Rule] {
    if let stray = table.entries.first(where: { $0.key != "rule" }) {
      throw TOMLError(
        line: stray.line, column: stray.column, message: "unknown key \(quoted(stray.key)), only [[rule]] is known")
    }
    guard let node = table["rule"] else { return [] }
    guard case .array(let entries) = node.value else { throw TOMLError(at: node, "write [[rule]], with two brackets") }
    guard entries.count <= mostRules else { throw TOMLError(at: node, "more than \(mostRules) rules in one file") }
    var rules: [Rule] = []
    for entry in entries {
      let rule = try ComplianceRuleReader(entry).rule()
      if rules.contains(where: { $0.card.id == rule.card.id }) {
        throw TOMLError(at: entry, "the rule \(rule.card.id) occurs twice")
      }
      rules.append(rule)
    }
    return rules
  }

  static func quoted(_ key: String) -> String { "“\(PlainText.escape(key))”" }
}

/// Reads one `[[rule]]`.
private struct ComplianceRuleReader {
  private static let known = [
    "id", "severity", "title", "body", "pattern", "paths", "languages", "unless", "suggestion",
  ]

  private let node: TOMLNode
  private let table: TOMLTable

  init(_ node: TOMLNode) throws(TOMLError) {
    guard case .table(let table) = node.value else { throw TOMLError(at: node, "a rule is a table") }
    self.node = node
    self.table = table
    if let stray = table.entries.first(where: { !Self.known.contains($0.key) }) {
      throw TOMLError(
        line: stray.line, column: stray.column,
        message: "unknown key \(ComplianceRules.quoted(stray.key)); known: \(Self.known.joined(separator: ", "))")
    }
  }

  func rule() throws(TOMLError) -> Rule {
    let id = try required("id")
    guard id.utf8.allSatisfy({ ASCII.isAlphanumeric($0) || $0 == 0x2D }), !id.isEmpty, id.utf8.count <= 60 else {
      throw TOMLError(at: table["id"] ?? node, "an id is letters, digits and hyphens, at most 60")
    }
    let title = try required("title")
    let body = try required("body")
    let card = RuleCard(
      "compliance/\(id)", try severity(), confidence: 0.9, title: title, body: "\(body) (rule \(id))",
      suggestion: try optional("suggestion"), reports: title, doesNotReport: "What its file says.")
    var conditions: [RuleCondition] = []
    for pattern in try list("unless") { conditions.append(.not(.text(try checked(pattern)))) }
    let globs = try globs()
    if !globs.isEmpty { conditions.append(.globs(globs)) }
    let pattern = try checked((try required("pattern"), table["pattern"] ?? node))
    return Rule(
      card, matches: [.init(try languages(), .text, pattern)], when: conditions, skips: [], examples: [])
  }

  private func severity() throws(TOMLError) -> Severity {
    guard let node = table["severity"] else { return .warning }
    guard case .string(let text) = node.value, let severity = Severity(rawValue: text) else {
      throw TOMLError(at: node, "severity is suggestion, warning or critical")
    }
    return severity
  }

  private func languages() throws(TOMLError) -> Set<Language> {
    var languages: Set<Language> = []
    for (name, node) in try list("languages") {
      guard let language = Language(rawValue: name) else {
        let known = Language.allCases.map(\.rawValue).joined(separator: ", ")
        throw TOMLError(at: node, "unknown language \(ComplianceRules.quoted(name)); known: \(known)")
      }
      languages.insert(language)
    }
    return languages.isEmpty ? .everything : languages
  }

  private func globs() throws(TOMLError) -> [Glob] {
    var globs: [Glob] = []
    for (text, node) in try list("paths") {
      guard let glob = Glob(text) else { throw TOMLError(at: node, "a glob has 1 to \(Glob.longest) bytes") }
      globs.append(glob)
    }
    return globs
  }

  private func checked(_ pattern: (text: String, node: TOMLNode)) throws(TOMLError) -> String {
    do {
      _ = try LinearPattern(pattern.text)
      return pattern.text
    } catch {
      throw TOMLError(at: pattern.node, "not a pattern of RE2: \(PlainText.escape(error.message))")
    }
  }

  private func required(_ key: String) throws(TOMLError) -> String {
    guard let text = try optional(key) else { throw TOMLError(at: node, "the rule has no \(key)") }
    return text
  }

  private func optional(_ key: String) throws(TOMLError) -> String? {
    guard let node = table[key] else { return nil }
    guard case .string(let text) = node.value, text.utf8.count <= 4_000 else {
      throw TOMLError(at: node, "\(key) is a string of at most 4,000 bytes, not \(node.value.kind)")
    }
    return text
  }

  private func list(_ key: String) throws(TOMLError) -> [(String, TOMLNode)] {
    guard let node = table[key] else { return [] }
    guard case .array(let nodes) = node.value else { throw TOMLError(at: node, "\(key) is a list of strings") }
    var texts: [(String, TOMLNode)] = []
    for node in nodes {
      guard case .string(let text) = node.value else { throw TOMLError(at: node, "\(key) is a list of strings") }
      texts.append((text, node))
    }
    return texts
  }
}
