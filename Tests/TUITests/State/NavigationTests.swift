import Engine
import TUI
import Testing

/// Keys that move between views, and those that ask something of the run.
@Suite struct NavigationTests {
  static let running = [SpecialistID.security]

  @Test(
    arguments: [
      ("x", [Effect.skip(.security)]), ("2 x", [.skip(.performance)]), ("<tab> <tab> x", [.skip(.codeQuality)]),
      ("<backtab> x", []), ("4 x", []), ("4 R", [.retry(.documentation)]), ("R", []), ("9 x", [.skip(.security)]),
      ("<C-c> w", []), ("<C-c> j", [.judgeNow]), ("<C-c> a", [.abort]), ("<C-c> <C-c>", [.abort, .quit(.aborted)]),
      ("q w", []), ("q a", [.abort]), ("z q q j", [.judgeNow]), ("<enter> <esc> x", [.skip(.security)]),
      ("f q x", [.skip(.security)]), ("? q x", [.skip(.security)]), ("? ? x", [.skip(.security)]),
      ("<space> [ ] + - b", []),
    ] as [(String, [Effect])]) func whileAReviewRuns(_ item: (String, [Effect]))
  {
    var robot = Robot(SampleReview.midRun)
    robot.press(item.0)
    #expect(robot.effects == item.1, "\(item.0)")
  }

  @Test(
    arguments: [
      ("q", [Effect.quit(.finished)]), ("<C-c>", [.quit(.finished)]), ("<enter> q q", [.quit(.finished)]),
      ("d q", [.quit(.finished)]), ("d x R", []), ("/ 'zz <enter> q q", [.quit(.finished)]),
      ("p q l q q", [.quit(.finished)]),
      ("s 'q", []),
    ] as [(String, [Effect])]) func whenItIsOver(_ item: (String, [Effect]))
  {
    var robot = Robot(SampleReview.wholeRun)
    robot.press(item.0)
    #expect(robot.effects == item.1, "\(item.0)")
  }

  @Test func theListOpensByItselfUnlessThePersonIsElsewhere() {
    #expect(Robot(SampleReview.wholeRun).state.view == .findings)
    #expect(Robot(SampleReview.wholeRun, setup: ScreenSetup(opensFindings: false)).state.view == .dashboard)
    for keys in ["f d", "z", "?"] {
      var robot = Robot(SampleReview.midRun)
      robot.press(keys)
      for event in SampleReview.events(SampleReview.ending) { robot.send(.review(event)) }
      #expect(robot.state.view == .dashboard, "\(keys)")
    }
  }

  @Test func aQuestionAboutARunThatEndedMeanwhileGoesAway() {
    var robot = Robot(SampleReview.midRun)
    robot.press("<C-c>")
    for event in SampleReview.events(SampleReview.ending) { robot.send(.review(event)) }
    #expect(robot.state.overlay == nil)
  }

  static let replay = ReplayStatus(position: .seconds(10), length: .seconds(60))

  @Test(
    arguments: [
      ("<space>", [.togglePause]), ("<left> <right>", [.seek(by: .seconds(-5)), .seek(by: .seconds(5))]),
      ("[ ]", [.step(-1), .step(1)]), ("- + =", [.slower, .faster, .faster]), ("0 7", [.tenth(0), .tenth(7)]),
      ("g G", [.start, .end]), ("<tab> g 3 G <space>", [.togglePause]), ("<tab> b 3", [.tenth(3)]), ("x R", []),
    ] as [(String, [ReplayCommand])]) func inAReplay(_ item: (String, [ReplayCommand]))
  {
    var robot = Robot(SampleReview.midRun)
    robot.send(.replay(Self.replay))
    robot.press(item.0)
    #expect(robot.effects == item.1.map(Effect.replay), "\(item.0)")
  }

  @Test func aReplayThatGoesBackBuildsTheSamePictureAgain() {
    var robot = Robot(SampleReview.wholeRun)
    robot.send(.replay(Self.replay))
    robot.press("a d <tab>")
    robot.send(.rewound)
    #expect(robot.state.review.panes.isEmpty && robot.state.findings.isEmpty)
    for event in SampleReview.wholeRun { robot.send(.review(event)) }
    #expect(robot.state.triage.counts == (open: 5, accepted: 1, suppressed: 0))
    #expect(robot.state.view == .dashboard)
    robot.press("q")
    #expect(robot.effects.last == .quit(.finished))
  }
}
