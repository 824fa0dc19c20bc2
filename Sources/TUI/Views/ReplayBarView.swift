internal import Engine

/// Where a replay stands, and what is worth jumping to.
struct ReplayBarView {
  let state: TUIState

  func draw(y: Int, on canvas: inout Canvas) {
    guard let replay = state.replay else { return }
    let isFocused = state.focus == .replayBar
    let speed = ScreenText(untrusted: " " + ReplayBarView.speed(replay.speed))
    let left: [Span] = [
      Span(replay.isPaused ? .pause : .play, isFocused ? .accent : .text), Span(speed, .text), Span("  ", .text),
    ]
    let right: [Span] = [
      Span("  ", .text), Span(ScreenText(untrusted: replay.position.wideClock), .text, bold: true), Span(" of ", .dim),
      Span(ScreenText(untrusted: replay.length.wideClock), .dim),
    ]
    canvas.line(left, right, y: y)
    let start = canvas.margin + left.width
    let width = canvas.lineWidth - left.width - right.width
    guard width >= 4 else { return }
    func column(_ at: Duration) -> Int {
      let length = Double(replay.length.components.seconds)
      guard length > 0 else { return 0 }
      return Int((min(1, max(0, Double(at.components.seconds) / length)) * Double(width - 1)).rounded())
    }
    let knob = column(replay.position)
    for offset in 0..<width {
      canvas.put(
        [Span(offset < knob ? .sliderDone : .sliderRest, offset < knob ? .accent : .line)], x: start + offset, y: y)
    }
    for mark in replay.marks { canvas.put([mark.span], x: start + column(mark.at), y: y) }
    canvas.put([Span(.sliderKnob, isFocused ? .accent : .text, bold: true)], x: start + knob, y: y)
  }

  /// `4x`, `0.5x`.
  private static func speed(_ speed: Double) -> String {
    guard speed.isFinite, speed >= 0, speed < 100_000 else { return "–" }
    let tenths = Int((speed * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)x" : "\(tenths / 10).\(tenths % 10)x"
  }
}

extension ReplayMark {
  fileprivate var span: Span {
    switch kind {
    case .finding(let severity): Span(severity.look.symbol, severity.look.ink)
    case .retry: Span(.retry, .trouble)
    case .failure: Span(.failed, .bad)
    }
  }
}
