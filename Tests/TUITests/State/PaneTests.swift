import Engine
import TUI
import Testing

/// What a specialist's events do to its pane.
@Suite struct PaneTests {
  /// Plays events, one a second, and says what the pane's border says.
  static func words(_ events: [SpecialistEvent], after seconds: Int = 0) -> [String] {
    var robot = Robot(SampleReview.events(SampleReview.beginning()))
    var words: [String] = []
    for (index, event) in events.enumerated() {
      let at = Duration.seconds(100 + index)
      robot.send(.review(ReviewEvent(sequence: 3 + index, at: at, kind: .specialist(.security, event))))
      robot.send(.tick(at + .seconds(index == events.count - 1 ? seconds : 0)))
      words.append(robot.state.review.panes[0].words(now: robot.state.now))
    }
    return words
  }

  static let delta = SpecialistEvent.agent(.textDelta(part: "1", text: "x"))
  static let start = SpecialistEvent.started(attempt: 1, model: nil)
  static let retry = SpecialistEvent.retrying(next: 2, of: 3, delayMilliseconds: 8_000, reason: "503")

  @Test func everyStateHasItsWords() {
    #expect(Self.words([Self.start]) == ["starting"])
    #expect(Self.words([Self.start, Self.delta]).last == "streaming")
    #expect(
      Self.words([Self.start, .agent(.tool(ToolCall(name: "read", subject: "a.go")))]).last == "tool: read a.go")
    #expect(Self.words([Self.start, Self.retry], after: 3).last == "retry 2 of 3 in 5 s: 503")
    let ends: [(SpecialistEnd.State, String)] = [
      (.done, "done in 1:12"), (.incomplete, "incomplete: why"), (.failed, "failed: why"),
      (.timedOut, "timed out: why"), (.cancelled, "cancelled: why"),
    ]
    for (state, words) in ends {
      let end = SpecialistEnd(
        state: state, reason: state == .done ? nil : "why", attempts: 1, milliseconds: 72_400, findings: 0)
      #expect(Self.words([Self.start, .ended(end)]).last == words)
    }
    let robot = Robot(SampleReview.events(SampleReview.beginning()))
    #expect(robot.state.review.panes[0].words(now: .zero) == "queued")
    #expect(robot.state.review.panes[4].words(now: .zero) == "skipped: no release files")
  }

  @Test func silenceIsShownFromTheFirstHeartbeatOnAndEndsWithOutput() {
    let words = Self.words(
      [Self.start, Self.delta, .heartbeat(silenceSeconds: 30), .heartbeat(silenceSeconds: 60), Self.delta])
    #expect(
      words == [
        "starting", "streaming", "thinking, 30 s since last output", "thinking, 60 s since last output", "streaming",
      ])
    #expect(
      Self.words([Self.start, Self.delta, .heartbeat(silenceSeconds: 30)], after: 12).last
        == "thinking, 42 s since last output")
  }

  @Test func anAnnouncedRetryOutlastsWhatTheDyingAttemptStillSays() {
    let late: [SpecialistEvent] = [
      Self.delta, .agent(.stepStarted), .agent(.tool(ToolCall(name: "read", subject: "a"))),
      .agent(.stepFinished(reason: "length", usage: Usage())), .heartbeat(silenceSeconds: 30),
      .agent(.retry(attempt: 9, message: "own", delayMilliseconds: 1)), .agent(.reasoningDelta(part: "r", text: "x")),
    ]
    for event in late {
      #expect(Self.words([Self.start, Self.delta, Self.retry, event]).last?.hasPrefix("retry 2 of 3") == true)
    }
    #expect(
      Self.words([Self.start, Self.retry, .started(attempt: 2, model: nil), Self.delta]).suffix(2) == [
        "starting", "streaming",
      ])
  }

  @Test func anAgentsOwnRetryEndsWithItsNextOutput() {
    let own = SpecialistEvent.agent(.retry(attempt: 2, message: "overloaded", delayMilliseconds: nil))
    #expect(Self.words([Self.start, own, Self.delta]).suffix(2) == ["own retry 2: overloaded", "streaming"])
  }

  @Test func theEndIsTheEndUntilSomebodyStartsItAgain() {
    let end = SpecialistEvent.ended(
      SpecialistEnd(state: .failed, reason: "401", attempts: 1, milliseconds: 1, findings: 0))
    #expect(
      Self.words([Self.start, end, Self.delta, .heartbeat(silenceSeconds: 30)]).suffix(2) == [
        "failed: 401", "failed: 401",
      ])
    #expect(Self.words([Self.start, end, .started(attempt: 2, model: nil)]).last == "starting")
  }

  @Test func tokensAreTheSumOfWhatStepsReportedAndUnknownStaysUnknown() {
    var pane = Robot(SampleReview.midRun).state.review.panes
    #expect(pane[0].usage == Usage(tokens: TokenUsage(input: 9_100, output: 1_900, cacheRead: 22_300), costUSD: 0.21))
    #expect(pane[3].usage.costUSD == nil)
    #expect(pane[5].usage.tokens == nil)
    pane.removeAll()
    let sum = Robot(SampleReview.midRun).state.review.usage
    #expect(sum.tokens?.output == 1_900 + 400 + 200 + 600)
  }

  @Test func aWholeBlockAfterItsDeltasIsNotShownTwice() {
    let events: [AgentEvent] = [
      .textDelta(part: "1", text: "Hello, "), .textDelta(part: "1", text: "world"),
      .text(part: "1", text: "Hello, world"),
      .reasoningDelta(part: "2", text: "hm"), .reasoning(part: "2", text: "hm, yes"),
    ]
    var robot = Robot(SampleReview.events(SampleReview.beginning()))
    for (index, event) in events.enumerated() {
      robot.send(
        .review(ReviewEvent(sequence: index, at: .seconds(1), kind: .specialist(.security, .agent(event)))))
    }
    #expect(robot.state.review.panes[0].transcript.lines.map(\.text) == ["Hello, world", "hm, yes"])
  }

  @Test func aModelThatMovedSaysFromWhere() {
    let robot = Robot(SampleReview.midRun)
    #expect(robot.state.review.panes[2].model == "sonnet-4-5")
    #expect(robot.state.review.panes[2].formerModel == "sonnet-4-6")
  }

  @Test func aReviewThatEndsLeavesNoPaneRunning() {
    let end = ReviewEnd(
      decision: .approved, complete: false, missing: [MissingReviewer(id: .security, reason: "aborted")],
      milliseconds: 5_000, exitStatus: 3)
    let robot = Robot(SampleReview.midRun + [ReviewEvent(sequence: 99, at: .seconds(200), kind: .finished(end))])
    #expect(robot.state.review.running.isEmpty)
    #expect(robot.state.review.panes[0].words(now: .zero) == "incomplete: aborted")
    #expect(robot.state.pressingNotice?.text == "incomplete: security (aborted)")
  }

  @Test func aRecordingCannotOpenPanesWithoutEnd() {
    var robot = Robot()
    for number in 0..<1_000 {
      let id = SpecialistID(rawValue: "agent-\(number)")
      robot.send(.review(ReviewEvent(sequence: number, at: .zero, kind: .specialist(id, Self.start))))
    }
    #expect(robot.state.review.panes.count == 16)
  }
}
