internal import Engine

/// A canvas as an SVG picture: a grid of cells in which every word is placed by its column, so that the picture does not
/// depend on the width of a font's fallback, and lines are drawn, so that rows join.
package enum FrameSVG {
  /// Width and height of a cell, size of the letters and distance of the baseline from the cell's top, in tenths of a pixel;
  /// 0.6 is the advance of the fonts that are asked for.
  private static let cell = (width: 84, height: 200)
  private static let fontSize = 140
  private static let baseline = 146
  private static let margin = 120
  private static let fonts = "JetBrains Mono, DejaVu Sans Mono, monospace"

  /// One complete SVG document.
  package static func render(_ canvas: Canvas, theme: Theme = .dark) -> String {
    let width = pixels(canvas.size.width * cell.width + 2 * margin)
    let height = pixels(canvas.size.height * cell.height + 2 * margin)
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">
      <rect width="100%" height="100%" fill="\(color(theme.background))"/>
      <g font-family="\(fonts)" font-size="\(pixels(fontSize))" xml:space="preserve">

      """
    for row in 0..<canvas.size.height {
      svg += backgrounds(canvas, row, theme)
      for run in runs(canvas, row) { svg += markup(run, row, theme) }
    }
    return svg + "</g>\n</svg>\n"
  }

  /// Cells that are drawn together.
  private struct Run {
    var column: Int
    var columns: Int
    var text: String
    var style: Style
  }

  /// Plain letters and single marks between them stay together; everything else is placed alone, since fonts differ about
  /// its width or tie it together, as `==`. Lines of one kind are drawn in one stroke.
  private static func runs(_ canvas: Canvas, _ row: Int) -> [Run] {
    var runs: [Run] = []
    var end = 0
    for column in 0..<canvas.size.width {
      let cell = canvas[column, row]
      if cell.text.isEmpty || (cell.text == " " && !cell.style.underline) { continue }
      if let last = runs.last, end == column, last.style == cell.style, joins(last.text, cell.text) {
        runs[runs.count - 1].columns += 1
        if isPlain(cell.text) { runs[runs.count - 1].text += cell.text }
      } else {
        runs.append(Run(column: column, columns: 1, text: cell.text, style: cell.style))
      }
      end = column + 1
    }
    return runs
  }

  private static func joins(_ run: String, _ next: String) -> Bool {
    guard isPlain(next), isPlain(run) else { return run == next && (next == "─" || next == "━") }
    return isLetter(next.utf8.last) || isLetter(run.utf8.last)
  }

  private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

  private static func isLetter(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return 0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte
  }

  private static func backgrounds(_ canvas: Canvas, _ row: Int, _ theme: Theme) -> String {
    var svg = ""
    var column = 0
    while column < canvas.size.width {
      let start = column
      while column < canvas.size.width, canvas[column, row].style.selected { column += 1 }
      if column > start {
        svg += """
          <rect x="\(x(start))" y="\(y(row))" width="\(pixels((column - start) * cell.width))" \
          height="\(pixels(cell.height))" fill="\(color(theme.selection.rgb))"/>

          """
      }
      column += 1
    }
    return svg
  }

  private static func markup(_ run: Run, _ row: Int, _ theme: Theme) -> String {
    let ink = color(theme.shade(run.style.ink).rgb)
    if let shape = SVGShape(run.text) {
      return shape.markup(
        x: margin + run.column * cell.width, y: margin + row * cell.height, width: run.columns * cell.width,
        height: cell.height, color: ink)
    }
    let weight = run.style.bold ? " font-weight=\"bold\"" : ""
    let line = run.style.underline ? " text-decoration=\"underline\"" : ""
    return """
      <text x="\(x(run.column))" y="\(pixels(margin + row * cell.height + baseline))" \
      fill="\(ink)"\(weight)\(line)>\(XMLText.encode(run.text))</text>

      """
  }

  private static func x(_ column: Int) -> String { pixels(margin + column * cell.width) }
  private static func y(_ row: Int) -> String { pixels(margin + row * cell.height) }

  /// Tenths of a pixel as a decimal number.
  static func pixels(_ tenths: Int) -> String {
    tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
  }

  private static func color(_ rgb: RGB) -> String {
    "#" + [rgb.red, rgb.green, rgb.blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
