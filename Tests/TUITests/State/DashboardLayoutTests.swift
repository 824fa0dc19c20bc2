import TUI
import Testing

@Suite struct DashboardLayoutTests {
  static let contents: [DashboardLayout.Content] = (0...8).flatMap { panes in
    [false, true].flatMap { flag in
      [false, true].map { zoomed in
        DashboardLayout.Content(
          panes: panes, focused: max(0, panes - 1), isZoomed: zoomed, hasSkipped: flag, hasNotice: flag,
          hasReplay: flag)
      }
    }
  }

  @Test(arguments: contents) func everythingHasItsOwnPlaceAtEverySize(_ content: DashboardLayout.Content) {
    for width in stride(from: 1, through: 230, by: 7) {
      for height in 1...70 {
        let layout = DashboardLayout(content, in: Size(width: width, height: height))
        let rows = [
          layout.header, layout.strip, layout.skipped, layout.notice, layout.totals, layout.replay, layout.footer,
        ]
        .compactMap { $0 }
        #expect(Set(rows).count == rows.count, "\(width)x\(height)")
        #expect(rows.allSatisfy { (0..<height).contains($0) }, "\(width)x\(height)")
        let rects = layout.panes.compactMap { $0 } + [layout.coordinator].compactMap { $0 }
        for rect in rects {
          #expect(rect.x >= 0 && rect.y >= 1 && rect.x + rect.width <= width && rect.y + rect.height <= height)
          #expect(rows.allSatisfy { !(rect.y..<(rect.y + rect.height)).contains($0) }, "\(width)x\(height)")
        }
        for (index, one) in rects.enumerated() {
          for other in rects.dropFirst(index + 1) {
            let apart =
              one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y
              || other.y + other.height <= one.y
            #expect(apart, "\(width)x\(height)")
          }
        }
        if layout.form == .grid {
          #expect(layout.panes.allSatisfy { $0.map { $0.width >= 36 && $0.height >= 5 } == true })
        }
      }
    }
  }

  @Test(arguments: [
    (200, 60, 6, DashboardLayout.Form.grid, 3), (200, 60, 7, .grid, 3), (120, 40, 7, .grid, 2), (80, 24, 7, .grid, 2),
    (80, 24, 1, .grid, 1), (40, 12, 7, .focused, 1), (40, 12, 1, .grid, 1), (80, 7, 7, .statusLine, 0),
    (19, 50, 7, .statusLine, 0),
  ]) func theFormFollowsTheWindow(_ item: (Int, Int, Int, DashboardLayout.Form, Int)) {
    let layout = DashboardLayout(
      .init(panes: item.2, focused: 0), in: Size(width: item.0, height: item.1))
    #expect(layout.form == item.3)
    #expect(Set(layout.panes.compactMap { $0?.x }).count == item.4)
  }
}
