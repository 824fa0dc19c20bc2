import Engine
import EngineTestKit
import Foundation
import Testing

/// A whole review with OpenCode in each sandbox, down to the provider: through the bridge or a port, the relay, and nobody else.
/// The program is a miniature in one file, since that is all of it that a sandbox shows.
@Suite struct ConfinedOpenCodeTests {
  private static let key = "sk-live-5ecr3t-0123456789abcdef"

  private static func answer(_ request: LoopbackProvider.Request) -> [LoopbackProvider.Step] {
    if request.text.contains("You are the coordinator") {
      let verdict = "<verdict candidate=\"1\" action=\"keep\"><reason>It stands there.</reason></verdict>"
      return LoopbackProvider.stream([verdict, "<done verdicts=\"1\"/>"])
    }
    let isSecurity = request.text.contains("You are the security reviewer")
    return LoopbackProvider.stream(isSecurity ? [OpenCodeStage.finding, FindingXML.done(1)] : [FindingXML.done(0)])
  }

  private static func stage(_ provider: LoopbackProvider) throws -> OpenCodeStage {
    let stage = try OpenCodeStage(
      models: ("large", "small", "large"),
      environment: [
        "CONCLAVE_REVIEW_SANDBOX": "", "CONCLAVE_DIRECT_BASE_URL": provider.baseURL,
        "CONCLAVE_DIRECT_KEY_ENV": "SHOP_KEY", "SHOP_KEY": key,
      ])
    let miniature = ProjectFiles.root.appending(path: "Tests/Fixtures/opencode-miniature/opencode.pl").path
    try stage.scratch.prepare("cp '\(miniature)' '\(stage.program).new' && chmod 755 '\(stage.program).new'")
    try stage.scratch.prepare("mv '\(stage.program).new' '\(stage.program)'")
    return stage
  }

  @Test(arguments: Sandbox.Mode.allCases.filter(ConfinedHostTests.works), ["host", "process"])
  func `UR-15: in each sandbox a review reaches its provider, which alone sees the key`(
    sandbox: Sandbox.Mode, mode: String
  ) throws {
    let provider = try LoopbackProvider(reply: Self.answer)
    defer { provider.stop() }
    let stage = try Self.stage(provider)
    let result = try stage.review(
      "--only", "security,release", "--fail-on", "warning", "--sandbox", sandbox.rawValue, "--opencode", mode)
    #expect(result.status == 1, "\(result.output)\(result.errors)")
    let report = try OpenCodeStage.report(result)
    #expect(report["isolation"] as? String == sandbox.rawValue && report["complete"] as? Bool == true)
    #expect((report["judge"] as? [String: Any])?["by"] as? String == "coordinator")
    for one in try OpenCodeStage.specialists(result).values {
      #expect(one["state"] as? String == "done" && one["runtime"] as? String == "opencode:\(provider.host)", "\(one)")
    }
    #expect(provider.requests.count == 3)
    #expect(provider.requests.allSatisfy { $0.header("authorization") == "Bearer \(Self.key)" })
    #expect(Set(provider.requests.map(\.line)) == ["POST /v1/chat/completions HTTP/1.1"])
    let run = try #require(stage.scratch.runs().first)
    #expect(try stage.scratch.prepare("grep -rlF '\(Self.key)' '\(run.path)' || true").isEmpty)
    try stage.checkThatNothingIsLeft()
  }

  @Test func `the strongest sandbox that works is taken, for the changes of others too`() throws {
    guard let strongest = [Sandbox.Mode.bubblewrap, .landlock].first(where: ConfinedHostTests.works) else { return }
    let provider = try LoopbackProvider(reply: Self.answer)
    defer { provider.stop() }
    let stage = try Self.stage(provider)
    let patch = try stage.scratch.prepare("git diff main...HEAD", in: "shop")
    let result = try stage.scratch.program.run(
      ["--runtime", "opencode", "--patch", "-", "--only", "security", "--format", "json"], input: Data(patch.utf8))
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(try OpenCodeStage.report(result)["isolation"] as? String == strongest.rawValue)
  }

  @Test func `doctor finds a program that works in the sandbox that reviews would take`() throws {
    let provider = try LoopbackProvider(reply: Self.answer)
    defer { provider.stop() }
    let result = try Self.stage(provider).scratch.program.run(["doctor"])
    #expect(result.output.contains("loads and runs nothing of a tree that it reads"), "\(result.output)")
  }
}
