import Engine
import TUI
import Testing

/// Keys in the findings list: what is decided, what is asked to be kept, what the decision becomes.
@Suite struct TriageKeyTests {
  static func robot(_ keys: String) -> Robot {
    var robot = Robot(SampleReview.wholeRun, setup: ScreenSetup(target: "file:review.md"))
    robot.press(keys)
    return robot
  }

  static func ids(_ numbers: Int...) -> [FindingID] { numbers.map { FindingID($0) } }

  /// The list's order is 1, 2, 4, 5, 3, 6.
  static let scripts: [(keys: String, asked: [TriageAction])] = [
    ("a", [.accept(ids(1))]),
    ("a j a", [.accept(ids(1)), .accept(ids(2))]),
    ("a a", [.accept(ids(1)), .reopen(ids(1))]),
    ("a j s 'why <enter>", [.accept(ids(1)), .suppress(ids(2), scope: .here, reason: "why", expires: nil)]),
    ("s <enter> <esc>", []),
    ("s 'why <esc>", []),
    (
      "s 'two_words <backtab> <right> <enter>",
      [.suppress(ids(1), scope: .everywhere, reason: "two words", expires: nil)]
    ),
    ("s 'w <tab> '2030-01-01 <enter>", [.suppress(ids(1), scope: .here, reason: "w", expires: "2030-01-01")]),
    ("s 'w <tab> '2020-01-01 <enter> <esc>", []),
    ("<space> <space> a", [.accept(ids(1, 2))]),
    ("<space> j <space> s 'x <enter>", [.suppress(ids(1, 4), scope: .here, reason: "x", expires: nil)]),
    ("/ 'sql <enter> A", [.accept(ids(6))]),
    ("/ 'warning_pool <enter> a <esc>", [.accept(ids(4))]),
    ("/ 'security <esc> G a", [.accept(ids(6))]),
    ("A", [.accept(ids(1, 2, 4, 5, 3, 6))]),
    ("u", []),
    ("a u u", [.accept(ids(1)), .undo]),
    ("a j a u u", [.accept(ids(1)), .accept(ids(2)), .undo, .undo]),
    ("l G r", [.rescue(FindingID(7))]),
    ("l r", []),
    ("<enter> a <tab> a", [.accept(ids(1)), .accept(ids(2))]),
    ("k k k a", [.accept(ids(1))]),
    ("G j j a", [.accept(ids(6))]),
  ]

  @Test(arguments: scripts) func asksForWhatThePersonDecided(_ item: (keys: String, asked: [TriageAction])) {
    let robot = Self.robot(item.keys)
    let expected = item.asked.map(Effect.persistTriage)
    #expect(robot.effects == expected, "\(item.keys)")
    #expect(robot.state.triage.actions == item.asked)
  }

  @Test func undoGoesBackAnyNumberOfSteps() {
    var robot = Self.robot("a j a j s 'x <enter> j a")
    #expect(robot.state.triage.counts == (open: 2, accepted: 3, suppressed: 1))
    robot.press("u u u u")
    #expect(robot.state.triage.counts == (open: 6, accepted: 0, suppressed: 0))
    robot.press("u")
    #expect(robot.frame.contains("nothing to undo"))
  }

  @Test func theDecisionFollowsWhatIsSuppressed() {
    var robot = Self.robot("")
    #expect(robot.state.triage.decision?.decision == .significantConcerns)
    robot.press("s 'no <enter>")
    #expect(robot.state.triage.decision?.decision == .minorIssues)
    robot.press("j s 'no <enter>")
    #expect(robot.state.triage.decision?.decision == .approvedWithComments)
    robot.press("u u")
    #expect(robot.state.triage.decision?.decision == .significantConcerns)
  }

  @Test func whatCouldNotBeKeptIsTakenBack() {
    var robot = Self.robot("a j a")
    robot.send(.effectFinished(.persistFailed(.accept(Self.ids(1)), "no space left on device")))
    #expect(robot.state.triage.state(of: FindingID(1)) == .open)
    #expect(robot.state.triage.state(of: FindingID(2)) == .accepted)
    #expect(robot.frame.contains("not saved, taken back: no space left on device"))
  }

  @Test func anEditComesBackFromTheEditor() {
    var robot = Self.robot("e")
    #expect(robot.effects == [.openEditor(FindingID(1))])
    let edit = FindingEdit(title: "Another title", severity: .suggestion)
    robot.send(.effectFinished(.edited(FindingID(1), edit)))
    #expect(robot.effects.last == .persistTriage(.edit(FindingID(1), edit)))
    #expect(robot.state.triage.finding(FindingID(1))?.title == "Another title")
    #expect(robot.state.triage.decision?.decision == .minorIssues)
    robot.send(.effectFinished(.edited(FindingID(1), nil)))
    #expect(robot.effects.count == 2)
  }

  @Test func actsOfAnEarlierSessionStand() {
    let earlier: [TriageAction] = [.accept(Self.ids(1)), .accept(Self.ids(2)), .undo]
    let robot = Robot(SampleReview.wholeRun, setup: ScreenSetup(triage: earlier))
    #expect(robot.state.triage.counts == (open: 5, accepted: 1, suppressed: 0))
    #expect(robot.effects.isEmpty)
  }

  @Test func nothingIsDecidedBeforeTheJudge() {
    var robot = Robot(SampleReview.midRun)
    robot.press("f a s e u A p")
    #expect(robot.effects.isEmpty)
    #expect(robot.state.overlay == nil)
    #expect(robot.frame.contains("the judge has not decided yet"))
  }

  @Test func placeAndTitleAreCopiedAndTheFileIsOpened() {
    #expect(
      Self.robot("y o").effects == [
        .copy("src/auth/session.go:41 Session token compared in variable time"),
        .openFile(path: RepoPath("src/auth/session.go"), line: 41),
      ])
  }

  @Test func postingIsAskedForOnce() {
    var robot = Self.robot("a p y y")
    #expect(robot.effects.suffix(1) == [.post(target: "file:review.md")])
    #expect(robot.effects.count == 2)
    robot.send(.effectFinished(.postFailed("disk full")))
    robot.press("y")
    #expect(robot.effects.count == 3)
    robot.send(.effectFinished(.posted("file:review.md")))
    robot.press("y")
    #expect(robot.effects.count == 3)
    #expect(robot.frame.contains("posted to file:review.md"))
    robot.press("<esc> j a p y")
    #expect(robot.effects.count == 5)
  }

  @Test func aTargetIsAskedForWhereThereIsNone() {
    var robot = Robot(SampleReview.wholeRun)
    robot.press("a p y 'out.md <enter> y")
    #expect(robot.effects.last == .post(target: "file:out.md"))
    robot.press("t <C-u> 'stdout <enter>")
    #expect(robot.state.preview.target == "stdout")
  }
}
