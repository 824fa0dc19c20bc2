import Engine
import EngineTestKit
import Testing

/// A server that several agents share is lost: none of theirs, so that it costs nobody a retry, once (reliability.md, CP-21).
@Suite(.timeLimit(.minutes(10))) struct HostLostTests {
  private static let loses = FakeRuntime.ends(
    with: .exited(1),
    saying: [
      .stepStarted,
      .error(AgentError(name: AgentError.hostLost, message: "the server is lost: it broke", isRetryable: true)),
    ])

  @Test func `CP-21: whose server is lost runs again at once, on the same model, and no retry is used up`() async {
    let stage = Stage(
      [.security: [Self.loses, FakeRuntime.finishes()], .release: [FakeRuntime.finishes()]],
      chain: ModelChain(tier: "top", models: ["a", "b"]), limits: { $0.retries = 0 })
    #expect(await stage.session.run().complete)
    #expect(stage.story(of: .security) == ["started 1", "started 2", "done"])
    #expect(stage.runtime.requests.filter { $0.specialist == .security }.map(\.model) == ["a", "a"])
    #expect(!stage.log.snapshot(from: 0).contains { if case .health = $0.kind { true } else { false } })
  }

  @Test func `CP-21: who loses a second one is missing, and the others are kept`() async {
    let stage = Stage([
      .security: [Self.loses, Self.loses, FakeRuntime.finishes()], .release: [FakeRuntime.finishes()],
    ])
    let end = await stage.session.run()
    #expect(end.missing == [MissingReviewer(id: .security, reason: "the server is lost: it broke")])
    #expect(stage.runtime.requests.count { $0.specialist == .security } == 2)
    #expect(stage.end(of: .release)?.state == .done)
  }
}
