internal import Engine

/// What shall become of the running review?
struct QuitView {
  let state: TUIState

  func draw(on canvas: inout Canvas) {
    let (done, all) = state.review.reviewers
    let inside = canvas.dialog(
      width: 66, height: canvas.size.height >= 12 ? 9 : 7,
      BoxLabels(top: [Span("the review is still running", .accent, bold: true)]))
    let air = inside.height >= 7
    let lines: [[Span]] =
      [[Span(ScreenText(untrusted: "\(done) of \(all) reviewers have finished"), .text)]] + (air ? [[]] : [])
      + KeyHints.choices(in: .quit).map { row($0.keys, $0.words) }
      + [row("Ctrl-C", "abort and leave at once")]
    for (offset, line) in lines.prefix(inside.height - (air ? 1 : 0)).enumerated() {
      canvas.put(line, x: inside.x, y: inside.y + offset + (air ? 1 : 0), maxWidth: inside.width)
    }
  }

  private func row(_ keys: String, _ words: String) -> [Span] {
    [Span(TextLayout.pad(ScreenText(untrusted: keys), width: 8), .accent), Span(ScreenText(untrusted: words), .text)]
  }
}
