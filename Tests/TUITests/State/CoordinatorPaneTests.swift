import Engine
import TUI
import Testing

/// The coordinator has a place of its own on the screen, whatever it says.
@Suite struct CoordinatorPaneTests {
  private func robot(_ events: [SpecialistEvent]) -> Robot {
    var robot = Robot(SampleReview.events(SampleReview.beginning() + [SampleReview.at(100, .judging)]))
    for (index, event) in events.enumerated() {
      robot.send(
        .review(
          ReviewEvent(sequence: 100 + index, at: .seconds(101 + index), kind: .specialist(.coordinator, event))))
    }
    return robot
  }

  private func lines(_ robot: Robot) -> [String] {
    (robot.state.review.coordinator?.transcript.lines ?? []).map(\.text).filter { !$0.isEmpty }
  }

  private func delta(_ text: String) -> SpecialistEvent { .agent(.textDelta(part: "1", text: text)) }

  @Test func `verdicts are told in words, each once, however they arrive`() {
    let answer = """
      Reading first.
      <verdict candidate="1" action="keep"><reason>So it is.</reason></verdict>
      <verdict candidate="2" action="merge" into="1"><reason>The same.</reason></verdict>
      <verdict candidate="3" action="move" section="performance" severity="warning"/>
      <verdict candidate="x" action="approve">Fine.</verdict>
      <done verdicts="4"/>
      """
    let expected = [
      "Reading first.", "1: keep: So it is.", "2: merge into 1: The same.", "3: move to performance, warning",
      "?: ?: Fine.",
    ]
    for size in [1, 5, 1000] {
      let scalars = Array(answer.unicodeScalars)
      let pieces = stride(from: 0, to: scalars.count, by: size).map { start in
        delta(String(String.UnicodeScalarView(scalars[start..<min(scalars.count, start + size)])))
      }
      let robot = robot([.started(attempt: 1, model: nil)] + pieces + [.agent(.text(part: "1", text: answer))])
      #expect(lines(robot) == expected, "in pieces of \(size)")
    }
  }

  @Test func `a second attempt begins anew`() {
    let cut = delta("<verdict candidate=\"1\" action=\"drop\"><reason>Bec")
    let whole = delta("<verdict candidate=\"2\" action=\"keep\"><reason>So.</reason></verdict>")
    let robot = robot([.started(attempt: 1, model: nil), cut, .started(attempt: 2, model: nil), whole])
    #expect(lines(robot).last == "2: keep: So." && !lines(robot).contains { $0.hasPrefix("1:") })
  }

  @Test func `its findings, tokens and end open no pane among the reviewers`() {
    var robot = robot([
      .started(attempt: 1, model: "m"),
      .agent(.stepFinished(reason: "stop", usage: Usage(tokens: TokenUsage(input: 7, output: 1)))),
      .ended(SpecialistEnd(state: .done, attempts: 1, milliseconds: 5, findings: 0)),
    ])
    let panes = robot.state.review.panes.count
    let before = robot.state.review.usage.tokens?.input
    var own = SampleReview.token
    own.reportedBy = [.coordinator]
    robot.send(.review(ReviewEvent(sequence: 200, at: .seconds(200), kind: .finding(own))))
    #expect(robot.state.review.panes.count == panes && robot.state.review.coordinator?.findings == 1)
    #expect(before == 7 && robot.state.review.raw.last?.reportedBy == [.coordinator])
  }
}
