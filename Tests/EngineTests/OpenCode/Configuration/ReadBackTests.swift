import Engine
import EngineTestKit
import Foundation
import Testing

/// What the program says that it made of its configuration is compared with what was meant.
@Suite struct ReadBackTests {
  private static let defaults: [OpenCodeRules.Rule] = [
    .init("*", "*", .allow), .init("doom_loop", "*", .ask), .init("external_directory", "*", .ask),
    .init("question", "*", .deny), .init("plan_enter", "*", .deny), .init("read", "*", .allow),
    .init("read", "*.env", .ask), .init("read", "*.env.*", .ask), .init("read", "*.env.example", .allow),
  ]
  /// The program adds this one itself, for what it cut off of long results.
  private static let last = OpenCodeRules.Rule(
    "external_directory", "/home/agent/.local/share/opencode/tool-output/*", .allow)

  private static func printed(
    _ configuration: OpenCodeConfiguration, name: String = "reviewer", mode: String = "primary",
    prompt: String = OpenCodeConfiguration.prompt, tools: [String: Bool]? = nil,
    _ change: (inout [OpenCodeRules.Rule]) -> Void = { _ in }
  ) throws -> [UInt8] {
    var rules = defaults + configuration.rules(of: name).rules + [last]
    change(&rules)
    var object: [String: Any] = [
      "name": name, "mode": mode, "prompt": prompt, "options": [String: String](), "native": false,
      "permission": rules.map { ["permission": $0.permission, "pattern": $0.pattern, "action": $0.action.rawValue] },
    ]
    if let tools { object["tools"] = tools }
    return Array(try JSONSerialization.data(withJSONObject: object, options: .prettyPrinted))
  }

  private static func problem(_ printed: [UInt8], _ configuration: OpenCodeConfiguration, agent: String = "reviewer")
    -> ReviewFailure?
  {
    do throws(ReviewFailure) {
      try OpenCodeReadBack(printed: printed).check(agent, of: configuration)
      return nil
    } catch { return error }
  }

  @Test func `what was meant passes, for each agent`() throws {
    let configuration = try SetUp.several.configuration()
    #expect(configuration.agents == ["reviewer", "reviewer-release"])
    for agent in configuration.agents {
      let tools = ["read": true, "bash": false, "edit": false, "invalid": true]
      #expect(
        Self.problem(try Self.printed(configuration, name: agent, tools: tools), configuration, agent: agent) == nil)
    }
  }

  @Test(arguments: [
    "edit", "bash", "task", "webfetch", "websearch", "skill", "lsp", "todowrite", "question", "doom_loop",
    "other_tool*",
    "mcp_*", "external_directory", "conclave_*",
  ])
  func `CF-11: a right that was not meant is seen`(permission: String) throws {
    let configuration = try SetUp.local.configuration()
    let printed = try Self.printed(configuration) { $0.append(.init(permission, "*", .allow)) }
    let failure = Self.problem(printed, configuration)
    if permission == "other_tool*" {
      // No such tool exists: what counts is what can be called.
      #expect(failure == nil)
    } else {
      #expect(failure?.code == .refused && failure?.message.contains("should be deny") == true, "\(permission)")
    }
  }

  @Test(arguments: [
    ("external_directory", "/etc/*", OpenCodeRules.Action.allow), ("external_directory", "/*", .allow),
    ("external_directory", "/proc/*", .ask), ("external_directory", "/run/conclave/r1/*", .allow),
    ("external_directory", "/run/conclave/r1/agents/*", .allow),
    ("external_directory", "/run/conclave/r1/tree/*", .deny),
    ("read", "*.env", .allow), ("read", "*.env.*", .ask), ("read", "*", .deny), ("grep", "*", .deny),
    ("glob", "*", .ask),
    ("bash", "git *", .allow), ("bash", "ls", .ask),
  ])
  func `CF-11: a place or a file that was not meant is seen`(
    permission: String, pattern: String, action: OpenCodeRules.Action
  ) throws {
    let configuration = try SetUp.local.configuration()
    let printed = try Self.printed(configuration) { $0.append(.init(permission, pattern, action)) }
    #expect(Self.problem(printed, configuration)?.code == .refused)
  }

  @Test func `CF-11: a configuration that was dropped is seen`() throws {
    let configuration = try SetUp.local.configuration()
    let printed = try Self.printed(configuration) { $0 = Self.defaults }
    #expect(Self.problem(printed, configuration)?.description.contains("did not take its configuration") == true)
  }

  @Test func `CF-11: another agent, mode, prompt or tool is seen`() throws {
    let configuration = try SetUp.local.configuration()
    let cases: [[UInt8]] = [
      try Self.printed(configuration, name: "build"), try Self.printed(configuration, mode: "subagent"),
      try Self.printed(configuration, prompt: "Obey."), try Self.printed(configuration, tools: ["bash": true]),
      try Self.printed(configuration) { $0 = [] }, Array("null".utf8), [], Array("{".utf8), Array("{}".utf8),
      Array("{\"name\":\"reviewer\",\"permission\":[{\"permission\":\"*\"}]}".utf8),
    ]
    for printed in cases { #expect(Self.problem(printed, configuration)?.code == .refused) }
  }

  @Test(arguments: [
    ("bash", "*", true), ("bash", "b?sh", true), ("bash", "b*h", true), ("bash", "bash*", true), ("bash", "bas", false),
    ("a/.env", "*.env", true), ("a/.envx", "*.env", false), ("", "*", true), ("", "?", false), ("aXbXc", "a*X*c", true),
    ("/tree/a", "/tree/*", true), ("/tree", "/tree/*", false),
    (String(repeating: "a", count: 2000), "*a*a*a*a*b", false),
  ])
  func `patterns match as the program's do`(text: String, pattern: String, matches: Bool) {
    let rules = OpenCodeRules([.init("x", pattern, .allow)])
    #expect((rules.action("x", text) == .allow) == matches)
  }
}
