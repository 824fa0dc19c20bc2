internal import Engine

/// The coordinator, or the deterministic judge that stands in for it.
struct JudgeView {
  let state: TUIState

  func draw(in rect: Rect, on canvas: inout Canvas) {
    if rect.height < 3 {
      canvas.line(spaced([title, status, rect.width >= 100 ? detail : []], 3), y: rect.y)
      return
    }
    canvas.box(rect, BoxLabels(top: title, bottom: status))
    let inside = PaneFrame.inside(rect)
    var rows = DetailRow.wrap(detail, width: inside.width)
    if let coordinator = state.review.coordinator, inside.height > rows.count + 1 {
      let layout = TranscriptLayout(width: inside.width, height: inside.height - rows.count - 1)
      let said = layout.rows(of: coordinator.transcript, scroll: nil).rows
      if !said.isEmpty { rows += [.blank] + said }
    } else if state.review.coordinator == nil, inside.height > rows.count + 3 {
      rows += found(inside.width, height: inside.height - rows.count - 1)
    }
    for (offset, row) in rows.prefix(inside.height).enumerated() {
      canvas.put(row, x: inside.x, y: inside.y + offset, width: inside.width)
    }
  }

  /// What there is to judge, the newest last; afterwards what has survived, the worst first.
  private func found(_ width: Int, height: Int) -> [TextRow] {
    let isOpen = state.triage.judgement == nil
    let findings = isOpen ? state.findings.suffix(height) : state.findings.prefix(height)
    guard !findings.isEmpty else { return [] }
    let places = findings.map { finding in
      let place = finding.file.name + (finding.line.map { ":\($0)" } ?? "")
      return TextLayout.truncateMiddle(ScreenText(untrusted: place), width: width / 3)
    }
    let column = places.map(\.width).max() ?? 0
    return [.blank]
      + zip(findings, places).map { finding, place in
        let look = finding.severity.look
        let title = Span(ScreenText(untrusted: finding.title), isOpen ? .dim : .text)
        return TextRow(left: [
          Span(look.symbol, look.ink), Span(" ", .text), Span(TextLayout.pad(place, width: column), .dim),
          Span("   ", .text), title,
        ])
      }
  }

  private var title: [Span] {
    guard let coordinator = state.review.coordinator else {
      return [Span("judge", .text, bold: true), Span(" deterministic", .dim)]
    }
    let model = coordinator.model.map { [Span(" ", .dim), Span(ScreenText(untrusted: $0), .dim)] } ?? []
    return [Span("coordinator", .text, bold: true)] + model
  }

  private var status: [Span] {
    switch state.review.stage {
    case .preparing: return [Span("reading the change", .dim)]
    case .reviewing:
      let (_, all) = state.review.reviewers
      return [Span(ScreenText(untrusted: "waiting for \(state.review.running.count) of \(all)"), .dim)]
    case .judging: return [Span(.judging, .good), Span(" judging", .good)] + work
    case .judged, .ended: return decision
    }
  }

  /// What the coordinator is doing, where it does more than one expects.
  private var work: [Span] {
    guard let coordinator = state.review.coordinator, coordinator.phase != .judging else { return [] }
    let words = " · " + coordinator.words(now: state.now)
    return [Span(ScreenText(untrusted: words), coordinator.phase.ink)]
  }

  private var decision: [Span] {
    guard let decision = state.triage.decision?.decision ?? state.review.end?.decision else { return [] }
    return [Span(ScreenText(untrusted: decision.rawValue), decision.ink, bold: true)]
  }

  private var detail: [Span] {
    switch state.review.stage {
    case .preparing: return []
    case .reviewing:
      let names = state.review.running.map(\.rawValue)
      guard let last = names.last else { return [Span("starts now", .dim)] }
      let words = names.count == 1 ? last + " has" : names.dropLast().joined(separator: ", ") + " and " + last + " have"
      return [Span("starts when ", .dim), Span(ScreenText(untrusted: words), .dim), Span(" finished", .dim)]
    case .judging:
      return [
        Span(ScreenText(untrusted: Figures.counted(state.review.raw.count, "finding", "findings") + " to judge"), .dim)
      ]
    case .judged, .ended:
      if let judge = state.triage.judgement?.judge, judge.by == .deterministic {
        let words = "deterministic, without the coordinator: " + (judge.reason ?? "")
        // One that finished and can't be used is trouble as well; one that was not asked is none.
        let ink = state.review.coordinator?.phase.ink ?? .trouble
        return [Span(ScreenText(untrusted: words), ink == .good ? .trouble : ink)]
      }
      return [Span(ScreenText(untrusted: state.triage.decision?.reason ?? ""), .dim)]
    }
  }
}

/// Words of one style broken into rows.
enum DetailRow {
  static func wrap(_ spans: [Span], width: Int) -> [TextRow] {
    guard let first = spans.first else { return [] }
    return TextLayout.wrap(spans.map(\.text).joined(), width: width).map { TextRow($0, first.style.ink) }
  }
}
