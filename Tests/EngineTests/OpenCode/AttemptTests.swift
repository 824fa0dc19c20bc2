import Engine
import Testing

@Suite struct AttemptTests {
  private static let stop = AgentEvent.stepFinished(reason: "stop", usage: Usage())
  private static let text = AgentEvent.text(part: "a", text: "answer")

  private func outcome(
    _ events: [AgentEvent], _ status: AgentExit.Status = .exited(0), torn: Int = 0, errorTail: String = "",
    done: Int? = 0
  ) -> AttemptOutcome {
    var record = AttemptRecord()
    for event in events { record.apply(event) }
    return record.outcome(exit: AgentExit(status: status, tornBytes: torn, errorTail: errorTail), done: done)
  }

  @Test func `ST-01, ST-21, CP-02: success needs every part of the proof`() {
    let good: [AgentEvent] = [.stepStarted, AttemptTests.text, AttemptTests.stop]
    #expect(outcome(good) == .success)
    #expect(outcome(good, done: nil) == .incomplete(.missingDone))
    #expect(outcome(good, done: 3) == .incomplete(.countMismatch(said: 3, read: 0)))
    #expect(outcome(good, torn: 5) == .incomplete(.torn(bytes: 5)))
    #expect(outcome(good, .exited(1), errorTail: "note\nError: boom\n\n") == .incomplete(.exitStatus(1, "Error: boom")))
    #expect(outcome(good, .signalled(11)) == .crashed(signal: 11))
    #expect(outcome([]) == .incomplete(.noTerminalEvent))
    #expect(outcome([.stepStarted, AttemptTests.text]) == .incomplete(.noTerminalEvent))
    #expect(outcome(good + [.stepStarted]) == .incomplete(.noTerminalEvent))
    #expect(outcome([.stepStarted, AttemptTests.stop]) == .incomplete(.emptyAnswer))
    #expect(
      outcome([AttemptTests.text, .tool(ToolCall(name: "read", subject: "x")), AttemptTests.stop])
        == .incomplete(.emptyAnswer))
  }

  @Test func `DK-04a: a disk that takes nothing more is to blame for what is missing, and for nothing else`() {
    let full = SystemError(28)
    let blamed = AttemptOutcome.incomplete(.disk(full))
    for outcome: AttemptOutcome in [.incomplete(.noTerminalEvent), .incomplete(.torn(bytes: 3)), .crashed(signal: 25)] {
      #expect(outcome.blaming(full) == blamed)
      #expect(outcome.blaming(nil) == outcome)
    }
    for outcome: AttemptOutcome in [.success, .truncated, .runaway("again"), .refused(.contentFilter)] {
      #expect(outcome.blaming(full) == outcome)
    }
    #expect(!blamed.isRetryable)
    #expect(
      blamed.reason
        == "the disk takes no more of its output (No space left on device); free some space and review again")
  }

  @Test func ourOwnEndIsAnEnd() {
    #expect(outcome([AttemptTests.text, .sessionEnd(reason: "stop")]) == .success)
    #expect(outcome([AttemptTests.text, .sessionEnd(reason: "confused")]) == .incomplete(.endReason("confused")))
  }

  @Test func anErrorAfterWhichTheAgentCarriesOnIsNotItsEnd() {
    let overflow = AgentEvent.error(AgentError(name: "ContextOverflowError", message: "too long"))
    #expect(outcome([overflow, .stepStarted, AttemptTests.text, AttemptTests.stop], .exited(0)) == .success)
    #expect(
      outcome([.stepStarted, overflow], .exited(1))
        == .providerError(AgentError(name: "ContextOverflowError", message: "too long")))
  }

  @Test(arguments: [
    (AttemptOutcome.success, false), (.truncated, true), (.refused(.contentFilter), false), (.runaway("r"), false),
    (.incomplete(.missingDone), true), (.crashed(signal: 9), true),
    (.providerError(AgentError(name: "APIError", message: "m", status: 401)), false),
    (.providerError(AgentError(name: "APIError", message: "m", status: 503, isRetryable: true)), true),
  ])
  func retries(outcome: AttemptOutcome, isRetryable: Bool) {
    #expect(outcome.isRetryable == isRetryable)
    #expect(!outcome.reason.contains("\n"))
  }

  @Test func `CP-24: a runaway is found at its third step that brings nothing, and at the step cap`() {
    func steps(_ events: [[AgentEvent]], limit: Int = 60) -> Int? {
      var detector = RunawayDetector(stepLimit: limit)
      for (number, step) in events.enumerated() {
        for event in step where detector.apply(event) != nil { return number + 1 }
      }
      return nil
    }
    func end(_ reason: String) -> AgentEvent { .stepFinished(reason: reason, usage: Usage()) }
    let read = AgentEvent.tool(ToolCall(name: "read", subject: "a"))
    let other = AgentEvent.tool(ToolCall(name: "read", subject: "b"))
    let cycle: [AgentEvent] = [read, end("tool-calls")]
    #expect(steps(Array(repeating: [AttemptTests.text, end("unknown")], count: 9)) == 3)
    #expect(steps(Array(repeating: [end("stop")], count: 9)) == 3)
    // The first call is news, the same again is not.
    #expect(steps(Array(repeating: cycle, count: 9)) == 4)
    #expect(steps([cycle, cycle, cycle, [other, end("tool-calls")], cycle, cycle]) == nil)
    #expect(steps(Array(repeating: [AttemptTests.text, end("tool-calls")], count: 9), limit: 5) == 6)
    #expect(steps(Array(repeating: [AttemptTests.text, end("tool-calls")], count: 60)) == nil)
  }
}
