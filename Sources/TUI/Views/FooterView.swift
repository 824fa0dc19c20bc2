internal import Engine

/// The last row: what just happened, else the keys that work now.
struct FooterView {
  let state: TUIState

  func draw(y: Int?, on canvas: inout Canvas) {
    guard let y else { return }
    if let banner = state.banner {
      return canvas.line([Span(ScreenText(untrusted: banner.text), banner.ink)], y: y)
    }
    let hints = KeyHints.all(in: state.keyScopes, isTop: state.isTop, panes: state.review.shownPanes.count)
    canvas.line(FooterView.spans(hints, width: canvas.lineWidth), y: y)
  }

  static func spans(_ hints: [KeyHints.Hint], width: Int) -> [Span] {
    spaced(
      KeyHints.fitting(hints, width: width).map {
        [Span(ScreenText(untrusted: $0.keys), .accent), Span(" ", .dim), Span(ScreenText(untrusted: $0.words), .dim)]
      }, 3)
  }
}

/// The line of what a reader must not miss.
struct NoticeView {
  let state: TUIState

  func draw(y: Int?, on canvas: inout Canvas) {
    guard let y, let notice = state.pressingNotice else { return }
    let (symbol, ink): (Symbol, Ink) = notice.level == .error ? (.failed, .bad) : (.incomplete, .trouble)
    canvas.line([Span(symbol, ink), Span(" ", ink), Span(ScreenText(untrusted: notice.text), ink)], y: y)
  }
}
