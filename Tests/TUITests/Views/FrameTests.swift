import Engine
import Foundation
import TUI
import Testing

/// Pictures of the whole screen. `UPDATE_FRAMES=1 swift test --filter FrameTests` writes them again; look at the
/// difference before you commit it. `FRAME_SVG=DIR` writes each as a picture too.
@Suite struct FrameTests {
  struct Picture: Sendable, CustomTestStringConvertible {
    var name: String
    var width: Int
    var height: Int
    var keys = ""
    var isOver = true
    var replay: ReplayStatus?
    var events: [ReviewEvent]?
    var testDescription: String { name }
  }

  static let replay = ReplayStatus(
    position: .seconds(161), length: .seconds(372), speed: 4,
    marks: [
      ReplayMark(at: .seconds(31), kind: .retry), ReplayMark(at: .seconds(50), kind: .finding(.suggestion)),
      ReplayMark(at: .seconds(200), kind: .finding(.critical)), ReplayMark(at: .seconds(300), kind: .failure),
    ])

  static let pictures: [Picture] = [
    Picture(name: "dashboard-200x60", width: 200, height: 60, isOver: false),
    Picture(name: "dashboard-160x45", width: 160, height: 45, isOver: false),
    Picture(name: "dashboard-120x40", width: 120, height: 40, isOver: false),
    Picture(name: "dashboard-80x24", width: 80, height: 24, isOver: false),
    Picture(name: "dashboard-40x12", width: 40, height: 12, isOver: false),
    Picture(name: "dashboard-30x4", width: 30, height: 4, isOver: false),
    Picture(name: "zoom-80x24", width: 80, height: 24, keys: "2 z", isOver: false),
    Picture(name: "quit-80x24", width: 80, height: 24, keys: "<C-c>", isOver: false),
    Picture(name: "over-200x60", width: 200, height: 60, keys: "d"),
    Picture(name: "findings-140x40", width: 140, height: 40, keys: "j a j a j j s 'agreed <enter> g"),
    Picture(name: "findings-80x24", width: 80, height: 24, keys: "j a <space>"),
    Picture(name: "findings-40x12", width: 40, height: 12),
    Picture(name: "detail-80x24", width: 80, height: 24, keys: "<enter>"),
    Picture(name: "detail-120x40", width: 120, height: 40, keys: "<enter>"),
    Picture(
      name: "suppress-100x30", width: 100, height: 30, keys: "s 'the_route_is_internal <tab> '2027-02-30 <enter>"),
    Picture(name: "suppress-40x12", width: 40, height: 12, keys: "s 'why"),
    Picture(name: "preview-120x40", width: 120, height: 40, keys: "a p"),
    Picture(name: "ledger-120x30", width: 120, height: 30, keys: "l G"),
    Picture(name: "help-100x40", width: 100, height: 40, keys: "?"),
    Picture(name: "filter-80x24", width: 80, height: 24, keys: "/ 'nothing_like_it"),
    Picture(name: "seven-200x60", width: 200, height: 60, events: SampleReview.sevenAtWork),
    Picture(name: "judging-120x40", width: 120, height: 40, events: SampleReview.judging),
    Picture(name: "judged-without-120x40", width: 120, height: 40, events: SampleReview.judgedWithout),
    Picture(name: "rules-100x30", width: 100, height: 30, keys: "d", events: SampleReview.rules),
    Picture(name: "incomplete-100x30", width: 100, height: 30, events: SampleReview.incomplete),
    Picture(name: "replay-120x40", width: 120, height: 40, isOver: false, replay: replay),
  ]

  @Test(arguments: pictures) func looksAsItDid(_ picture: Picture) throws {
    var robot = Robot(
      picture.events ?? (picture.isOver ? SampleReview.wholeRun : SampleReview.midRun),
      size: Size(width: picture.width, height: picture.height), setup: ScreenSetup(target: "file:review.md"))
    if let replay = picture.replay {
      robot.send(.recording(.off))
      robot.send(.replay(replay))
    }
    robot.send(.tick(.seconds(161)))
    robot.press(picture.keys)

    if let directory = ProcessInfo.processInfo.environment["FRAME_SVG"] {
      try FrameSVG.render(robot.canvas).write(
        to: URL(filePath: directory).appending(path: picture.name + ".svg"), atomically: true, encoding: .utf8)
    }
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Frames/\(picture.name).txt")
    if ProcessInfo.processInfo.environment["UPDATE_FRAMES"] != nil {
      try robot.frame.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(robot.frame == (try String(contentsOf: file, encoding: .utf8)))
  }
}

extension FrameTests {
  /// Views name pictures by meaning, so that each has its counterpart where the terminal has no UTF-8.
  @Test(arguments: pictures) func losesNothingInASCII(_ picture: Picture) {
    var robot = Robot(
      picture.isOver ? SampleReview.wholeRun : SampleReview.midRun,
      size: Size(width: picture.width, height: picture.height))
    robot.press(picture.keys)
    let folded = FrameText.render(robot.canvas.asciiFolded())
    #expect(folded.utf8.allSatisfy { $0 < 0x7F })
    // The comment may hold characters of its own, such as a minus sign; they are text and not pictures.
    #expect(folded.count { $0 == "?" } == robot.frame.count { $0 == "?" || $0 == "−" })
  }
}
