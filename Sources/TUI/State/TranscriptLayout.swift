internal import Engine

/// Turns lines of a transcript into rows. Only what is asked for is wrapped, from the newest line backwards.
package struct TranscriptLayout: Sendable {
  package var width: Int
  package var height: Int
  /// Whether the agent is at rest: then its words are secondary to its findings.
  package var isCalm = false

  package init(width: Int, height: Int, isCalm: Bool = false) {
    self.width = max(1, width)
    self.height = max(0, height)
    self.isCalm = isCalm
  }

  /// The rows to show, top first, and how many lines lie below them.
  package func rows(of transcript: Transcript, scroll: PaneScroll?) -> (rows: [TextRow], linesBelow: Int) {
    let last = lastLine(transcript, scroll)
    let skipped = scroll?.rowsUp ?? 0
    var found: [TextRow] = []
    var index = last
    while index >= 0, found.count < height + skipped {
      found.append(contentsOf: rows(at: index, of: transcript).reversed())
      index -= 1
    }
    let visible = found.dropFirst(min(skipped, max(0, found.count - height))).prefix(height)
    return (visible.reversed(), transcript.lines.count - 1 - last)
  }

  /// `scroll` without rows beyond the top.
  func clamped(_ scroll: PaneScroll, in transcript: Transcript) -> PaneScroll {
    var found = 0
    var index = lastLine(transcript, scroll)
    while index >= 0, found < scroll.rowsUp + height {
      found += rows(at: index, of: transcript).count
      index -= 1
    }
    return PaneScroll(line: scroll.line, rowsUp: min(scroll.rowsUp, max(0, found - height)))
  }

  private func lastLine(_ transcript: Transcript, _ scroll: PaneScroll?) -> Int {
    let newest = transcript.lines.count - 1
    return scroll.map { min(max(0, $0.line - transcript.forgotten), newest) } ?? newest
  }

  /// The rows of one line, with a blank one before it where another kind of line begins.
  private func rows(at index: Int, of transcript: Transcript) -> [TextRow] {
    let line = transcript.lines[index]
    let own = rows(of: line)
    guard height >= 8, index > 0 else { return own }
    let before = transcript.lines[index - 1]
    let isNewGroup = group(before) != group(line) && !before.isBlank && !line.isBlank
    return isNewGroup ? [.blank] + own : own
  }

  private func group(_ line: TranscriptLine) -> Int {
    switch line.kind {
    case .prose, .reasoning: 0
    case .tool: 1
    case .finding: 2
    case .attempt, .note: 3
    }
  }

  private func rows(of line: TranscriptLine) -> [TextRow] {
    switch line.kind {
    case .prose: wrapped(line.text, Style(isCalm ? .dim : .text))
    case .reasoning: wrapped(line.text, Style(.dim))
    case .tool(let call): [row(of: call)]
    case .finding(let mark): rows(of: mark)
    case .attempt(let number): [attempt(number, model: line.text, at: line.at)]
    case .note(let ink): wrapped(line.text, Style(ink))
    }
  }

  private func wrapped(_ text: String, _ style: Style) -> [TextRow] {
    TextLayout.wrap(ScreenText(untrusted: text), width: width).map { TextRow(left: [Span($0, style)]) }
  }

  private func row(of call: ToolCall) -> TextRow {
    let time = call.milliseconds.map { ScreenText(untrusted: Figures.seconds(milliseconds: $0)) }
    let name = ScreenText(untrusted: call.name)
    let room = width - name.width - 3 - (time.map { $0.width + 2 } ?? 0)
    let subject = TextLayout.truncateMiddle(ScreenText(untrusted: call.subject), width: max(0, room))
    var left = [Span(.tool, .dim), Span(" ", .dim), Span(name, .dim), Span(" ", .dim), Span(subject, .text)]
    if call.isError {
      let message = call.message.isEmpty ? "failed" : ScreenText(untrusted: call.message)
      left += [
        Span("  ", .text), Span(TextLayout.truncate(message, width: max(0, room - subject.width - 2)), .trouble),
      ]
    }
    return TextRow(left: left, right: time.map { [Span($0, .dim)] } ?? [])
  }

  private func rows(of mark: FindingMark) -> [TextRow] {
    let look = mark.severity.look
    let indent = width >= 44 ? 13 : 2
    let head: [Span] =
      indent == 2
      ? [Span(look.symbol, look.ink), Span(" ", .text)]
      : [
        Span(look.symbol, look.ink), Span(" ", .text), Span(TextLayout.pad(look.word, width: 11), look.ink, bold: true),
      ]
    let place = ScreenText(untrusted: mark.place)
    let lines = TextLayout.wrap(ScreenText(untrusted: mark.title), width: max(1, width - indent))
    var rows = lines.enumerated().map { number, text in
      TextRow(left: (number == 0 ? head : [Span(.blanks(indent), .text)]) + [Span(text, .text)])
    }
    let placed = TextLayout.truncateMiddle(place, width: max(1, width - indent))
    if let last = lines.last, indent + last.width + 2 + placed.width <= width {
      rows[rows.count - 1].left += [Span("  ", .text), Span(placed, .dim)]
    } else {
      rows.append(TextRow(left: [Span(.blanks(indent), .text), Span(placed, .dim)]))
    }
    return rows
  }

  private func attempt(_ number: Int, model: String, at: Duration) -> TextRow {
    let model = model.isEmpty ? [] : [Span("  ", .text), Span(ScreenText(untrusted: model), .text)]
    return TextRow(
      left: [Span("attempt ", .dim), Span(ScreenText(number), .dim)] + model,
      right: [Span(ScreenText(untrusted: at.wideClock), .dim)])
  }
}
