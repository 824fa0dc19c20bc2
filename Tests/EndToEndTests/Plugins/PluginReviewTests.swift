import Engine
import EngineTestKit
import Foundation
import Testing

/// What plugins do to a review, as a user sees it.
@Suite struct PluginReviewTests {
  /// The example and an endpoint; `settings` are variables.
  private static func scratch(_ provider: LoopbackProvider, _ settings: [String: String] = [:]) throws -> Scratch {
    var scratch = try Scratch.example()
    scratch.program.environment = [
      "CONCLAVE_DIRECT_BASE_URL": provider.baseURL, "CONCLAVE_MODELS_STANDARD": "large",
    ].merging(settings) { $1 }
    return scratch
  }

  private static func report(_ result: Program.Result) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: result.outputBytes) as? [String: Any], "\(result.output)\(result.errors)")
  }

  private static func quiet() throws -> LoopbackProvider {
    try LoopbackProvider { request in
      let isJudge = request.text.contains("You are the coordinator")
      return LoopbackProvider.stream(
        [isJudge ? "<done verdicts=\"0\"/>" : FindingXML.done(0)], prompt: 1000, answer: 50, cached: 600)
    }
  }

  @Test func `a plugin that can't prepare is left out, told in the report, and the review goes on`() throws {
    var scratch = try Scratch.example()
    // Nobody listens there.
    scratch.program.environment = ["CONCLAVE_AGENTS_MD_TEMPLATE": "https://127.0.0.1:1/template.md"]
    let result = try scratch.program.run(["--fail-on", "never"])
    #expect(result.status == 0 && result.dangers.isEmpty)
    #expect(
      result.output.contains(
        "warning: plugin agents-md is left out: https://127.0.0.1:1/template.md can't be fetched: refused"),
      "\(result.output)")
    let json = try Self.report(try scratch.program.run(["--fail-on", "never", "--format", "json"]))
    let notices = (json["notices"] as? [[String: Any]])?.compactMap { $0["text"] as? String } ?? []
    #expect(notices.count { $0.hasPrefix("plugin agents-md is left out: ") } == 1 && json["complete"] as? Bool == true)
  }

  @Test func `a plugin that can't configure ends the review before anything is made`() throws {
    let provider = try Self.quiet()
    defer { provider.stop() }
    let scratch = try Self.scratch(provider, ["CONCLAVE_MODELS_LIGHT": "a{env:SHOP_KEY}"])
    let result = try scratch.program.run(["--runtime", "direct"])
    #expect(result.status == 2 && result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.contains("plugin ai-gateway could not be configured: the provider gateway: it holds {env:"))
    #expect(scratch.runs().isEmpty && provider.requests.isEmpty)
  }

  @Test func `a template file is quoted in every prompt`() throws {
    var scratch = try Scratch.example()
    try scratch.home.write("template.md", Array("# How we write AGENTS.md\n".utf8))
    scratch.program.environment = ["CONCLAVE_AGENTS_MD_TEMPLATE": scratch.home.file("template.md")]
    _ = try scratch.program.run(["--fail-on", "never"])
    let agents = try #require(scratch.runs().first).appending(path: "agents").path
    let prompts = try FileManager.default.contentsOfDirectory(atPath: agents).filter { $0.hasSuffix(".prompt") }
    #expect(prompts.count >= 5)
    for prompt in prompts {
      let text = String(decoding: FileManager.default.contents(atPath: agents + "/" + prompt) ?? Data(), as: UTF8.self)
      #expect(text.contains(">\n# How we write AGENTS.md\n</agents_md_template_instructions boundary="), "\(prompt)")
    }
  }

  @Test func `a gateway's token goes in its own header, a reviewer's own model to it alone, and prices make money`()
    throws
  {
    let provider = try Self.quiet()
    defer { provider.stop() }
    let scratch = try Self.scratch(
      provider,
      [
        "CONCLAVE_GATEWAY_TOKEN_ENV": "AIG", "AIG": "cf-token-1", "CONCLAVE_DIRECT_KEY_ENV": "SHOP_KEY",
        "SHOP_KEY": "sk-1",
        "CONCLAVE_MODELS_RELEASE": "tiny", "CONCLAVE_MODELS_PRICES": "large 1000 2000 100",
        "CONCLAVE_MODELS_LIMITS": "tiny 9000",
      ])
    let result = try scratch.program.run([
      "--runtime", "direct", "--only", "security,release", "--format", "json", "--fail-on", "never",
    ])
    let report = try Self.report(result)
    #expect(provider.requests.count >= 2)
    for request in provider.requests {
      #expect(
        request.header("cf-aig-authorization") == "Bearer cf-token-1"
          && request.header("authorization") == "Bearer sk-1")
    }
    let agents = try #require(report["specialists"] as? [[String: Any]])
    func agent(_ id: String) -> [String: Any] { agents.first { $0["id"] as? String == id } ?? [:] }
    #expect(agent("security")["model"] as? String == "large" && agent("release")["model"] as? String == "tiny")
    // 400 uncached, 600 cached, 50 written.
    #expect(abs((agent("security")["cost_usd"] as? Double ?? 0) - 0.56) < 1e-9)
    #expect(agent("security")["cache_hit_rate"] as? Double == 0.6)
    #expect(agent("release")["cost_usd"] == nil && agent("release")["tokens"] != nil)
    #expect(((agent("security")["forecast"] as? [String: Any])?["cost_usd"] as? Double ?? 0) > 0)
    let run = try #require(scratch.runs().first)
    let leaks = try scratch.prepare("grep -rlE 'cf-token-1|sk-1' '\(run.path)' || true")
    #expect(leaks.isEmpty)
    // The window of release's model is small.
    let notices = (report["notices"] as? [[String: Any]])?.compactMap { $0["text"] as? String } ?? []
    #expect(
      notices.contains { $0.hasPrefix("the prompt of release has about ") && $0.contains("of tiny (9000)") },
      "\(notices)")
  }

  @Test func `explain says what each agent is expected to use, the coordinator too, and where a prompt is large`()
    throws
  {
    let provider = try Self.quiet()
    defer { provider.stop() }
    let scratch = try Self.scratch(
      provider, ["CONCLAVE_MODELS_PRICES": "large 3 15 0.3", "CONCLAVE_DIRECT_CONTEXT_TOKENS": "12000"])
    let result = try scratch.program.run(["explain", "--runtime", "direct", "--tier", "lite"])
    #expect(result.status == 0 && result.dangers.isEmpty, "\(result.errors)")
    for agent in ["security", "code-quality", "documentation", "coordinator"] {
      #expect(result.output.contains("forecast    \(agent) (large): "), "\(result.output)")
    }
    #expect(result.output.contains("forecast    all: ") && result.output.contains("% from the cache"))
    #expect(result.output.contains("note        the prompt of coordinator has about "))
    #expect(provider.requests.isEmpty)
    let rules = try scratch.program.run(["explain", "--runtime", "rules"])
    #expect(rules.output.contains("forecast    no tokens and no cost"))
  }

  @Test func `both a gateway and a base URL, or half a gateway, are refused`() throws {
    var scratch = try Scratch.example()
    for (settings, words) in [
      (["CONCLAVE_GATEWAY_ACCOUNT": "a"], "gateway.account is set alone"),
      (
        [
          "CONCLAVE_GATEWAY_ACCOUNT": "a", "CONCLAVE_GATEWAY_ID": "g",
          "CONCLAVE_DIRECT_BASE_URL": "https://x.example/v1",
        ],
        "both direct.base_url and gateway.account say where requests go"
      ),
    ] {
      scratch.program.environment = settings
      let result = try scratch.program.run(["--fail-on", "never"])
      #expect(result.status == 2 && result.errors.contains(words), "\(result.errors)")
    }
    scratch.program.environment = [
      "CONCLAVE_GATEWAY_ACCOUNT": "a", "CONCLAVE_GATEWAY_ID": "g", "CONCLAVE_MODELS_STANDARD": "anthropic/claude",
    ]
    let result = try scratch.program.run(["explain", "--runtime", "direct"])
    #expect(result.output.contains("runtime     direct: gateway.ai.cloudflare.com"), "\(result.output)\(result.errors)")
  }

  @Test func `rules in Markdown reach the reviewers, a mistake has its line, and offline it is said that none judges`()
    throws
  {
    let provider = try LoopbackProvider { request in
      if request.text.contains("You are the coordinator") { return LoopbackProvider.stream(["<done verdicts=\"0\"/>"]) }
      guard request.text.contains("You are the compliance reviewer") else {
        return LoopbackProvider.stream([FindingXML.done(0)])
      }
      #expect(request.text.contains("- `ENG-1` (critical): Refunds are logged."))
      let findings = ["ENG-1", "ENG-2"].map { (rule: String) in
        RawFinding(
          severity: .warning, category: "compliance", rule: rule, file: "src/refunds.py", title: "Breaks \(rule)",
          evidence: "import", body: "Because.")
      }
      return LoopbackProvider.stream(findings.map { FindingXML.text($0) } + [FindingXML.done(2)])
    }
    defer { provider.stop() }
    let scratch = try Self.scratch(provider)
    try scratch.prepare(
      """
      printf '# Codex\\n\\n## ENG-1: Refunds are logged\\n\\nSeverity: critical\\n\\nEach one.\\n' > codex.md
      printf '[compliance]\\nrules = ["codex.md"]\\n' > conclave.toml
      """, in: "shop")
    let result = try scratch.program.run([
      "--runtime", "direct", "--only", "compliance", "--format", "json", "--fail-on", "never",
    ])
    let ledger = try #require(try Self.report(result)["ledger"] as? [[String: Any]])
    #expect(ledger.count >= 2)
    let dropped = ledger.filter { $0["reason"] as? String == "names a rule that the organisation does not have" }
    #expect(dropped.count == 1 && dropped[0]["outcome"] as? String == "dropped", "\(ledger)")
    let offline = try scratch.program.run(["--runtime", "rules", "--only", "compliance", "--fail-on", "never"])
    #expect(
      offline.output.contains("warning: 1 of the organisation's rules are in Markdown: only a model can judge by them"))
    try scratch.prepare("printf '## ENG 1: x\\n' > codex.md", in: "shop")
    let broken = try scratch.program.run(["--runtime", "direct"])
    #expect(broken.status == 2 && broken.errors.contains("codex.md:1: a rule's heading begins"), "\(broken.errors)")
  }
}
