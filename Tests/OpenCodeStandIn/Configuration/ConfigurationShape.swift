/// What types the members of a configuration have; enough of them to find a wrong one where ours could be.
enum ConfigurationShape {
  struct Fault {
    var message: String
    var path: String
  }

  static let keys: Set<String> = [
    "$schema", "shell", "logLevel", "server", "command", "skills", "references", "reference", "watcher", "snapshot",
    "plugin", "share", "autoshare", "autoupdate", "disabled_providers", "enabled_providers", "model", "small_model",
    "default_agent", "subagent_depth", "username", "mode", "agent", "provider", "mcp", "formatter", "lsp",
    "instructions", "layout", "permission", "tools", "attachment", "enterprise", "tool_output", "compaction",
    "experimental",
  ]

  private enum Kind {
    case text, flag, flagOr(String), list, object, objectOrFlag, integer, word([String]), rules, agents
  }

  private static let top: [String: Kind] = [
    "$schema": .text, "shell": .text, "model": .text, "small_model": .text, "default_agent": .text, "username": .text,
    "snapshot": .flag, "autoupdate": .flagOr("notify"), "share": .word(["manual", "auto", "disabled"]),
    "plugin": .list, "disabled_providers": .list, "enabled_providers": .list, "instructions": .list,
    "server": .object, "command": .object, "provider": .object, "mcp": .object, "compaction": .object,
    "experimental": .object, "tool_output": .object, "formatter": .objectOrFlag, "lsp": .objectOrFlag,
    "subagent_depth": .integer, "permission": .rules, "agent": .agents,
  ]
  private static let agent: [String: Kind] = [
    "model": .text, "variant": .text, "prompt": .text, "description": .text, "disable": .flag, "hidden": .flag,
    "mode": .word(["primary", "subagent", "all"]), "steps": .integer, "permission": .rules, "options": .object,
  ]
  static let actions = ["allow", "ask", "deny"]

  static func faults(of value: JSON) -> [Fault] {
    guard value.isObject else { return [Fault(message: "Expected object", path: "")] }
    return faults(of: value, top, at: "")
  }

  private static func faults(of value: JSON, _ kinds: [String: Kind], at path: String) -> [Fault] {
    value.members.flatMap { member in
      kinds[member.key].map { faults(of: member.value, $0, at: path.isEmpty ? member.key : "\(path).\(member.key)") }
        ?? []
    }
  }

  private static func faults(of value: JSON, _ kind: Kind, at path: String) -> [Fault] {
    let expected: String? =
      switch (kind, value) {
      case (.text, .string), (.flag, .bool), (.flagOr, .bool), (.list, .array), (.object, .object),
        (.objectOrFlag, .object), (.objectOrFlag, .bool):
        nil
      case (.flagOr(let word), .string(let given)) where given == word: nil
      case (.integer, .number(let text)) where Int(text) != nil: nil
      case (.word(let words), .string(let word)) where words.contains(word): nil
      case (.rules, .string(let word)) where actions.contains(word): nil
      case (.rules, .object), (.agents, .object): nil
      case (.text, _): "string"
      case (.flag, _): "boolean"
      case (.flagOr(let word), _): "boolean | \"\(word)\""
      case (.list, _): "array"
      case (.object, _), (.objectOrFlag, _), (.agents, _): "object"
      case (.integer, _): "int"
      case (.word(let words), _): words.map { "\"\($0)\"" }.joined(separator: " | ")
      case (.rules, _): "\"allow\" | \"ask\" | \"deny\" | object"
      }
    if let expected { return [Fault(message: "Expected \(expected), got \(value.rendered())", path: path)] }
    switch kind {
    case .rules: return ruleFaults(of: value, at: path)
    case .agents:
      return value.members.flatMap { member in
        member.value.isObject
          ? faults(of: member.value, agent, at: "\(path).\(member.key)")
          : [Fault(message: "Expected object, got \(member.value.rendered())", path: "\(path).\(member.key)")]
      }
    default: return []
    }
  }

  private static func ruleFaults(of value: JSON, at path: String) -> [Fault] {
    func isAction(_ value: JSON) -> Bool { value.text.map(actions.contains) ?? false }
    return value.members.flatMap { rule in
      let bad =
        rule.value.isObject ? rule.value.members.filter { !isAction($0.value) } : isAction(rule.value) ? [] : [rule]
      return bad.map {
        Fault(
          message: "Expected \"allow\" | \"ask\" | \"deny\", got \($0.value.rendered())", path: "\(path).\(rule.key)")
      }
    }
  }
}
