import EngineTestKit
import Foundation
import Testing

/// What the command line does beside a scenario; holds for both programs.
@Suite(.timeLimit(.minutes(5))) struct CommandTests {
  private static let run = ["run", "--format", "json", "--model", "local/answer"]

  @Test func `its version is one that the engine takes`() async throws {
    let seen = try await Workplace().run(["--version"])
    let parts = seen.output.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: ".").compactMap { Int($0) }
    #expect(seen.status == 0 && parts.count == 3)
    #expect(parts.lexicographicallyPrecedes([1, 18]) == false)
  }

  @Test func `an argument that it does not know ends it, with help on standard error`() async throws {
    let seen = try await Workplace().run(Self.run + ["--bogus"], input: "Review")
    #expect(seen.status == 1 && seen.output.isEmpty && seen.errors.contains("--format"))
  }

  @Test(arguments: ["", " \n\t"])
  func `without a prompt it ends`(input: String) async throws {
    let seen = try await Workplace().run(Self.run, input: input)
    #expect(seen.status == 1 && seen.output.isEmpty && seen.errors.contains("must provide a message"))
  }

  @Test func `a prompt of 10 MB is taken from standard input`() async throws {
    let seen = try await Workplace().run(Self.run, input: String(repeating: "Review this. ", count: 800_000))
    #expect(seen.status == 0 && seen.output.contains("<done findings"))
  }

  @Test(arguments: ["nobody", "security"])
  func `an agent that is none, or no primary, is replaced by another with a word on standard error`(
    agent: String
  ) async throws {
    let seen = try await Workplace().run(Self.run + ["--agent", agent], input: "Review")
    #expect(seen.status == 0 && seen.output.contains("<done findings"))
    #expect(seen.errors.contains(agent))
  }

  @Test func `a misspelt key is dropped without a word, and then everything is allowed`() async throws {
    let place = try Workplace()
    let text = String(decoding: place.folder.read("opencode.json"), as: UTF8.self)
    try place.folder.write("opencode.json", text.replacing("\"permission\":", with: "\"permision\":").utf8)
    let rules = try await Rules(place)
    #expect(rules.status == 0 && rules.action("bash") == "allow" && rules.tools["bash"] == true)
  }

  @Test func `the rules come back as they were meant, built-in ones first`() async throws {
    let rules = try await Rules(try Workplace())
    #expect(rules.status == 0)
    #expect(rules.action("bash") == "deny" && rules.action("edit") == "deny" && rules.action("read") == "allow")
    #expect(rules.action("doom_loop") == "deny" && rules.tools["bash"] == false && rules.tools["read"] == true)
    #expect(rules.first == "* * allow")
  }

  @Test(arguments: [#""permission":"nope""#, #""share":"never""#, #""model":7"#])
  func `a wrong type is an error`(member: String) async throws {
    let seen = try await Workplace().run(
      ["debug", "agent", "reviewer"], adding: ["OPENCODE_CONFIG_CONTENT": "{\(member)}"])
    #expect(seen.status == 1 && seen.errors.contains("nvalid"))
  }

  @Test func `what is not JSON is printed whole, secrets filled in`() async throws {
    let seen = try await Workplace().run(
      ["debug", "agent", "reviewer"],
      adding: ["OPENCODE_CONFIG_CONTENT": #"{"model": {env:SECRET_KEY}"#, "SECRET_KEY": "s3cr3t-value"])
    #expect(seen.status == 1 && seen.errors.contains("s3cr3t-value"))
  }

  @Test func `an agent that is none is told`() async throws {
    let seen = try await Workplace().run(["debug", "agent", "nobody"])
    #expect(seen.status == 1 && seen.errors.contains("nobody"))
  }
}

/// What `debug agent` says of the reviewer.
struct Rules {
  var status: Int32
  var tools: [String: Bool] = [:]
  private var rules: [[String: String]] = []

  init(_ place: Workplace) async throws {
    let seen = try await place.run(["debug", "agent", "reviewer"])
    status = seen.status
    let object = try JSONSerialization.jsonObject(with: Data(seen.output.utf8)) as? [String: Any]
    rules = object?["permission"] as? [[String: String]] ?? []
    tools = object?["tools"] as? [String: Bool] ?? [:]
  }

  var first: String? { rules.first.map { "\($0["permission"] ?? "") \($0["pattern"] ?? "") \($0["action"] ?? "")" } }

  /// The last rule for everything that a permission is about.
  func action(_ permission: String) -> String? {
    rules.last { ($0["permission"] == permission || $0["permission"] == "*") && $0["pattern"] == "*" }?["action"]
  }
}
