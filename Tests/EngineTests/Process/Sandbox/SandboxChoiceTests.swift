import Engine
import EngineTestKit
import Testing

/// Which sandbox is taken, and when a review is refused (reliability.md, section 3).
@Suite struct SandboxChoiceTests {
  /// What works on a machine.
  private static func machine(_ works: Set<Sandbox.Mode>) -> (Sandbox.Mode) -> SandboxProbe.Finding {
    { .init(mode: $0, problem: works.contains($0) || $0 == .none ? nil : "not here") }
  }

  typealias Asked = SandboxChoice.Asked

  @Test(
    arguments: [
      (Asked.auto, [.bubblewrap, .landlock], .bubblewrap), (.auto, [.landlock], .landlock),
      (.bubblewrap, [.bubblewrap, .landlock], .bubblewrap), (.landlock, [.bubblewrap, .landlock], .landlock),
    ] as [(Asked, Set<Sandbox.Mode>, Sandbox.Mode)], [true, false])
  func whatWorksIsTakenWhoeverMadeTheChange(
    what: (asked: Asked, works: Set<Sandbox.Mode>, mode: Sandbox.Mode), isTrusted: Bool
  ) throws {
    let choice = SandboxChoice(asked: what.asked, isTrusted: isTrusted, allowsNone: false)
    let decision = try choice.decide(Self.machine(what.works))
    #expect(decision.mode == what.mode)
    #expect(decision.warning == nil)
  }

  @Test(arguments: [(Asked.auto, "no sandbox works here"), (.none, "a sandbox is switched off")])
  func withoutOneOnlyTrustedChangesAreReviewed(asked: Asked, reason: String) throws {
    for (isTrusted, allowsNone) in [(true, false), (true, true), (false, true)] {
      let choice = SandboxChoice(asked: asked, isTrusted: isTrusted, allowsNone: allowsNone)
      let decision = try choice.decide(Self.machine([]))
      #expect(decision.mode == .none)
      #expect(decision.warning?.hasPrefix(reason) == true)
    }
    let failure = #expect(throws: ReviewFailure.self) {
      try SandboxChoice(asked: asked, isTrusted: false, allowsNone: false).decide(Self.machine([]))
    }
    #expect(failure?.code == .refused)
    #expect(failure?.message.hasPrefix(reason) == true)
    #expect(failure?.hints.isEmpty == false)
  }

  @Test(arguments: [Asked.bubblewrap, .landlock], [true, false])
  func nothingWeakerTakesThePlaceOfWhatWasNamed(asked: Asked, allowsNone: Bool) {
    let choice = SandboxChoice(asked: asked, isTrusted: true, allowsNone: allowsNone)
    let failure = #expect(throws: ReviewFailure.self) { try choice.decide(Self.machine([])) }
    #expect(failure?.code == .refused)
    #expect(failure?.message == "\(asked.rawValue) does not work here: not here")
  }

  @Test func onlyAPatchIsNotTrusted() {
    for source in [
      ChangeSource.nextPush, .range("A..B"), .base("main"), .staged, .workingTree(includeUntracked: true),
      .push("a", replacing: nil),
    ] { #expect(source.isTrusted) }
    #expect(!ChangeSource.patch(bytes: [], name: "-").isTrusted)
  }
}
