/// A character that is drawn as geometry, since fonts leave gaps between rows, or have it in another width.
enum SVGShape {
  case horizontal(thick: Bool)
  case vertical
  /// Which way the arc opens: right or left, down or up.
  case corner(right: Bool, down: Bool)
  case block
  /// An arrow around.
  case turn

  init?(_ text: String) {
    switch text {
    case "─": self = .horizontal(thick: false)
    case "━": self = .horizontal(thick: true)
    case "│": self = .vertical
    case "╭": self = .corner(right: true, down: true)
    case "╮": self = .corner(right: false, down: true)
    case "╰": self = .corner(right: true, down: false)
    case "╯": self = .corner(right: false, down: false)
    case "█": self = .block
    case "⟳", "↻": self = .turn
    default: return nil
    }
  }

  /// SVG in the rectangle given, in tenths of a pixel.
  func markup(x: Int, y: Int, width: Int, height: Int, color: String) -> String {
    func point(_ dx: Int, _ dy: Int) -> String { "\(FrameSVG.pixels(x + dx)) \(FrameSVG.pixels(y + dy))" }
    let middle = (x: width / 2, y: height / 2)
    switch self {
    case .horizontal(let thick):
      return stroke("M\(point(0, middle.y))L\(point(width, middle.y))", color, width: thick ? "2" : "1")
    case .vertical:
      return stroke("M\(point(middle.x, 0))L\(point(middle.x, height))", color, width: "1")
    case .corner(let right, let down):
      let end = right ? width : 0
      let start = down ? height : 0
      // The arc's radius is half a cell's width; the rest of the way is straight.
      let bend = down ? middle.y + middle.x : middle.y - middle.x
      return stroke(
        "M\(point(middle.x, start))L\(point(middle.x, bend))Q\(point(middle.x, middle.y)) \(point(end, middle.y))",
        color,
        width: "1")
    case .turn:
      let arc = "M\(point(middle.x + 28, middle.y + 10))A3 3 0 1 1 \(point(middle.x + 21, middle.y - 21))"
      let head = "M\(point(middle.x + 7, middle.y - 21))H\(FrameSVG.pixels(x + middle.x + 21))v-1.4"
      return stroke(arc + head, color, width: "1")
    case .block:
      return """
        <rect x="\(FrameSVG.pixels(x))" y="\(FrameSVG.pixels(y))" width="\(FrameSVG.pixels(width))" \
        height="\(FrameSVG.pixels(height))" fill="\(color)"/>

        """
    }
  }

  private func stroke(_ path: String, _ color: String, width: String) -> String {
    "<path d=\"\(path)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"\(width)\"/>\n"
  }
}
