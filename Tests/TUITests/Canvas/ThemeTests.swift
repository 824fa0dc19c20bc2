import Testing

@testable import TUI

@Suite("Themes")
struct ThemeTests {
  @Test("Each theme says how every ink looks", arguments: Theme.all)
  func complete(theme: Theme) {
    #expect(theme.inks.count == Ink.allCases.count)
    for ink in Ink.allCases {
      for depth in ColorDepth.allCases {
        let look = theme.appearance(Style(ink), depth: depth)
        #expect(look.background == nil)
        if let color = look.foreground { #expect(Int(color) < depth.rawValue) }
        // Colour 0 is the background on most terminals of few colours (tui.md B.4, 12).
        if depth < .indexed { #expect(look.foreground != 0) }
      }
      #expect(theme.shade(ink).rgb != theme.background)
    }
  }

  @Test("Without colours, weight and reverse video carry what is left")
  func mono() {
    let theme = Theme.dark
    #expect(theme.appearance(Style(.dim), depth: .mono).faint)
    #expect(theme.appearance(Style(.critical), depth: .mono).bold)
    #expect(theme.appearance(Style(selected: true), depth: .mono).reverse)
    #expect(theme.appearance(Style(selected: true), depth: .indexed).background == 236)
    #expect(!theme.appearance(Style(selected: true), depth: .indexed).reverse)
    for ink in Ink.allCases { #expect(theme.appearance(Style(ink), depth: .mono).foreground == nil) }
  }

  @Test(
    "Depth from a number of colours",
    arguments: [
      (-1, ColorDepth.mono), (0, .mono), (8, .eight), (16, .sixteen), (88, .sixteen), (256, .indexed),
      (1 << 24, .indexed),
    ])
  func depth(colors: Int, depth: ColorDepth) {
    #expect(ColorDepth(colors: colors) == depth)
  }
}
