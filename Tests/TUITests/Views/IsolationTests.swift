import Engine
import TUI
import Testing

/// What confines the agents is in the header; that nothing does, at every width.
@Suite struct IsolationTests {
  private func header(_ isolation: String?, width: Int) -> String {
    var events = SampleReview.midRun
    if case .started(var start) = events[0].kind {
      start.isolation = isolation
      events[0].kind = .started(start)
    }
    let robot = Robot(events, size: Size(width: width, height: 12), setup: ScreenSetup(target: "file:review.md"))
    return robot.frame.split(separator: "\n").first.map(String.init) ?? ""
  }

  @Test func itIsNamedInTheHeader() {
    #expect(header("bubblewrap", width: 200).contains("sandbox: bubblewrap"))
    #expect(!header(nil, width: 200).contains("sandbox"))
    for width in [40, 80, 120, 200] { #expect(header("none", width: width).contains("no sandbox"), "\(width)") }
  }
}
