import TUI
import Testing

@Suite struct FiguresTests {
  @Test(
    arguments: [
      (nil, "–"), (0, "0"), (999, "999"), (1_000, "1.0k"), (12_449, "12.4k"), (999_949, "999.9k"), (999_950, "1.0M"),
      (Int.max, "1000M+"), (-1, "–"),
    ] as [(Int?, String)]) func counts(_ item: (Int?, String))
  { #expect(Figures.count(item.0) == item.1) }

  @Test(
    arguments: [
      (nil, "–"), (0, "$0.00"), (0.004, "<$0.01"), (0.07, "$0.07"), (1.005, "$1.00"), (12.5, "$12.50"), (.nan, "–"),
      (.infinity, "–"), (-3, "–"), (1e300, "$1M+"),
    ] as [(Double?, String)]) func costs(_ item: (Double?, String))
  { #expect(Figures.cost(item.0) == item.1) }

  @Test(arguments: [(nil, "–"), (0, "0%"), (0.714, "71%"), (1, "100%"), (.nan, "–"), (7, "–")] as [(Double?, String)])
  func shares(_ item: (Double?, String)) { #expect(Figures.percent(item.0) == item.1) }

  @Test(arguments: [(0.9, "0.9"), (0.85, "0.85"), (1, "1.0"), (0.05, "0.05"), (9, "1.0"), (.nan, "–")])
  func confidence(_ item: (Double, String)) { #expect(Figures.share(item.0) == item.1) }

  @Test(arguments: [(300, "0.3 s"), (0, "0.0 s"), (9_949, "9.9 s"), (61_000, "61 s"), (Int.min, "0.0 s")])
  func seconds(_ item: (Int, String)) { #expect(Figures.seconds(milliseconds: item.0) == item.1) }

  @Test(arguments: [(0, "0:00", "00:00"), (161, "2:41", "02:41"), (3_725, "1:02:05", "1:02:05"), (-5, "0:00", "00:00")])
  func clocks(_ item: (Int, String, String)) {
    #expect(Duration.seconds(item.0).clock == item.1)
    #expect(Duration.seconds(item.0).wideClock == item.2)
  }
}
