/// Tells a review as plain lines, for `--print` and the logs of CI jobs: what a person follows, no text of agents. A
/// line begins with the time since the start and is safe wherever it is shown (reliability.md, TT-14).
package struct ConsoleReporter: Sendable {
  /// Longest piece of outside text in a line, in bytes.
  private static let textLimit = 1000
  /// Columns of the name; the longest specialist's.
  private static let nameWidth = 13

  private var findings = 0

  package init() {}

  /// The lines that tell of `event`, without line feeds; often none.
  package mutating func lines(for event: ReviewEvent) -> [String] {
    if let notice = event.kind.supervisionNotice { return [line(event, notice.level.rawValue, notice.text)] }
    switch event.kind {
    case .health, .clockJump: return []
    case .started(let start):
      let isolation = RuntimeName.isolation(start.isolation).map { ", \($0)" } ?? ""
      let runtime = "runtime \(start.runtime)\(isolation)"
      return [line(event, "review", "run \(start.run), \(runtime), at most \(Self.limit(start))")]
    case .changeRead(let change): return lines(event, change)
    case .planned(let tier, let plans): return lines(event, tier, plans)
    case .specialist(let id, let what): return text(what).map { [line(event, id.rawValue, $0)] } ?? []
    case .finding(let finding):
      findings += 1
      return [line(event, finding.reportedBy.first?.rawValue ?? finding.category.rawValue, Self.text(finding))]
    case .judging: return [line(event, "judge", "weighs \(Self.count(findings, "finding"))")]
    case .judged(let judgement):
      let kept = "\(judgement.findings.count) of \(Self.count(judgement.all.count, "finding")) kept"
      let judge = judgement.judge.map { $0.by == .coordinator ? "by the coordinator, " : "deterministic, " } ?? ""
      let decision = "\(Self.words(judgement.decision)): \(judgement.decisionReason)"
      return [line(event, "judge", "\(judge)\(kept); \(decision)")]
    case .notice(let notice): return [line(event, notice.level.rawValue, notice.text)]
    case .finished(let end): return lines(event, end)
    }
  }

  private func line(_ event: ReviewEvent, _ name: String, _ text: String) -> String {
    let seconds = max(0, event.at.components.seconds)
    let clock = Self.twoDigits(seconds / 60) + ":" + Self.twoDigits(seconds % 60)
    let safeName = PlainText.escape(UTF8Cut.text(name.utf8, limit: 64))
    let padding = String(repeating: " ", count: max(0, Self.nameWidth - safeName.utf8.count))
    let safeText = PlainText.escape(UTF8Cut.text(text.utf8, limit: Self.textLimit))
    return PlainText.defused("[\(clock)] \(safeName)\(padding)  \(safeText)")
  }

  private static func twoDigits(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }

  private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  private static func words(_ decision: Decision) -> String {
    decision.rawValue.split(separator: "_").joined(separator: " ")
  }

  private static func limit(_ start: ReviewStart) -> String {
    DurationText.format(.seconds(max(0, start.overallLimitSeconds)))
  }

  private static func seconds(_ milliseconds: Int) -> String {
    let tenths = max(0, milliseconds) / 100
    return "\(tenths / 10).\(tenths % 10) s"
  }

  private static func text(_ finding: Finding) -> String {
    let place = finding.line.map { "\(finding.file):\($0)" } ?? finding.file.description
    return "\(finding.severity.rawValue): \(place): \(finding.title)"
  }
}

extension ConsoleReporter {
  private func lines(_ event: ReviewEvent, _ change: ChangeSummary) -> [String] {
    let size = "\(Self.count(change.files, "file")), +\(change.added) -\(change.removed)"
    let excluded = change.excluded.isEmpty ? "" : "; \(Self.count(change.excluded.count, "file")) not reviewed"
    let first = line(event, "change", "\(change.repository): \(change.source): \(size)\(excluded)")
    return [first] + change.notices.map { line(event, "note", $0) }
  }

  private func lines(_ event: ReviewEvent, _ tier: TierExplanation, _ plans: [SpecialistPlan]) -> [String] {
    let path = tier.path.map { " (\($0))" } ?? ""
    let first = line(event, "tier", "\(tier.tier.rawValue): \(tier.rule)\(path)")
    let skipped = plans.compactMap { plan in
      plan.skipped.map { line(event, plan.id.rawValue, "skipped: \($0)") }
    }
    return [first] + skipped
  }

  /// Nil for what is too much for a line: text, tools, tokens.
  private func text(_ event: SpecialistEvent) -> String? {
    switch event {
    case .started(let attempt, let model):
      "started" + (attempt > 1 ? ", attempt \(attempt)" : "") + (model.map { ", model \($0)" } ?? "")
    case .heartbeat(let seconds):
      // The reference's wording (system.md, section 5).
      "Model is thinking... (\(seconds)s since last output)"
    case .retrying(let next, let of, let delay, let reason):
      "attempt \(next) of \(of) in \(Self.seconds(delay)): \(reason)"
    case .ended(let end): text(end)
    case .agent(.error(let error)): "error: \(error.name): \(error.message)"
    case .agent(.retry(let attempt, let message, _)): "tries again by itself (\(attempt)): \(message)"
    case .agent, .failedBack, .note: nil
    }
  }

  private func text(_ end: SpecialistEnd) -> String {
    let state = end.state == .timedOut ? "timed out" : end.state.rawValue
    let reason = end.reason.map { ": \($0)" } ?? ""
    let attempts = end.attempts > 1 ? ", \(end.attempts) attempts" : ""
    return "\(state)\(reason) (\(Self.count(end.findings, "finding")), \(Self.seconds(end.milliseconds))\(attempts))"
  }

  private func lines(_ event: ReviewEvent, _ end: ReviewEnd) -> [String] {
    let missing = end.missing.map { line(event, $0.id.rawValue, "not reviewed: \($0.reason)") }
    let incomplete = end.complete ? "" : ", incomplete"
    let text =
      "\(Self.words(end.decision))\(incomplete) (\(Self.seconds(end.milliseconds)), exit status \(end.exitStatus))"
    return missing + [line(event, "decision", text)]
  }
}
