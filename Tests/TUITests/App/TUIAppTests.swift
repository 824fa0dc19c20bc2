import Testing

@testable import Engine
@testable import TUI

/// A screen that keeps what it was told.
private final class RecordedScreen {
  var frames: [Canvas] = []
  var acts: [String] = []
  var size = Size(width: 80, height: 24)
  var nextSize: Size?
}

private struct FakeScreen: ~Copyable, Screen {
  let record: RecordedScreen
  var size: Size { record.size }
  mutating func present(_ canvas: Canvas) { record.frames.append(canvas) }
  mutating func readSize() { record.size = record.nextSize ?? record.size }
  mutating func leave() { record.acts.append("leave") }
  mutating func enter() { record.acts.append("enter") }
  mutating func stop() { record.acts.append("stop") }
  func copy(_ text: String) -> Bool {
    record.acts.append("copy")
    return true
  }
  func setTitle(_ title: ScreenText) { record.acts.append("title \(title.string)") }
}

/// A clock, an alarm and a keyboard in one: each sleep of the loop plays the next step of a script, so that time passes
/// only where the test says so.
@MainActor private final class Script: Alarm, InputSource {
  enum Step {
    case input([TerminalEvent])
    case events([TUIEvent])
    /// Nothing happens until the alarm goes off; fails where none is set.
    case wait
    case check(@MainActor () -> Void)
  }

  var time: Duration = .zero
  private(set) var alarms: [Duration?] = []
  private var steps: ArraySlice<Step>
  private var waiting: [TerminalEvent] = []
  private let inbox: Inbox
  private let record: RecordedScreen

  init(_ steps: [Step], _ inbox: Inbox, _ record: RecordedScreen) {
    self.steps = steps[...]
    self.inbox = inbox
    self.record = record
  }

  func set(_ delay: Duration?) {
    alarms.append(delay)
    defer { inbox.wake.raise() }
    switch steps.popFirst() {
    case .input(let events): waiting += events
    case .events(let events): inbox.post(events)
    case .wait:
      guard let delay else {
        Issue.record("the loop sleeps without an alarm")
        return waiting.append(.hangup)
      }
      time += delay
    case .check(let check): check()
    case nil: waiting.append(.signal(15))
    }
  }

  func drain() -> [TerminalEvent] {
    defer { waiting = [] }
    return waiting
  }

  func pause() { record.acts.append("pause") }
  func resume() { record.acts.append("resume") }
}

@Suite("The loop of the screen") @MainActor
struct TUIAppTests {
  private let record = RecordedScreen()
  private let inbox = Inbox()

  static var started: TUIEvent {
    let start = ReviewStart(run: "r", engine: "0", runtime: "rehearsal", wallMilliseconds: 0, overallLimitSeconds: 1500)
    return .review(ReviewEvent(sequence: 0, at: .zero, kind: .started(start)))
  }

  private func notice(_ number: Int) -> TUIEvent {
    .review(ReviewEvent(sequence: number, at: .zero, kind: .notice(Notice(.note, "notice \(number)"))))
  }

  static var ended: TUIEvent {
    let end = ReviewEnd(decision: .approved, complete: true, missing: [], milliseconds: 1, exitStatus: 0)
    return .review(ReviewEvent(sequence: 9, at: .zero, kind: .finished(end)))
  }

  private func run(_ steps: [Script.Step]) async -> (end: ScreenEnd, script: Script, state: TUIState) {
    let script = Script(steps, inbox, record)
    let record = record
    let effects = EffectRunner(
      begin: { effect, _ in record.acts.append("begin \(effect)") },
      takeTerminal: { effect, _ in
        record.acts.append("terminal \(effect)")
        return .done("edited")
      })
    var screen = FakeScreen(record: record)
    var app = TUIApp(
      state: TUIState(setup: ScreenSetup(), size: screen.size), inbox: inbox, effects: effects, alarm: script,
      now: { script.time }, reviewTime: { script.time })
    let end = await app.run(on: &screen, input: script)
    return (end, script, app.state)
  }

  @Test("Draws once, then sleeps without an alarm, and draws nothing while nothing happens")
  func idle() async {
    let result = await run([.events([]), .events([])])
    #expect(result.end == .signal(15))
    #expect(record.frames.count == 1)
    #expect(result.script.alarms == [nil, nil, nil])
  }

  @Test("While a review runs, a tick a second; after its end none")
  func ticks() async {
    let result = await run([.events([Self.started]), .wait, .wait, .wait, .events([Self.ended]), .wait])
    #expect(result.state.now == FramePacer.interval + .seconds(2))
    #expect(result.script.alarms.last == .some(nil))
    #expect(record.frames.count == 5)
  }

  @Test("Many events are one frame; the next waits its time; a key does not")
  func pace() async {
    let result = await run([
      .events((1...500).map { notice($0) }), .events([notice(501)]), .wait, .input([.key(.char("?"))]),
      .input([.key(.escape)]),
    ])
    #expect(record.frames.count == 4)
    #expect(result.script.alarms[1] == FramePacer.interval)
  }

  @Test("A flood does not hold up a key")
  func flood() async {
    let result = await run([
      .events((1...10_000).map { notice($0) }), .check { [record] in #expect(record.frames.count >= 1) },
      .input([.key(.char("?"))]),
    ])
    #expect(result.state.overlay != nil)
  }

  @Test("A resize is drawn at the new size, down to one cell")
  func resize() async {
    record.nextSize = Size(width: 1, height: 1)
    _ = await run([.input([.resized])])
    #expect(record.frames.map(\.size) == [Size(width: 80, height: 24), Size(width: 1, height: 1)])
  }

  @Test("Ctrl-Z stops and draws again")
  func stop() async {
    _ = await run([.input([.key(.ctrl("z"))]), .input([.stop])])
    #expect(record.acts == ["pause", "stop", "resume", "pause", "stop", "resume"])
    #expect(record.frames.count == 3)
  }

  @Test("Ends", arguments: [(TerminalEvent.hangup, ScreenEnd.hangup), (.signal(1), .signal(1))])
  func ends(event: TerminalEvent, end: ScreenEnd) async {
    #expect(await run([.input([event])]).end == end)
  }

  @Test("q leaves when the review is over")
  func quit() async {
    #expect(await run([.events([Self.started, Self.ended]), .input([.key(.char("q"))])]).end == .quit(.finished))
  }

  @Test("A cancelled task leaves")
  func cancelled() async {
    let end = await withTaskGroup(of: ScreenEnd.self) { group in
      group.cancelAll()
      group.addTask { await run([]).end }
      return await group.next()
    }
    #expect(end == .cancelled)
  }
}
