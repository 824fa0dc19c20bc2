internal import Engine

/// The first row: product, runtime, repository, title, and at the right what the view has to say.
struct HeaderView {
  let state: TUIState
  /// The view's name; nil on the dashboard, which shows the change's title instead.
  var place: [Span]?
  /// From the fullest to the shortest.
  var rights: [[Span]]

  func draw(on canvas: inout Canvas) {
    let width = canvas.lineWidth
    let right = rights.first { $0.width <= width - min(leastLeft, width / 2) } ?? []
    canvas.line(left(width - right.width - 3), right, y: 0)
  }

  private let leastLeft = 44

  /// What fits of it; the runtime is always named.
  private func left(_ width: Int) -> [Span] {
    let change = state.review.change
    let runtime = state.review.start?.runtime
    let product: [Span] = [Span("conclave", .accent, bold: true)]
    let full = spaced(
      [runtime.map { [Span(ScreenText(untrusted: RuntimeName.words($0)), .waiting)] } ?? [], isolation], 2)
    // What goes without a sandbox says so wherever its name is.
    let kept = state.review.start?.isolation == "none" ? isolation : []
    let short = spaced(
      [runtime.map { [Span(ScreenText(untrusted: RuntimeName.short($0)), .waiting)] } ?? [], kept], 2)
    let repository = change.map { [Span(ScreenText(untrusted: $0.repository), .text)] } ?? []
    let title = change.map { [Span(ScreenText(untrusted: $0.title), .text, bold: true)] } ?? []
    let choices =
      if let place {
        [
          [product, full, repository, place], [product, short, repository, place], [product, short, place],
          [short, place],
        ]
      } else {
        [[product, full, repository, title], [product, short, repository, title], [product, short, title]]
      }
    let all = kept.isEmpty ? choices : choices + [[short]]
    let fitting = all.first { spaced($0, 2).width <= width }
    return spaced(fitting ?? all[all.count - 1], 2)
  }
}

extension HeaderView {
  private var isolation: [Span] {
    let name = state.review.start?.isolation
    guard let words = RuntimeName.isolation(name) else { return [] }
    return [Span(ScreenText(untrusted: words), name == "none" ? .bad : .dim, bold: name == "none")]
  }
}

extension TUIState {
  /// The dashboard's right: tier, why, and the clock.
  var reviewRights: [[Span]] {
    let clock = self.clock
    guard let tier = review.tier else { return [clock] }
    let name = [Span(ScreenText(untrusted: tier.tier.rawValue), tier.tier == .full ? .warning : .text)]
    let path = tier.path.map { $0.description + ": " } ?? ""
    let why = [Span(ScreenText(untrusted: path + tier.rule), .dim)]
    return [spaced([spaced([name, why], 1), clock], 3), spaced([name, clock], 3), clock]
  }

  private var clock: [Span] {
    if let end = review.end {
      return [
        Span("took ", .dim),
        Span(ScreenText(untrusted: Figures.span(milliseconds: end.milliseconds)), .text, bold: true),
      ]
    }
    let elapsed = Span(ScreenText(untrusted: now.wideClock), .text, bold: true)
    guard let start = review.start, start.overallLimitSeconds > 0 else { return [elapsed] }
    let limit = Duration.seconds(start.overallLimitSeconds).wideClock
    return [elapsed, Span(" of ", .dim), Span(ScreenText(untrusted: limit), .dim)]
  }
}
