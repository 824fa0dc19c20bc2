import Engine
import EngineTestKit
import Testing

@Suite(.timeLimit(.minutes(10))) struct ReviewSessionTests {
  private static let answer = FakeRuntime.finding("Wrong answer")
  private static let question = FakeRuntime.finding("Wrong question", evidence: "let question = 6 * 9")

  @Test func `one who fails does not sink the review, and is missing in its end`() async {
    let stage = Stage(
      [
        .security: [FakeRuntime.ends(with: .signalled(11), saying: [.stepStarted])],
        .performance: [FakeRuntime.finishes(Self.answer)],
      ], limits: { $0.retries = 0 })
    let end = await stage.session.run()
    #expect(end.missing == [MissingReviewer(id: .security, reason: "the agent was ended by signal 11")])
    #expect(!end.complete && end.exitStatus == 3)
    #expect(stage.findings == ["Wrong answer"])
    #expect(stage.end(of: .performance)?.state == .done)
    #expect(stage.log.isClosed)
  }

  @Test func `CP-02, CP-03: who ends without an answer or fails after one is asked again, and its findings stay`() async
  {
    let found = AgentEvent.text(part: "1", text: FakeRuntime.finding("Wrong answer") + "<done findings=\"1\"/>")
    let answer: [AgentEvent] = [.stepStarted, found, .stepFinished(reason: "stop", usage: Usage())]
    let stage = Stage(
      [
        .security: [FakeRuntime.ends(with: .exited(0)), FakeRuntime.finishes()],
        .performance: [FakeRuntime.ends(with: .exited(1), saying: answer)],
      ], limits: { $0.retries = 1 })
    async let end = stage.session.run()
    await stage.retries(.security)
    await stage.retries(.performance)
    await stage.pass(.seconds(10), sleepers: 2)
    #expect(await end.missing.map(\.id) == [.performance])
    #expect(stage.story(of: .security).last == "done")
    #expect(stage.story(of: .security).filter { $0.hasPrefix("started") } == ["started 1", "started 2"])
    #expect(stage.findings == ["Wrong answer"])
  }

  @Test func `an answer that was cut off is asked for again, and what it repeats counts once`() async {
    let stage = Stage([
      .security: [
        FakeRuntime.finishes(Self.answer, reason: "length"), FakeRuntime.finishes(Self.answer, Self.question),
      ]
    ])
    async let end = stage.session.run()
    await stage.retries(.security)
    await stage.pass(.seconds(1))
    #expect(await end.complete)
    #expect(stage.story(of: .security) == ["started 1", "attempt 2 of 3 in 1000 ms", "started 2", "done"])
    #expect(stage.findings == ["Wrong answer", "Wrong question"])
    #expect(stage.end(of: .security)?.attempts == 2)
    #expect(stage.end(of: .security)?.findings == 2)
    #expect(stage.runtime.requests.map(\.promptPath) == (1...2).map { "/nowhere/agents/security.\($0).prompt" })
  }

  @Test func `no more run at once than allowed`() async {
    let all = SpecialistID.specialists
    let stage = Stage(
      Dictionary(uniqueKeysWithValues: all.map { ($0, [FakeRuntime.hangs(after: [.stepStarted])]) }),
      limits: { $0.concurrentAgents = 2 })
    async let end = stage.session.run()
    await stage.spoken(2)
    // One who waits can be skipped like one who runs.
    stage.control.send(.skip(all[6]))
    await stage.ended(all[6])
    stage.control.send(.skip(all[0]))
    await stage.spoken()
    stage.control.send(.judgeNow)
    let missing = await end.missing
    #expect(stage.runtime.most == 2)
    #expect(missing.map(\.id) == all)
    let (skipped, stopped) = ("skipped by the user", "stopped by the user: judged without it")
    #expect(missing.map(\.reason) == [skipped] + Array(repeating: stopped, count: 5) + [skipped])
    #expect(stage.story(of: all[6]) == ["cancelled"])
  }

  @Test func `a specialist is started again, while it runs and after it has ended`() async {
    let stage = Stage([
      .security: [FakeRuntime.hangs(), FakeRuntime.finishes(Self.answer)],
      .performance: [FakeRuntime.finishes(), FakeRuntime.finishes(Self.question)],
      .codeQuality: [FakeRuntime.hangs()],
    ])
    async let end = stage.session.run()
    await stage.started(.security)
    stage.control.send(.retry(.security))
    await stage.ended(.security)
    await stage.ended(.performance)
    stage.control.send(.retry(.performance))
    await stage.wait { if case .finding(let finding) = $0 { finding.title == "Wrong question" } else { false } }
    stage.control.send(.skip(.codeQuality))
    #expect(await end.missing.map(\.id) == [.codeQuality])
    #expect(stage.story(of: .security) == ["started 1", "started 2", "done"])
    #expect(stage.story(of: .performance) == ["started 1", "done", "started 2", "done"])
  }

  @Test func `an abort ends everyone, and nobody is started after it`() async {
    let stage = Stage([
      .security: [FakeRuntime.hangs()], .performance: [FakeRuntime.finishes(Self.answer)],
    ])
    async let end = stage.session.run()
    await stage.started(.security)
    await stage.ended(.performance)
    stage.control.send(.abort)
    stage.control.send(.retry(.performance))
    let missing = await end.missing
    #expect(missing == [MissingReviewer(id: .security, reason: "aborted by the user")])
    #expect(stage.story(of: .performance) == ["started 1", "done"])
    // What was found until then is judged.
    #expect(stage.findings == ["Wrong answer"])
  }

  @Test func `a wait before a retry ends with a word of the user`() async {
    let stage = Stage([.security: [FakeRuntime.finishes(Self.answer, reason: "length")]])
    async let end = stage.session.run()
    await stage.retries(.security)
    stage.control.send(.judgeNow)
    #expect(await end.missing.map(\.reason) == ["stopped by the user: judged without it"])
    #expect(stage.time.now() == .zero)
  }

  @Test func `a prompt that can't be written fails its specialist alone`() async {
    let stage = Stage(
      [.security: [FakeRuntime.finishes()], .performance: [FakeRuntime.finishes()]],
      prepare: { request throws(ReviewFailure) in
        if request.specialist == .security { throw ReviewFailure(.agent, "can't write it", hints: ["free some space"]) }
      })
    let end = await stage.session.run()
    #expect(end.missing == [MissingReviewer(id: .security, reason: "can't write it; free some space")])
    #expect(stage.runtime.requests.map(\.specialist) == [.performance])
  }

  @Test func `a runtime that can't start an agent fails its specialist and is not asked again`() async {
    let failure = ReviewFailure(.agent, "no such program")
    let stage = Stage([.security: [FakeRuntime.throwing(failure)], .performance: [FakeRuntime.finishes()]])
    #expect(await stage.session.run().missing.map(\.reason) == ["no such program"])
    #expect(stage.story(of: .security) == ["started 1", "failed"])
  }

  @Test(arguments: [
    ([FakeRuntime.finding("A", severity: "critical")], Decision.significantConcerns, Int32(1)),
    ([FakeRuntime.finding("A")], .approvedWithComments, 0), ([], .approved, 0),
  ])
  func `the decision follows from what was found`(findings: [String], decision: Decision, status: Int32) async {
    let stage = Stage([.security: [FakeRuntime.finishes(with: findings)]])
    let end = await stage.session.run()
    #expect(end.decision == decision && end.exitStatus == status)
  }
}
