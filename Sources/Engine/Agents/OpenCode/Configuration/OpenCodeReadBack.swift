/// Compares what the program made of its configuration with what was meant. It drops a key that it does not know without a
/// word, and then everything is allowed (reliability.md, CF-11).
package struct OpenCodeReadBack: Sendable, Hashable {
  /// Bytes of an answer that are read, and rules of it.
  package static let limit = 1 << 20
  private static let mostRules = 5000

  private let name: String
  private let mode: String
  private let prompt: String
  private let rules: OpenCodeRules
  private let tools: [String]

  /// Reads what `opencode debug agent NAME` printed.
  /// - Throws: `ReviewFailure(.refused)` where that is no agent.
  package init(printed: [UInt8]) throws(ReviewFailure) {
    var read: (name: String, mode: String, prompt: String, rules: [OpenCodeRules.Rule], tools: [String])?
    var isWhole = true
    let isObject = JSONIndex.object(in: printed.span) { index in
      var rules: [OpenCodeRules.Rule] = []
      index.forEachObject("permission", limit: Self.mostRules) { rule in
        guard let permission = rule.text("permission", of: nil), let pattern = rule.text("pattern", of: nil),
          let action = rule.text("action", of: nil).flatMap(OpenCodeRules.Action.init)
        else {
          isWhole = false
          return
        }
        rules.append(.init(permission, pattern, action))
      }
      isWhole = isWhole && rules.count < Self.mostRules && !rules.isEmpty
      var tools: [String] = []
      if let table = index.object("tools") {
        index.forEachMember(of: table) { member in
          let tool = index.key(member)
          if !index.isNo(member) { tools.append(tool) }
        }
      }
      read = (
        index.text("name", of: nil) ?? "", index.text("mode", of: nil) ?? "", index.text("prompt", of: nil) ?? "",
        rules, tools
      )
    }
    guard isObject, isWhole, let read else {
      throw Self.refusal("what it prints of its agent can't be read")
    }
    (name, mode, prompt, tools) = (read.name, read.mode, read.prompt, read.tools)
    rules = OpenCodeRules(read.rules)
  }

  /// Compares with the configuration that was written.
  /// - Throws: `ReviewFailure(.refused)` with what differs.
  package func check(_ agent: String, of configuration: OpenCodeConfiguration) throws(ReviewFailure) {
    guard name == agent else { throw Self.refusal("it has no agent \(agent) and would take \(name)") }
    guard mode == "primary" else { throw Self.refusal("its agent \(agent) is \(mode), not primary") }
    guard prompt == OpenCodeConfiguration.prompt else { throw Self.refusal("its agent \(agent) has another prompt") }
    let meant = configuration.rules(of: agent)
    for probe in Self.probes(configuration) {
      let held = rules.action(probe.permission, probe.pattern)
      let wanted = meant.action(probe.permission, probe.pattern)
      guard held == wanted else {
        throw Self.refusal(
          "\(probe.permission) of \(probe.pattern) is \(held.rawValue) and should be \(wanted.rawValue)")
      }
    }
    // Named for calls that can't be understood; it does nothing.
    let surplus = tools.filter { !OpenCodeRules.reading.contains($0) && $0 != "invalid" }.sorted()
    guard surplus.isEmpty else { throw Self.refusal("it offers \(surplus.prefix(5).joined(separator: ", "))") }
  }

  /// Requests that an agent may make, each tool and place among them.
  static func probes(_ configuration: OpenCodeConfiguration) -> [(permission: String, pattern: String)] {
    var probes: [(String, String)] = OpenCodeRules.denied.map { ($0, "*") }
    probes += [
      ("bash", "ls"), ("bash", "git status"), ("edit", "src/a.py"), ("task", "general"),
      ("webfetch", "https://a.example/"),
      ("skill", "x"), ("external_directory", "/*"), ("external_directory", "/etc/*"),
      ("external_directory", "/proc/self/*"),
      ("external_directory", "/root/*"), ("external_directory", "/home/agent/*"), ("read", ".env"),
      ("read", "a/.env.local"),
      ("read", "../../tree/.env"), ("read", "src/a.py"), ("grep", "x"), ("glob", "**/*"), ("list", "."),
      ("conclave_unknown_tool", "*"), ("mcp_unknown", "x"),
    ]
    for folder in configuration.folders {
      let parent = folder.prefix(upTo: folder.lastIndex(of: "/") ?? folder.startIndex)
      probes += [
        ("external_directory", "\(folder)/*"), ("external_directory", "\(folder)/src/deep/*"),
        ("external_directory", "\(folder)-not/*"), ("external_directory", "\(parent)/*"),
        ("external_directory", "\(parent)/agents/*"), ("read", "\(folder)/src/a.py"), ("read", "\(folder)/.env"),
        ("read", "\(folder)/a/.env.production"), ("edit", "\(folder)/src/a.py"),
      ]
    }
    return probes
  }

  private static func refusal(_ what: String) -> ReviewFailure {
    ReviewFailure(
      .refused, "OpenCode did not take its configuration: \(what)",
      hints: ["report this with the version that opencode --version prints; --runtime direct needs no OpenCode"])
  }
}

extension JSONIndex {
  fileprivate func isNo(_ member: Int) -> Bool { members[member].kind == .no }
}
