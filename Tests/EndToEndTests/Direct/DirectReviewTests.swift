import Engine
import EngineTestKit
import Foundation
import Testing

/// `--runtime direct` as a user runs it, against an endpoint on the loopback.
@Suite struct DirectReviewTests {
  static let key = "sk-live-5ecr3t-0123456789abcdef"

  /// The example, an endpoint, and the settings that lead from one to the other.
  static func scratch(
    _ provider: LoopbackProvider, _ settings: [String: String] = [:]
  ) throws -> Scratch {
    var scratch = try Scratch.example()
    scratch.program.environment = [
      "CONCLAVE_DIRECT_BASE_URL": provider.baseURL, "CONCLAVE_MODELS_STANDARD": "large-2,large-1",
      "CONCLAVE_MODELS_LIGHT": "small-1", "CONCLAVE_DIRECT_KEY_ENV": "SHOP_KEY", "SHOP_KEY": key,
    ].merging(settings) { $1 }
    return scratch
  }

  private static let tools = SandboxTools.find(shim: Built.shim)
  private static let modes = Sandbox.Mode.allCases.filter { SandboxProbe.finding($0, tools).problem == nil }
  private static let best = modes[0]

  /// A line that the change adds, as the endpoint was sent it.
  private static func addedLine(_ request: LoopbackProvider.Request) -> String {
    guard let object = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any],
      let messages = object["messages"] as? [[String: Any]], let text = messages.last?["content"] as? String,
      let patch = text.components(separatedBy: "+++ b/src/refunds.py\n").dropFirst().first
    else { return "" }
    let lines = patch.components(separatedBy: "\n").filter { $0.hasPrefix("+") && $0.count > 30 }
    return lines.first.map { String($0.dropFirst()) } ?? ""
  }

  private static func answer(_ request: LoopbackProvider.Request) -> [LoopbackProvider.Step] {
    if request.text.contains("You are the coordinator") {
      let verdict = "<verdict candidate=\"1\" action=\"keep\"><reason>The name is the caller's.</reason></verdict>"
      return LoopbackProvider.stream([verdict, "<done verdicts=\"1\"/>"], prompt: 1000, answer: 50, cached: 600)
    }
    let isSecurity = request.text.contains("You are the security reviewer")
    let finding = RawFinding(
      severity: .warning, category: "security", file: "src/refunds.py", title: "Table named by the caller",
      evidence: addedLine(request), body: "Anybody may read any table.")
    let pieces = isSecurity ? ["Looking.\n", FindingXML.text(finding), FindingXML.done(1)] : [FindingXML.done(0)]
    return LoopbackProvider.stream(pieces, prompt: 1000, answer: 50, cached: 600)
  }

  @Test func `a whole review: findings anchored, tokens as the endpoint counts them, the key nowhere`() throws {
    let provider = try LoopbackProvider(reply: Self.answer)
    defer { provider.stop() }
    let scratch = try Self.scratch(provider)
    let result = try scratch.program.run([
      "--runtime", "direct", "--tier", "full", "--fail-on", "warning", "--format", "json",
    ])
    #expect(result.status == 1, "\(result.output)\(result.errors)")
    #expect(result.dangers.isEmpty)
    let report = try #require(try JSONSerialization.jsonObject(with: result.outputBytes) as? [String: Any])
    let specialists = try #require(report["specialists"] as? [[String: Any]]).filter {
      $0["state"] as? String != "skipped"
    }
    #expect(specialists.count >= 6)
    for one in specialists {
      #expect(one["state"] as? String == "done" && one["runtime"] as? String == "direct:\(provider.host)", "\(one)")
      let light = ["documentation", "release", "agents-md"].contains(one["id"] as? String)
      #expect(one["model"] as? String == (light ? "small-1" : "large-2"))
      let tokens = try #require(one["tokens"] as? [String: Int])
      #expect(tokens == ["input": 400, "output": 50, "reasoning": 0, "cache_read": 600, "cache_write": 0])
    }
    let finding = try #require((report["findings"] as? [[String: Any]])?.first)
    #expect(finding["anchored"] as? Bool == true && finding["file"] as? String == "src/refunds.py")
    #expect(report["complete"] as? Bool == true)
    #expect((report["judge"] as? [String: Any])?["by"] as? String == "coordinator")
    #expect(report["isolation"] as? String == Self.best.rawValue)
    #expect(provider.requests.count == specialists.count)
    #expect(provider.requests.allSatisfy { $0.header("authorization") == "Bearer \(Self.key)" })
    let run = try #require(scratch.runs().first)
    let leaks = try scratch.prepare("grep -rlF '\(Self.key)' '\(run.path)' || true")
    #expect(leaks.isEmpty && !result.output.contains(Self.key))
    let text = try scratch.program.run(["runs", "show"])
    #expect(text.output.contains("direct: \(provider.host)"))
  }

  /// The key and eleven other secrets, each where somebody might look for it.
  @Test(arguments: modes)
  func `SE-01, SE-05: no agent has a secret, nothing writes one, and a stop frees the provider's place`(
    mode: Sandbox.Mode
  ) throws {
    let provider = try LoopbackProvider([LoopbackProvider.head(), LoopbackProvider.text(": x\n\n"), .stall])
    defer { provider.stop() }
    let others = [
      "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GITHUB_TOKEN", "GH_TOKEN", "GITLAB_TOKEN", "CI_JOB_TOKEN", "NPM_TOKEN",
      "AWS_SECRET_ACCESS_KEY", "SSH_AUTH_SOCK", "OPENCODE_CONFIG_CONTENT", "SHOP_PASSWORD",
    ]
    let canaries = others.reduce(into: [:]) { $0[$1] = "canary-\($1)-\(UInt32.random(in: .min ... .max))" }
    let secrets = canaries.values + [Self.key]
    let scratch = try Self.scratch(provider, canaries)
    let (process, output) = try scratch.program.start([
      "--runtime", "direct", "--only", "security", "--print", "--sandbox", mode.rawValue,
    ])
    #expect(provider.wait(requests: 1))
    let running = Running.all().filter { $0.isBelow(process.processIdentifier) }
    #expect(
      running.contains { $0.arguments.contains("agent-direct") && $0.environment.contains("CONCLAVE_RELAY_TOKEN") })
    var found = 0
    for one in running {
      let texts = [one.arguments, one.environment] + one.descriptors
      for secret in secrets where texts.contains(where: { $0.contains(secret) }) { found += 1 }
    }
    for one in Running.all() { found += secrets.count { one.arguments.contains($0) } }
    // The program's own environment is hidden, and the key is not in it any more.
    #expect(!Running.read("/proc/\(process.processIdentifier)/environ").contains(Self.key))
    // Somebody without the token, who has found the relay.
    let live = try #require(scratch.runs().first)
    let prompt = Running.read(live.path + "/agents/security.1.prompt")
    func field(_ name: String) -> String? {
      prompt.components(separatedBy: "\n\(name): ").dropFirst().last?.components(separatedBy: "\n").first
    }
    #expect(field("relay_socket") == nil || mode != .landlock)
    let url = try #require(field("relay_url"))
    var status: Int?
    try CurlTransport().send(
      HTTPRequest(
        method: "POST", url: url + "/chat/completions", unixSocket: field("relay_socket"),
        headers: [("Authorization", "Bearer nobody")], body: Array("{}".utf8)),
      call: HTTPCall(), head: { status = $0.status }, body: { _ in true })
    #expect(status == 401)
    kill(process.processIdentifier, SIGINT)
    #expect(provider.wait(gone: 1))
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(provider.requests.first?.header("authorization") == "Bearer \(Self.key)")
    let printed = String(decoding: output.readDataToEndOfFile(), as: UTF8.self)
    found += secrets.count { printed.contains($0) }
    #expect(printed.contains("the relay refused somebody with 401: the relay takes only the agents of its review"))
    let run = try #require(scratch.runs().first)
    for secret in secrets {
      found += try scratch.prepare("grep -rlF '\(secret)' '\(run.path)' || true").isEmpty ? 0 : 1
    }
    #expect(found == 0)
    for id in ["SE-01", "SE-05"] {
      FaultNote.say(
        id,
        "\(mode.rawValue): \(found) of \(secrets.count) secrets in arguments, environments, descriptors, run or output")
    }
  }

  /// What an obedient model reads when it is told to.
  @Test(arguments: modes) func `SE-02, UR-15: the tree can be read in a sandbox, and nothing else`(mode: Sandbox.Mode)
    throws
  {
    let tries = [
      ("read", "src/refunds.py"), ("read", "/proc/self/environ"), ("read", "../../../../proc/1/environ"),
      ("read", "/etc/passwd"), ("read", "tree/../../journal.jsonl"), ("bash", "env"),
    ]
    let provider = try LoopbackProvider { request in
      guard !request.text.contains("\"role\":\"tool\"") else {
        return LoopbackProvider.stream([FindingXML.done(0)])
      }
      let calls = tries.enumerated().map { index, one in
        #"{"index":\#(index),"id":"c\#(index)","function":{"name":"\#(one.0)","arguments":"{\"path\":\"\#(one.1)\"}"}}"#
      }
      return [
        LoopbackProvider.head(),
        LoopbackProvider.text(
          LoopbackProvider.chunk("{\"tool_calls\":[\(calls.joined(separator: ","))]}", finish: "tool_calls")
            + LoopbackProvider.usage(prompt: 10, answer: 1) + "data: [DONE]\n\n"),
      ]
    }
    defer { provider.stop() }
    let scratch = try Self.scratch(provider)
    let result = try scratch.program.run([
      "--runtime", "direct", "--only", "security", "--format", "json", "--sandbox", mode.rawValue,
    ])
    let report = try #require(try JSONSerialization.jsonObject(with: result.outputBytes) as? [String: Any])
    #expect(report["complete"] as? Bool == true && report["isolation"] as? String == mode.rawValue, "\(result.errors)")
    let asked = try #require(provider.requests.first { $0.text.contains("\"role\":\"tool\"") })
    let object = try #require(try JSONSerialization.jsonObject(with: Data(asked.body)) as? [String: Any])
    let answers = (object["messages"] as? [[String: Any]] ?? []).filter { $0["role"] as? String == "tool" }
      .compactMap { $0["content"] as? String }
    #expect(answers.count == tries.count)
    #expect(answers.first?.hasPrefix("1\t") == true, "\(answers.first ?? "")")
    #expect(answers.dropFirst().allSatisfy { $0.hasPrefix("Error: ") }, "\(answers.dropFirst())")
    let run = try #require(scratch.runs().first)
    #expect(!FileManager.default.fileExists(atPath: run.path + "/tree"), "the export goes with the review")
  }

  @Test func `a stranger's patch is reviewed in a sandbox, and refused without`() throws {
    let provider = try LoopbackProvider(reply: Self.answer)
    defer { provider.stop() }
    let scratch = try Self.scratch(provider)
    let script = "git diff main... | conclave --patch - --runtime direct --only security --format json"
    let refused = try scratch.run(script + " --sandbox none")
    #expect(refused.status == 5 && refused.output.isEmpty && refused.errors.contains("--allow-unsandboxed"))
    #expect(provider.requests.isEmpty)
    let result = try scratch.run(script)
    if Self.best == .none {
      #expect(result.status == 5)
    } else {
      let report = try #require(try JSONSerialization.jsonObject(with: result.outputBytes) as? [String: Any])
      #expect(report["isolation"] as? String == Self.best.rawValue && report["complete"] as? Bool == true)
    }
  }

  @Test func `what an agent asks for and must not have is in the report`() throws {
    let provider = try LoopbackProvider(reply: Self.answer)
    defer { provider.stop() }
    let scratch = try Self.scratch(provider, ["CONCLAVE_LIMITS_BUDGET_TOKENS": "1100"])
    let result = try scratch.program.run(["--runtime", "direct", "--tier", "full", "--format", "json"])
    #expect(result.status == 3, "\(result.output.prefix(300))")
    #expect(result.output.contains("tokens are used"))
  }

  @Test func `TB-10: a refused key stops everybody and says why, without the key`() throws {
    let provider = try LoopbackProvider(
      LoopbackProvider.answer(401, "{\"error\":{\"message\":\"Incorrect API key provided: \(Self.key)\"}}"))
    defer { provider.stop() }
    let scratch = try Self.scratch(provider)
    let result = try scratch.program.run(["--runtime", "direct", "--tier", "full"])
    #expect(result.status == 3, "\(result.output)")
    #expect(result.output.contains("the endpoint refuses the key: Incorrect API key provided: [key]"))
    let run = try #require(scratch.runs().first)
    #expect(try scratch.prepare("grep -rlF '\(Self.key)' '\(run.path)' || true").isEmpty)
  }

  @Test func `a model that is overloaded is failed back from`() throws {
    let provider = try LoopbackProvider { request in
      guard request.text.contains("\"model\":\"large-2\"") else { return Self.answer(request) }
      return LoopbackProvider.answer(503, #"{"error":{"message":"overloaded"}}"#, "Retry-After: 0")
    }
    defer { provider.stop() }
    let scratch = try Self.scratch(provider, ["CONCLAVE_LIMITS_RETRIES": "0"])
    let result = try scratch.program.run(["--runtime", "direct", "--only", "security", "--format", "json"])
    let report = try #require(try JSONSerialization.jsonObject(with: result.outputBytes) as? [String: Any])
    let security = (report["specialists"] as? [[String: Any]])?.first { $0["id"] as? String == "security" }
    #expect(security?["state"] as? String == "done" && security?["model"] as? String == "large-1", "\(result.errors)")
  }

  @Test(arguments: [
    (["CONCLAVE_DIRECT_BASE_URL": ""], "the runtime direct has no endpoint; set direct.base_url"),
    (["CONCLAVE_MODELS_STANDARD": ""], "the runtime direct has no model; set models.standard"),
    (["SHOP_KEY": ""], "direct.key_env names SHOP_KEY, which is not set; export SHOP_KEY"),
  ])
  func `CF-01: what is missing is said before anything is made`(settings: [String: String], message: String) throws {
    let provider = try LoopbackProvider([])
    defer { provider.stop() }
    let scratch = try Self.scratch(provider, settings)
    let result = try scratch.program.run(["--runtime", "direct"])
    #expect(result.status == 2 && result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.contains(message))
    #expect(scratch.runs().isEmpty && provider.requests.isEmpty)
  }

  @Test func `a configured model reviews without being asked for, unless rules are`() throws {
    let provider = try LoopbackProvider(reply: Self.answer)
    defer { provider.stop() }
    let scratch = try Self.scratch(provider, ["PATH": "/usr/bin:/bin"])
    #expect(try scratch.program.run(["--only", "release"]).output.contains("direct: \(provider.host)"))
    let rules = try Self.scratch(provider, ["CONCLAVE_REVIEW_RUNTIME": "rules"])
    #expect(try rules.program.run(["--only", "release"]).output.contains("rules: offline, no model"))
    let none = try Self.scratch(provider, ["CONCLAVE_DIRECT_BASE_URL": ""])
    #expect(try none.program.run(["--only", "release"]).output.contains("rules: offline, no model"))
  }

  @Test func `the configuration chooses the runtime, a repository neither endpoint nor key`() throws {
    let provider = try LoopbackProvider(reply: Self.answer)
    defer { provider.stop() }
    let scratch = try Self.scratch(provider)
    try scratch.prepare("printf '[review]\\nruntime = \"direct\"\\n' > conclave.toml", in: "shop")
    #expect(try scratch.program.run(["--only", "release"]).output.contains("direct: \(provider.host)"))
    #expect(try scratch.program.run(["explain"]).output.contains("runtime     direct: \(provider.host)"))
    try scratch.prepare("printf '[direct]\\nkey_env = \"HOME\"\\n' > conclave.toml", in: "shop")
    let result = try scratch.program.run(["--runtime", "direct"])
    #expect(result.status == 2 && result.errors.contains("direct.key_env is not the repository's to set"))
  }

  @Test func `a netrc answers for an endpoint without a key`() throws {
    let provider = try LoopbackProvider(reply: Self.answer)
    defer { provider.stop() }
    let scratch = try Self.scratch(provider, ["CONCLAVE_DIRECT_KEY_ENV": ""])
    try scratch.home.write(".netrc", Array("machine 127.0.0.1 login me password secret\n".utf8))
    _ = try scratch.program.run(["--runtime", "direct", "--only", "release"])
    #expect(provider.requests.first?.header("authorization") == "Basic " + Data("me:secret".utf8).base64EncodedString())
  }
}
