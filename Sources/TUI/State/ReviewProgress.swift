package import Engine

/// What the events have said so far; a replay that goes back begins with an empty one.
package struct ReviewProgress: Sendable {
  package enum Stage: Sendable, Hashable {
    case preparing, reviewing, judging, judged
    case ended(ReviewEnd)
  }

  /// Panes that a recording may open, whatever it says.
  static let maximumPanes = 16
  /// Raw findings that are kept, whatever a recording says.
  static let maximumFindings = 5_000
  static let maximumNotices = 50

  package internal(set) var start: ReviewStart?
  package internal(set) var change: ChangeSummary?
  package internal(set) var tier: TierExplanation?
  /// Every planned specialist, the skipped ones too.
  package internal(set) var panes: [Pane] = []
  /// Nil while the judge is the deterministic one.
  package internal(set) var coordinator: Pane?
  package internal(set) var stage = Stage.preparing
  /// Raw findings in order of arrival.
  package internal(set) var raw: [Finding] = []
  package internal(set) var notices: [Notice] = []
  package internal(set) var usage = Usage()
  /// What all who take part were expected to use; nil where nobody said.
  package internal(set) var forecast: UsageForecast?
  /// The same events as a report, for the comment.
  package private(set) var report = ReportBuilder()

  package init() {}

  /// The specialists that take part.
  package var shownPanes: [Pane] { panes.filter { $0.skipReason == nil } }
  package var skippedPanes: [Pane] { panes.filter { $0.skipReason != nil } }

  package var end: ReviewEnd? {
    if case .ended(let end) = stage { end } else { nil }
  }

  package var isOver: Bool { end != nil }
}

extension ReviewProgress {
  /// Takes the next event; constant time, but for the few that say something about the whole.
  mutating func apply(_ event: ReviewEvent) {
    report.apply(event)
    if let notice = event.kind.supervisionNotice { note(notice) }
    switch event.kind {
    case .started(let start): self.start = start
    case .changeRead(let change):
      self.change = change
      for notice in change.notices { note(Notice(.warning, notice)) }
      if !change.isWhole { note(Notice(.warning, "part of the change could not be read")) }
    case .planned(let tier, let plans): plan(tier, plans)
    case .specialist(let id, let happened): apply(happened, to: id, at: event.at)
    case .finding(let finding): take(finding, at: event.at)
    case .judging:
      stage = .judging
      coordinator?.phase = .judging
    case .judged: stage = .judged
    case .notice(let notice): note(notice)
    case .health, .clockJump: break
    case .finished(let end): finish(end)
    }
  }

  private mutating func plan(_ tier: TierExplanation, _ plans: [SpecialistPlan]) {
    self.tier = tier
    stage = .reviewing
    forecast = UsageForecast.sum(plans.filter { $0.skipped == nil }.compactMap(\.forecast))
    for plan in plans {
      let phase = plan.skipped.map { PanePhase.skipped(reason: $0) } ?? .queued
      if plan.id == .coordinator {
        coordinator = Pane(id: plan.id, number: 0, model: plan.model, phase: phase)
      } else if pane(of: plan.id) == nil, panes.count < ReviewProgress.maximumPanes {
        panes.append(Pane(id: plan.id, number: panes.count + 1, model: plan.model, phase: phase))
      }
    }
  }

  private mutating func apply(_ happened: SpecialistEvent, to id: SpecialistID, at now: Duration) {
    if case .agent(.stepFinished(_, let spent)) = happened { usage += spent }
    if id == .coordinator {
      if coordinator == nil { coordinator = Pane(id: id, number: 0) }
      coordinator?.apply(happened, at: now)
    } else if let index = openPane(id) {
      panes[index].apply(happened, at: now)
    }
  }

  private mutating func take(_ finding: Finding, at now: Duration) {
    if raw.count < ReviewProgress.maximumFindings { raw.append(finding) }
    guard let id = finding.reportedBy.first else { return }
    if id == .coordinator {
      coordinator?.apply(finding, at: now)
    } else if let index = openPane(id) {
      panes[index].apply(finding, at: now)
    }
  }

  private mutating func note(_ notice: Notice) {
    if notices.count < ReviewProgress.maximumNotices { notices.append(notice) }
  }

  private mutating func finish(_ end: ReviewEnd) {
    stage = .ended(end)
    for index in panes.indices where panes[index].isRunning {
      let reason = end.missing.first { $0.id == panes[index].id }?.reason ?? "the review ended first"
      panes[index].phase = .ended(
        SpecialistEnd(
          state: .incomplete, reason: reason, attempts: panes[index].attempts, milliseconds: end.milliseconds,
          findings: panes[index].findings))
    }
  }

  private func pane(of id: SpecialistID) -> Int? { panes.firstIndex { $0.id == id } }

  /// The index of a specialist's pane, opened if the plan did not name it; nil where there are too many.
  private mutating func openPane(_ id: SpecialistID) -> Int? {
    if let index = pane(of: id) { return index }
    guard panes.count < ReviewProgress.maximumPanes else { return nil }
    panes.append(Pane(id: id, number: panes.count + 1))
    return panes.count - 1
  }
}

extension ReviewProgress {
  /// Reviewers that take part, and how many of them proved that they finished.
  package var reviewers: (done: Int, all: Int) {
    var done = 0
    var all = 0
    for pane in panes where pane.skipReason == nil {
      all += 1
      if case .ended(let end) = pane.phase, end.state == .done { done += 1 }
    }
    return (done, all)
  }

  /// Who takes part and is still at work.
  package var running: [SpecialistID] { panes.filter(\.isRunning).map(\.id) }
}
