internal import Engine

/// One specialist: who, figures, what it says, what it is doing.
struct PaneView {
  let pane: Pane
  let now: Duration
  let isFocused: Bool
  let showsFigures: Bool

  func draw(in rect: Rect, on canvas: inout Canvas) {
    canvas.box(
      rect,
      BoxLabels(
        top: title(rect.width), topRight: figures(rect.width), bottom: state(rect.width),
        bottomRight: counts(rect.width)),
      focused: isFocused)
    // Focus has a mark of its own, for screens without colour.
    if isFocused { canvas.put([Span(.pointer, .accent)], x: rect.x + 1, y: rect.y) }
    let inside = PaneFrame.inside(rect)
    guard inside.width > 0, inside.height > 0 else { return }
    drawText(inside, on: &canvas)
  }

  private func drawText(_ inside: Rect, on canvas: inout Canvas) {
    let live = pane.scroll == nil && inside.height > 1 ? liveRows(inside.width) : []
    let gap = live.isEmpty || inside.height <= 4 ? 0 : 1
    let layout = TranscriptLayout(
      width: inside.width, height: inside.height - live.count - gap, isCalm: pane.phase.isOver)
    let rows = layout.rows(of: pane.transcript, scroll: pane.scroll).rows
    let all = rows + (rows.isEmpty || gap == 0 ? [] : [TextRow(left: [])]) + live
    for (offset, row) in all.prefix(inside.height).enumerated() {
      canvas.put(row, x: inside.x, y: inside.y + offset, width: inside.width)
    }
  }

  /// What stands below the text while nothing comes (system.md, section 5).
  private func liveRows(_ width: Int) -> [TextRow] {
    switch pane.phase {
    case .thinking:
      let silence = max(.zero, now - pane.lastOutput).wholeSeconds
      let words = ScreenText(untrusted: "Model is thinking... (\(silence)s since last output)")
      return TextLayout.wrap(words, width: width).map { TextRow($0, .waiting) }
    case .retrying(let retry):
      let next = retry.isOwn ? "the agent itself tries again" : "attempt \(retry.next)"
      let due = retry.due.map { "waiting \(max(.zero, $0 - now).secondsUp) s, then " } ?? "then "
      return [TextRow(ScreenText(untrusted: due + next), .dim)]
    default: return []
    }
  }

  private func name(_ hasModel: Bool) -> [Span] {
    let number = pane.number > 0 ? [Span(ScreenText(pane.number), .accent), Span(" ", .text)] : []
    let name = [Span(ScreenText(untrusted: pane.id.rawValue), .text, bold: true)]
    guard hasModel, let model = pane.model else { return number + name }
    let former: [Span] =
      pane.formerModel.map {
        [Span(ScreenText(untrusted: $0), .dim), Span(" ", .dim), Span(.failback, .dim), Span(" ", .dim)]
      } ?? []
    return number + name + [Span(" ", .dim)] + former + [Span(ScreenText(untrusted: model), .dim)]
  }

  /// The richest title and figures that fit into one border together: the figures matter more than the model.
  private func labels(_ width: Int) -> (title: [Span], figures: [Span]) {
    let room = width - 7
    for figures in figureChoices where name(true).width + figures.width <= room { return (name(true), figures) }
    for figures in figureChoices where name(false).width + figures.width <= room { return (name(false), figures) }
    return (name(false), [])
  }

  private func title(_ width: Int) -> [Span] { labels(width).title }
  private func figures(_ width: Int) -> [Span] { labels(width).figures }

  private var figureChoices: [[Span]] {
    guard showsFigures else { return [[]] }
    let tokens = FigureSpans.tokens(pane.usage)
    let cost = FigureSpans.cost(pane.usage)
    return [
      spaced([tokens, FigureSpans.cache(pane.usage), cost], 1), spaced([tokens, cost], 1),
    ]
  }

  private func state(_ width: Int) -> [Span] {
    let ink = pane.phase.ink
    let counts = self.counts(width).width
    let room = width - 6 - (counts > 0 ? counts + 3 : 0)
    let words = TextLayout.truncate(words, width: max(4, room))
    return [Span(pane.phase.symbol, ink), Span(" ", ink), Span(words, ink)]
  }

  private var words: ScreenText { ScreenText(untrusted: pane.words(now: now)) }

  private func counts(_ width: Int) -> [Span] {
    if let scroll = pane.scroll {
      let below = max(0, pane.transcript.end - 1 - scroll.line)
      let words = below == 0 ? "G to follow" : "\(below) new \(below == 1 ? "line" : "lines"), G to follow"
      return [Span(ScreenText(untrusted: words), .accent)]
    }
    // A count of nothing gives way to words that need the room.
    if pane.findings == 0, words.width + 20 > width { return [] }
    let count = ScreenText(untrusted: Figures.counted(pane.findings, "finding", "findings"))
    return [Span(count, pane.findings == 0 ? .dim : .text)]
  }
}
