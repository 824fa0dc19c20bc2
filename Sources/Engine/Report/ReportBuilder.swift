/// Makes the report out of the events of a review, one after the other: live, replayed and read from a recording give
/// the same bytes.
package struct ReportBuilder: Sendable {
  private var start: ReviewStart?
  private var change: ChangeSummary?
  private var tier: TierExplanation?
  private var plans: [SpecialistPlan] = []
  private var tracks: [SpecialistID: Track] = [:]
  private var order: [SpecialistID] = []
  private var findings: [Finding] = []
  private var judgement: Judgement?
  private var notices: [Notice] = []
  private var end: ReviewEnd?
  private var latest: Duration = .zero

  /// What is known of one specialist.
  private struct Track: Sendable {
    var attempts = 0
    var model: String?
    var usage = Usage()
    var findings = 0
    var started: Duration?
    var end: SpecialistEnd?
  }

  package init() {}

  package mutating func apply(_ event: ReviewEvent) {
    latest = max(latest, event.at)
    if let notice = event.kind.supervisionNotice { notices.append(notice) }
    switch event.kind {
    case .started(let start): self.start = start
    case .changeRead(let summary):
      change = summary
      notices += summary.notices.map { Notice(.warning, $0) }
    case .planned(let explanation, let plans): (tier, self.plans) = (explanation, plans)
    case .specialist(let id, let event): apply(event, to: id)
    case .finding(let finding):
      findings.append(finding)
      for id in finding.reportedBy { update(id) { $0.findings += 1 } }
    case .judging: break
    case .judged(let judgement): self.judgement = judgement
    case .notice(let notice): notices.append(notice)
    case .health, .clockJump: break
    case .finished(let end): self.end = end
    }
  }

  private mutating func apply(_ event: SpecialistEvent, to id: SpecialistID) {
    let now = latest
    update(id) { track in
      switch event {
      case .started(let attempt, let model):
        track.attempts = max(track.attempts, attempt)
        track.model = model ?? track.model
        track.started = track.started ?? now
      case .agent(.stepFinished(_, let usage)):
        var usage = usage
        if let cost = usage.costUSD, !cost.isFinite { usage.costUSD = nil }
        track.usage += usage
      case .ended(let end): track.end = end
      case .agent, .heartbeat, .retrying, .failedBack, .note: break
      }
    }
  }

  private mutating func update(_ id: SpecialistID, _ body: (inout Track) -> Void) {
    if tracks[id] == nil { order.append(id) }
    body(&tracks[id, default: Track()])
  }
}

extension ReportBuilder {
  /// The report as of the events so far, after what a person did in triage. A review that has not finished is reported
  /// as incomplete.
  package func report(triage: some Sequence<TriageAction> = []) -> Report {
    let judged = judgement ?? Judge.judge(findings)
    let ledger = TriageLedger(judged, actions: triage)
    let specialists = specialists()
    let usage = specialists.reduce(into: Usage()) { $0 += Usage(tokens: $1.tokens, costUSD: $1.costUSD) }
    return Report(
      run: start?.run ?? "", engine: start?.engine ?? "", isolation: start?.isolation, change: change.map(Self.change),
      tier: tier.map { Report.Tier(name: $0.tier, rule: $0.rule, path: $0.path) }, decision: ledger.decision.decision,
      complete: end?.complete ?? false, missing: missing(specialists),
      specialists: specialists, findings: ledger.findings.map { Self.item($0, ledger.state(of: $0.id)) },
      ledger: ledger.ledger, judge: judged.judge, notices: notices,
      totals: Report.Totals(
        tokens: usage.tokens, costUSD: usage.costUSD, cacheHitRate: Self.rate(usage.tokens),
        forecast: UsageForecast.sum(specialists.compactMap(\.forecast)),
        durationSeconds: end.map { Self.seconds($0.milliseconds) } ?? Self.seconds(latest)))
  }

  private static func change(_ summary: ChangeSummary) -> Report.Change {
    Report.Change(
      base: summary.base, head: summary.head, files: summary.files, added: summary.added, removed: summary.removed,
      excluded: summary.excluded)
  }

  private static func item(_ finding: Finding, _ state: TriageState) -> Report.Item {
    let state: Report.Item.State =
      switch state {
      case .open: .open
      case .accepted: .accepted
      case .suppressed: .suppressed
      }
    return Report.Item(
      id: finding.id, fingerprint: finding.fingerprint, severity: finding.severity, category: finding.category,
      rule: finding.rule, file: finding.file, line: finding.line, endLine: finding.endLine, side: finding.side,
      title: finding.title, body: finding.body, suggestion: finding.suggestion, evidence: finding.evidence,
      confidence: finding.confidence.flatMap { $0.isFinite ? $0 : nil }, reportedBy: finding.reportedBy,
      state: state, isAnchored: finding.isAnchored)
  }

  /// In the order of the plan, then those that were not in it.
  private func specialists() -> [Report.Specialist] {
    let planned = plans.map(\.id)
    let others = order.filter { !planned.contains($0) }.map { SpecialistPlan(id: $0) }
    return (plans + others).map(specialist)
  }

  private func specialist(_ plan: SpecialistPlan) -> Report.Specialist {
    let track = tracks[plan.id] ?? Track()
    var (state, reason) = (Report.Specialist.State.incomplete, Optional("it had not ended when the recording stops"))
    if let end = track.end {
      state = Report.Specialist.State(rawValue: end.state.rawValue) ?? .incomplete
      reason = end.reason
    } else if let skipped = plan.skipped {
      (state, reason) = (.skipped, skipped)
    } else if track.attempts == 0 {
      reason = "it was never started"
    }
    let open = track.started.map { Self.seconds(latest - $0) } ?? 0
    return Report.Specialist(
      id: plan.id, state: state, reason: reason, runtime: start?.runtime ?? "", model: track.model ?? plan.model,
      attempts: track.end?.attempts ?? track.attempts,
      durationSeconds: track.end.map { Self.seconds($0.milliseconds) } ?? open, tokens: track.usage.tokens,
      costUSD: track.usage.costUSD, cacheHitRate: Self.rate(track.usage.tokens),
      forecast: plan.skipped == nil ? plan.forecast : nil, findings: track.findings)
  }

  private func missing(_ specialists: [Report.Specialist]) -> [MissingReviewer] {
    if let end { return end.missing }
    return specialists.filter { $0.state != .done && $0.state != .skipped && $0.id != .coordinator }
      .map { MissingReviewer(id: $0.id, reason: $0.reason ?? $0.state.rawValue) }
  }

  private static func rate(_ tokens: TokenUsage?) -> Double? {
    tokens?.cacheHitRate.map { ($0 * 1000).rounded() / 1000 }
  }

  private static func seconds(_ milliseconds: Int) -> Double { Double(milliseconds) / 1000 }
  private static func seconds(_ duration: Duration) -> Double {
    // Whole milliseconds, so that the last digits are those of the recording.
    let (seconds, attoseconds) = duration.components
    return (Double(seconds) * 1000 + Double(attoseconds / 1_000_000_000_000_000)) / 1000
  }
}

extension ReviewEvent.Kind {
  /// Whether a report looks at it; what agents say and how long they are silent is no part of one.
  package var countsInReport: Bool {
    switch self {
    case .specialist(_, .agent(.stepFinished)): true
    case .specialist(_, .agent), .specialist(_, .heartbeat): false
    default: true
    }
  }
}

extension Report {
  /// The report over whole events.
  package static func build(
    events: some Sequence<ReviewEvent>, triage: some Sequence<TriageAction> = []
  ) -> Report {
    var builder = ReportBuilder()
    for event in events { builder.apply(event) }
    return builder.report(triage: triage)
  }
}
