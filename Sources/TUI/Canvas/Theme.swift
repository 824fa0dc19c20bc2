/// A colour for pictures.
package struct RGB: Sendable, Hashable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(_ hex: UInt32) {
    red = UInt8(truncatingIfNeeded: hex >> 16)
    green = UInt8(truncatingIfNeeded: hex >> 8)
    blue = UInt8(truncatingIfNeeded: hex)
  }
}

/// How many colours a terminal has.
package enum ColorDepth: Int, Sendable, Hashable, CaseIterable, Comparable {
  case mono = 0
  case eight = 8
  case sixteen = 16
  case indexed = 256

  /// The richest that a terminal with so many colours can show.
  package init(colors: Int) {
    self = Self.allCases.last { $0.rawValue <= colors } ?? .mono
  }

  package static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }
}

/// One colour at every depth. Fixed indices only: the user's palette is never redefined (tui.md B.4, 13).
package struct Shade: Sendable, Hashable {
  /// Nil is the terminal's own colour.
  package var indexed: UInt8?
  package var sixteen: UInt8?
  package var eight: UInt8?
  package var rgb: RGB

  package init(_ indexed: UInt8?, _ sixteen: UInt8?, _ eight: UInt8?, rgb: UInt32) {
    self.indexed = indexed
    self.sixteen = sixteen
    self.eight = eight
    self.rgb = RGB(rgb)
  }

  func index(at depth: ColorDepth) -> UInt8? {
    switch depth {
    case .mono: nil
    case .eight: eight
    case .sixteen: sixteen
    case .indexed: indexed
    }
  }
}

/// What a cell asks of the terminal.
package struct Appearance: Sendable, Hashable {
  /// Indices into the terminal's palette; nil is its own colour.
  package var foreground: UInt8?
  package var background: UInt8?
  package var bold = false
  package var faint = false
  package var underline = false
  package var reverse = false
}

/// How the inks look.
package struct Theme: Sendable, Hashable {
  package var name: String
  /// One for each `Ink`, by its raw value.
  var inks: [Shade]
  var background: RGB
  var selection: Shade

  package static let dark = Theme(
    name: "dark",
    inks: [
      Shade(nil, nil, nil, rgb: 0xd0d0d0), Shade(244, 8, nil, rgb: 0x808080), Shade(240, 8, nil, rgb: 0x585858),
      Shade(75, 12, 6, rgb: 0x5fafff), Shade(203, 9, 1, rgb: 0xff5f5f), Shade(214, 11, 3, rgb: 0xffaf00),
      Shade(109, 6, 6, rgb: 0x87afaf), Shade(108, 10, 2, rgb: 0x87af87), Shade(179, 3, 3, rgb: 0xd7af5f),
      Shade(215, 11, 3, rgb: 0xffaf5f), Shade(167, 9, 1, rgb: 0xd75f5f),
    ],
    background: RGB(0x15181e), selection: Shade(236, nil, nil, rgb: 0x303030))

  package static let light = Theme(
    name: "light",
    inks: [
      Shade(nil, nil, nil, rgb: 0x262626), Shade(243, 8, nil, rgb: 0x767676), Shade(249, 7, nil, rgb: 0xb2b2b2),
      Shade(25, 4, 4, rgb: 0x005faf), Shade(160, 1, 1, rgb: 0xd70000), Shade(130, 3, 3, rgb: 0xaf5f00),
      Shade(30, 6, 6, rgb: 0x008787), Shade(28, 2, 2, rgb: 0x008700), Shade(94, 3, 3, rgb: 0x875f00),
      Shade(166, 3, 3, rgb: 0xd75f00), Shade(124, 1, 1, rgb: 0xaf0000),
    ],
    background: RGB(0xfafafa), selection: Shade(254, nil, nil, rgb: 0xe4e4e4))

  package static let highContrast = Theme(
    name: "high-contrast",
    inks: [
      Shade(231, 15, 7, rgb: 0xffffff), Shade(252, 7, 7, rgb: 0xd0d0d0), Shade(250, 7, 7, rgb: 0xbcbcbc),
      Shade(87, 14, 6, rgb: 0x5fffff), Shade(210, 9, 1, rgb: 0xff8787), Shade(226, 11, 3, rgb: 0xffff00),
      Shade(159, 14, 6, rgb: 0xafffff), Shade(120, 10, 2, rgb: 0x87ff87), Shade(229, 11, 3, rgb: 0xffffaf),
      Shade(222, 11, 3, rgb: 0xffd787), Shade(210, 9, 1, rgb: 0xff8787),
    ],
    background: RGB(0x000000), selection: Shade(238, nil, nil, rgb: 0x444444))

  /// Blue, orange and grey only: pairs that people with red-green blindness tell apart.
  package static let colorBlind = Theme(
    name: "color-blind",
    inks: [
      Shade(nil, nil, nil, rgb: 0xd0d0d0), Shade(244, 8, nil, rgb: 0x808080), Shade(240, 8, nil, rgb: 0x585858),
      Shade(75, 12, 6, rgb: 0x5fafff), Shade(208, 11, 3, rgb: 0xff8700), Shade(222, 11, 3, rgb: 0xffd787),
      Shade(109, 6, 6, rgb: 0x87afaf), Shade(75, 12, 6, rgb: 0x5fafff), Shade(179, 3, 3, rgb: 0xd7af5f),
      Shade(215, 11, 3, rgb: 0xffaf5f), Shade(208, 11, 3, rgb: 0xff8700),
    ],
    background: RGB(0x15181e), selection: Shade(236, nil, nil, rgb: 0x303030))

  /// Every theme, by the name that the configuration uses.
  package static let all: [Theme] = [.dark, .light, .highContrast, .colorBlind]

  package func shade(_ ink: Ink) -> Shade {
    inks.indices.contains(Int(ink.rawValue)) ? inks[Int(ink.rawValue)] : inks[0]
  }

  /// How a style looks on a terminal of some depth. Without colours, weight and reverse video carry what is left; a
  /// selection that has no colour of its own is reverse video.
  package func appearance(_ style: Style, depth: ColorDepth) -> Appearance {
    var look = Appearance(bold: style.bold, underline: style.underline)
    look.foreground = shade(style.ink).index(at: depth)
    if style.selected {
      look.background = selection.index(at: depth)
      look.reverse = look.background == nil
    }
    switch style.ink {
    case .dim, .line: look.faint = look.foreground == nil && !style.bold
    case .critical, .accent: look.bold = look.bold || depth == .mono
    default: break
    }
    return look
  }
}
