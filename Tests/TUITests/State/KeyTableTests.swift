import Engine
import TUI
import Testing

/// The table is the only place that knows keys: nothing in it may be out of reach or hidden.
@Suite struct KeyTableTests {
  @Test(arguments: KeyScope.allCases) func noKeyMeansTwoThingsInOnePlace(_ scope: KeyScope) {
    let keys = KeyTable.bindings.filter { $0.scopes.contains(scope) }.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    #expect(!keys.isEmpty)
  }

  @Test func everyBindingIsInTheHelp() {
    for width in [30, 80] {
      let help = HelpText.rows(width: width).map { $0.left.map(\.text.string).joined() }.joined(separator: " ")
      let words = help.split(separator: " ").joined(separator: " ")
      for binding in KeyTable.bindings {
        #expect(words.contains(binding.help), "\(binding.label) at \(width)")
      }
    }
  }

  @Test func footersShowOnlyKeysThatWork() {
    let states: [(String, [ReviewEvent])] = [
      ("", SampleReview.midRun), ("z", SampleReview.midRun), ("f", SampleReview.wholeRun),
      ("<enter>", SampleReview.wholeRun), ("p", SampleReview.wholeRun), ("l", SampleReview.wholeRun),
      ("?", SampleReview.wholeRun), ("s", SampleReview.wholeRun), ("/", SampleReview.wholeRun),
    ]
    for (keys, events) in states {
      var robot = Robot(events)
      robot.press(keys)
      let hints = KeyHints.all(in: robot.state.keyScopes, isTop: robot.state.isTop)
      #expect(!hints.isEmpty)
      for width in [10, 40, 80, 200] {
        let shown = KeyHints.fitting(hints, width: width)
        #expect(shown.allSatisfy { hints.contains($0) })
        #expect(!shown.isEmpty)
      }
    }
  }

  @Test(arguments: [
    (SampleReview.midRun, "", "1-8 z f x R l ? q"), (SampleReview.midRun, "f", "a s e u p ? q"),
    (SampleReview.wholeRun, "", "a s e u p ? q"), (SampleReview.wholeRun, "p", "y t f d ? q"),
    (SampleReview.wholeRun, "l", "r f u d ? q"), (SampleReview.wholeRun, "s", "Enter Tab → Esc"),
  ]) func theMostWantedKeysFitIntoEightyColumns(_ item: ([ReviewEvent], String, String)) {
    var robot = Robot(item.0)
    robot.press(item.1)
    let hints = KeyHints.all(in: robot.state.keyScopes, isTop: robot.state.isTop)
    #expect(KeyHints.fitting(hints, width: 78).map(\.keys).joined(separator: " ") == item.2)
  }

  @Test func aKeyThatNobodyKnowsDoesNothing() {
    var robot = Robot(SampleReview.midRun)
    let before = robot.frame
    for key in [Key.function(7), .alt("x"), .insert, .paste("qqq"), .ctrl("x"), .char("ß")] { robot.send(.key(key)) }
    #expect(robot.frame == before)
    #expect(robot.effects.isEmpty)
  }
}
