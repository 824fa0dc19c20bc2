/// The agents that a configuration comes to, with their rules in the order in which the last match wins.
struct Agents {
  private static let tools = [
    "invalid", "bash", "read", "glob", "grep", "edit", "write", "task", "webfetch", "todowrite", "skill",
  ]
  private static let builtIn: [(name: String, mode: String, rules: JSON)] = [
    ("build", "primary", ["question": "allow", "plan_enter": "allow"]),
    ("plan", "primary", ["question": "allow", "plan_exit": "allow", "edit": "deny"]),
    ("general", "subagent", ["todowrite": "deny"]),
    ("explore", "subagent", ["*": "deny", "grep": "allow", "glob": "allow", "list": "allow", "read": "allow"]),
    ("title", "primary", ["*": "deny"]), ("summary", "primary", ["*": "deny"]),
    ("compaction", "primary", ["*": "deny"]),
  ]

  private var agents: [String: JSON] = [:]

  init(_ configuration: Configuration, environment: [String: String]) {
    let home = environment["HOME"] ?? "/"
    let kept = (environment["XDG_DATA_HOME"] ?? "\(home)/.local/share") + "/opencode/tool-output/*"
    let defaults = Agents.rules(
      [
        "*": "allow", "doom_loop": "ask", "external_directory": ["*": "ask"], "question": "deny", "plan_enter": "deny",
        "plan_exit": "deny",
        "read": ["*": "allow", "*.env": "ask", "*.env.*": "ask", "*.env.example": "allow"],
      ], home: home)
    let user = Agents.rules(configuration.merged["permission"] ?? .object([]), home: home)
    for agent in Agents.builtIn {
      agents[agent.name] = [
        "name": .string(agent.name), "mode": .string(agent.mode), "native": true, "options": [:],
        "permission": .array(defaults + Agents.rules(agent.rules, home: home) + user),
      ]
    }
    for member in configuration.merged["agent"]?.members ?? [] {
      if member.value["disable"]?.isTrue == true {
        agents[member.key] = nil
        continue
      }
      let agent =
        agents[member.key]
        ?? [
          "name": .string(member.key), "mode": "all", "permission": .array(defaults + user), "options": [:],
          "native": false,
        ]
      agents[member.key] = Agents.apply(member.value, to: agent, home: home)
    }
    let last = Agents.rules(["external_directory": .object([.init(key: kept, value: "allow")])], home: home)
    agents = agents.mapValues { agent in
      var agent = agent
      agent["permission"] = .array((agent["permission"]?.elements ?? []) + last)
      return agent
    }
  }

  private static func apply(_ value: JSON, to agent: JSON, home: String) -> JSON {
    var agent = agent
    for (key, name) in [
      ("variant", "variant"), ("prompt", "prompt"), ("description", "description"), ("temperature", "temperature"),
      ("top_p", "topP"), ("mode", "mode"), ("color", "color"), ("hidden", "hidden"), ("steps", "steps"),
    ] { if let new = value[key] { agent[name] = new } }
    if let model = value.text("model") {
      let parts = model.split(separator: "/", maxSplits: 1).map { JSON.string(String($0)) }
      agent["model"] = ["providerID": parts.first ?? "", "modelID": parts.last ?? ""]
    }
    // Keys that it does not know become options of the provider: a typing error is not told.
    let known: Set<String> = [
      "model", "variant", "prompt", "description", "temperature", "top_p", "mode", "color", "hidden", "steps",
      "maxSteps", "permission", "tools", "disable", "options", "name",
    ]
    var options = (agent["options"] ?? .object([])).merged(with: value["options"] ?? .object([]))
    for member in value.members where !known.contains(member.key) { options[member.key] = member.value }
    agent["options"] = options
    let own = rules(value["permission"] ?? .object([]), home: home)
    agent["permission"] = .array((agent["permission"]?.elements ?? []) + own)
    return agent
  }

  /// The rules of a `permission` member.
  private static func rules(_ value: JSON, home: String) -> [JSON] {
    func rule(_ name: String, _ pattern: String, _ action: JSON) -> JSON {
      let place = pattern.hasPrefix("~/") ? home + pattern.dropFirst() : pattern
      return ["permission": .string(name), "pattern": .string(place), "action": action]
    }
    if case .string = value { return [rule("*", "*", value)] }
    return value.members.flatMap { member in
      member.value.isObject
        ? member.value.members.map { rule(member.key, $0.key, $0.value) } : [rule(member.key, "*", member.value)]
    }
  }

  func agent(_ name: String) -> JSON? { agents[name] }

  /// Names that may be run: those of sub-agents can't.
  func isPrimary(_ name: String) -> Bool { agents[name].map { $0.text("mode") != "subagent" } ?? false }

  /// What `debug agent` prints: the agent and which tools its rules leave.
  func resolved(_ name: String) -> JSON? {
    guard var agent = agents[name] else { return nil }
    let rules = agent["permission"]?.elements ?? []
    agent["tools"] = .object(
      Agents.tools.map { tool in
        let permission = ["edit", "write"].contains(tool) ? "edit" : tool
        let last = rules.last { Wildcard.matches(permission, $0.text("permission") ?? "") }
        let isHidden = last?.text("pattern") == "*" && last?.text("action") == "deny"
        return .init(key: tool, value: .bool(!isHidden))
      })
    return agent
  }
}

/// Patterns with `*` and `?`.
enum Wildcard {
  static func matches(_ text: String, _ pattern: String) -> Bool {
    let text = Array(text.utf8)
    let pattern = Array(pattern.utf8)
    var (place, mark) = (0, 0)
    var (at, star) = (0, -1)
    while place < text.count {
      if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
        (star, mark) = (at, place)
        at += 1
      } else if at < pattern.count, pattern[at] == text[place] || pattern[at] == UInt8(ascii: "?") {
        place += 1
        at += 1
      } else if star >= 0 {
        mark += 1
        (place, at) = (mark, star + 1)
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
