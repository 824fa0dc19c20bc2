package import Engine

/// Takes one event into the state and says what the outer world shall do. The only code that changes the state.
package func reduce(_ state: inout TUIState, _ event: TUIEvent) -> [Effect] {
  switch event {
  case .review(let event): state.take(event)
  case .key(let key): return state.press(key)
  case .tick(let now): state.now = max(state.now, now)
  case .resize(let size):
    state.size = size
    state.clampScroll()
    if state.view == .preview { state.wrapPreview() }
  case .effectFinished(let result): return state.take(result)
  case .recording(let recording): state.recording = recording
  case .replay(let status):
    if state.replay == nil { state.focus = .replayBar }
    state.replay = status
  case .rewound: state.rewind()
  }
  return []
}

extension TUIState {
  fileprivate mutating func take(_ event: ReviewEvent) {
    now = max(now, event.at)
    review.apply(event)
    switch event.kind {
    case .finding where triage.judgement == nil: list.add(review.raw.last, .open)
    case .judged(let judgement):
      triage.setJudgement(judgement)
      refreshList()
      // The judge's order is by weight: who is not reading the list begins with the worst.
      if ![.findings, .detail].contains(view) { list.select(row: 0) }
    case .finished: showEnd()
    default: break
    }
  }

  /// The findings list opens by itself, unless the person is in the middle of something.
  private mutating func showEnd() {
    if case .quit = overlay { overlay = nil }
    guard setup.opensFindings, replay == nil, !hasChosenView, overlay == nil, view == .dashboard else { return }
    view = .findings
    isZoomed = false
  }

  fileprivate mutating func rewind() {
    now = .zero
    review = ReviewProgress()
    triage.setJudgement(nil)
    refreshList()
  }

  fileprivate mutating func take(_ result: EffectResult) -> [Effect] {
    switch result {
    case .persisted: break
    case .persistFailed(let action, let reason):
      triage.remove(action)
      refreshList()
      banner = Banner(ink: .bad, text: "not saved, taken back: " + reason)
    case .edited(let id, let edit):
      guard let edit else { return say("nothing was changed") }
      return act(.edit(id, edit), "edited")
    case .posted(let place):
      preview.isPosting = false
      preview.posted = place
      banner = Banner(ink: .good, text: "posted to " + place)
    case .postFailed(let reason):
      preview.isPosting = false
      banner = Banner(ink: .bad, text: "not posted: " + reason)
    case .done(let text): banner = Banner(ink: .good, text: text)
    case .failed(let reason): banner = Banner(ink: .bad, text: reason)
    }
    return []
  }
}

extension TUIState {
  /// The findings that the list is made of: the judge's, or the raw ones while there is no judgement.
  package var findings: [Finding] { triage.judgement == nil ? review.raw : triage.findings }

  /// The finding that the list stands on.
  package var selectedFinding: Finding? {
    guard let id = list.selected else { return nil }
    return findings.first { $0.id == id }
  }

  mutating func refreshList() {
    let book = triage
    list.show(findings) { book.state(of: $0) }
  }

  /// Shows an explanation; asks for nothing.
  mutating func say(_ text: String, _ ink: Ink = .dim) -> [Effect] {
    banner = Banner(ink: ink, text: text)
    return []
  }
}
