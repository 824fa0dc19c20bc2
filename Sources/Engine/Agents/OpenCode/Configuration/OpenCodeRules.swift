/// What an agent may do, as OpenCode resolves it: rules in order, of which the last that matches holds.
package struct OpenCodeRules: Sendable, Hashable {
  package enum Action: String, Sendable, Hashable {
    case allow, ask, deny
  }

  /// One rule; both the permission and the pattern may hold `*` and `?`.
  package struct Rule: Sendable, Hashable {
    package var permission: String
    package var pattern: String
    package var action: Action

    package init(_ permission: String, _ pattern: String = "*", _ action: Action) {
      self.permission = permission
      self.pattern = pattern
      self.action = action
    }
  }

  package var rules: [Rule]

  package init(_ rules: [Rule]) { self.rules = rules }

  /// What holds for a request; `ask` where no rule matches.
  package func action(_ permission: String, _ pattern: String) -> Action {
    rules.last { Self.matches(permission, $0.permission) && Self.matches(pattern, $0.pattern) }?.action ?? .ask
  }

  /// Tools that only read.
  package static let reading: [String] = ["read", "grep", "glob", "list"]
  /// Everything else that the program is known to have; an unknown tool falls under `*`.
  package static let denied = [
    "edit", "bash", "task", "webfetch", "websearch", "codesearch", "skill", "lsp", "todowrite", "question", "doom_loop",
  ]

  /// A reviewer reads the folders that it was given and does nothing else. The order counts.
  package static func reviewer(reading folders: [String]) -> OpenCodeRules {
    var rules = [Rule("*", .deny), Rule("read", .allow), Rule("read", "*.env", .deny), Rule("read", "*.env.*", .deny)]
    rules += reading.dropFirst().map { Rule($0, .allow) } + denied.map { Rule($0, .deny) }
    rules += [Rule("external_directory", .deny)] + folders.map { Rule("external_directory", $0 + "/*", .allow) }
    return OpenCodeRules(rules)
  }

  /// Whether all of `text` matches: `*` stands for any characters, `?` for one. Goes back to
  /// the last `*` only, so that no pattern takes longer than both lengths multiplied.
  static func matches(_ text: String, _ pattern: String) -> Bool {
    let (text, pattern) = (Array(text.unicodeScalars), Array(pattern.unicodeScalars))
    var (at, place, star, mark) = (0, 0, -1, 0)
    while at < text.count {
      if place < pattern.count, pattern[place] == "*" {
        (star, mark) = (place, at)
        place += 1
      } else if place < pattern.count, pattern[place] == "?" || pattern[place] == text[at] {
        (at, place) = (at + 1, place + 1)
      } else if star >= 0 {
        mark += 1
        (at, place) = (mark, star + 1)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }
}

extension OpenCodeRules.Rule {
  init(_ permission: String, _ action: OpenCodeRules.Action) { self.init(permission, "*", action) }
}
