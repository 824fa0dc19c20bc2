/// Every picture character that views use, by meaning. Views draw the Unicode form; where the terminal can't show it, the rim
/// folds the finished canvas to ASCII (`Canvas.asciiFolded`), so a view never chooses.
package enum Symbol: CaseIterable, Sendable {
  case critical, warning, suggestion
  case queued, starting, streaming, thinking, retry, failback, breakerOpen, judging
  case done, failed, timedOut, cancelled, skipped, incomplete
  case tool, pointer, evidence, selected, edited
  case tokensIn, tokensOut, cache, recording, play, pause
  case ellipsis, separator, arrowLeft, arrowRight, arrowUp, arrowDown, unknown
  case sliderDone, sliderRest, sliderKnob, bar, cursor
  case horizontal, vertical, topLeft, topRight, bottomLeft, bottomRight

  /// The character; always one column wide.
  package var text: ScreenText { ScreenText(sanitized: String(pair.unicode), width: 1, hidden: 0) }

  var pair: (unicode: Unicode.Scalar, ascii: Unicode.Scalar) {
    switch self {
    case .critical: ("●", "*")
    case .warning: ("▲", "^")
    case .suggestion: ("◆", "-")
    case .queued: ("·", ".")
    case .starting: ("○", "o")
    case .streaming: ("●", "*")
    case .thinking: ("◌", "~")
    case .retry: ("↻", "@")
    case .failback: ("→", ">")
    case .breakerOpen: ("◇", "!")
    case .judging: ("◈", "=")
    case .done: ("✓", "+")
    case .failed: ("✗", "x")
    case .timedOut: ("◷", "T")
    case .cancelled: ("■", "#")
    case .skipped: ("–", "-")
    case .incomplete: ("◐", "%")
    case .tool: ("⚙", "$")
    case .pointer: ("▸", ">")
    case .evidence: ("◀", "<")
    case .selected: ("◉", "x")
    case .edited: ("✎", "e")
    case .tokensIn: ("↑", "^")
    case .tokensOut: ("↓", "v")
    case .cache: ("⟳", "c")
    case .recording: ("●", "*")
    case .play: ("▶", ">")
    case .pause: ("∥", "|")
    case .ellipsis: ("…", "~")
    case .separator: ("·", ".")
    case .arrowLeft: ("←", "<")
    case .arrowRight: ("→", ">")
    case .arrowUp: ("↑", "^")
    case .arrowDown: ("↓", "v")
    case .unknown: ("–", "-")
    case .sliderDone: ("━", "=")
    case .sliderRest: ("─", "-")
    case .sliderKnob: ("●", "*")
    case .bar: ("█", "#")
    case .cursor: ("▏", "|")
    case .horizontal: ("─", "-")
    case .vertical: ("│", "|")
    case .topLeft: ("╭", "+")
    case .topRight: ("╮", "+")
    case .bottomLeft: ("╰", "+")
    case .bottomRight: ("╯", "+")
    }
  }

  static let ascii: [String: String] = Dictionary(
    allCases.map { (String($0.pair.unicode), String($0.pair.ascii)) }, uniquingKeysWith: { first, _ in first })
}

extension Canvas {
  /// The same picture for a terminal without UTF-8: our own symbols by their counterparts, other characters as `?`, in as
  /// many columns.
  package func asciiFolded() -> Canvas {
    var folded = self
    for row in 0..<size.height {
      for column in 0..<size.width {
        let cell = self[column, row]
        if cell.text.utf8.count == 1 { continue }
        folded.set(column, row, Cell(Symbol.ascii[cell.text] ?? "?", cell.style))
      }
    }
    return folded
  }
}
