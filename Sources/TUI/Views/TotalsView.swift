internal import Engine

/// Findings so far by severity; tokens, cost and recording at the right.
struct TotalsView {
  let state: TUIState

  func draw(y: Int?, on canvas: inout Canvas) {
    guard let y else { return }
    let width = canvas.lineWidth
    let full = counts(words: true)
    let left = full.width <= width ? full : counts(words: false)
    let room = width - left.width - 3
    let right = rights.first { $0.width <= room } ?? []
    canvas.line(left, right, y: y)
  }

  private func counts(words: Bool) -> [Span] {
    let findings = state.findings
    let all = Figures.counted(findings.count, "finding", "findings")
    var parts: [[Span]] = [[Span(ScreenText(untrusted: all), .text, bold: true)]]
    for severity in Severity.allCases.reversed() {
      let count = findings.count { $0.severity == severity }
      guard count > 0 else { continue }
      let look = severity.look
      parts.append(
        [Span(look.symbol, look.ink), Span(" ", look.ink), Span(ScreenText(count), look.ink)]
          + (words ? [Span(" ", look.ink), Span(look.word(count), look.ink)] : []))
    }
    return spaced(parts, words ? 3 : 1)
  }

  /// From the fullest to the shortest.
  private var rights: [[Span]] {
    let recording = self.recording
    guard state.review.usesModel else {
      return [spaced([[Span("no model: no tokens, no cost", .dim)], recording], 4), recording]
    }
    let tokens = FigureSpans.tokens(state.review.usage)
    let cache = FigureSpans.cache(state.review.usage)
    let cost = [Span(ScreenText(untrusted: Figures.cost(state.review.usage.costUSD)), .text, bold: true)]
    let full = [
      spaced([spaced([tokens, cache], 1), cost, recording], 4), spaced([tokens, cost, recording], 2),
      spaced([tokens, cost], 2), cost,
    ]
    guard let forecast = state.review.forecast else { return full }
    // Beside what it is a forecast of: money, or tokens where no price is known.
    let (read, paid) =
      forecast.costUSD == nil ? (FigureSpans.forecast(forecast), []) : ([], FigureSpans.forecast(forecast))
    return [
      spaced([spaced([tokens + read, cache], 1), cost + paid, recording], 4),
      spaced([tokens + read, cost + paid, recording], 2),
    ] + full
  }

  private var recording: [Span] {
    switch state.recording {
    case .off: [Span(state.replay == nil ? "not recorded" : "replay", .dim)]
    case .on: [Span(.recording, .dim), Span(state.review.isOver ? " recorded" : " recording", .dim)]
    case .stopped: [Span(.failed, .bad), Span(" recording stopped", .bad)]
    }
  }
}

/// Tokens and cost as panes and totals write them.
enum FigureSpans {
  static func tokens(_ usage: Usage) -> [Span] {
    let input = usage.tokens?.read
    let output = usage.tokens?.written
    return [Span(.tokensIn, .dim), figure(Figures.count(input), input), Span(" ", .text), Span(.tokensOut, .dim)]
      + [figure(Figures.count(output), output)]
  }

  static func cache(_ usage: Usage) -> [Span] {
    let share = usage.tokens?.cacheHitRate
    return [Span(.cache, .dim), figure(Figures.percent(share), share)]
  }

  /// Such as ` of ~$0.31`, or ` of ~52k` tokens.
  static func forecast(_ forecast: UsageForecast) -> [Span] {
    let words = forecast.costUSD.map { Figures.cost($0) } ?? Figures.count(forecast.tokens.total)
    return [Span(ScreenText(untrusted: " of ~" + words), .dim)]
  }

  static func cost(_ usage: Usage) -> [Span] { [figure(Figures.cost(usage.costUSD), usage.costUSD)] }

  /// What nobody reported steps back.
  private static func figure<Value>(_ text: String, _ value: Value?) -> Span {
    Span(ScreenText(untrusted: text), value == nil ? .dim : .text)
  }
}

extension ReviewProgress {
  /// Whether tokens and cost mean anything: the `rules` runtime has neither.
  var usesModel: Bool { start?.runtime != "rules" }
}
