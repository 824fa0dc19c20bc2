/// The report for terminals, pipes and CI logs: plain lines that no terminal and no CI system acts upon
/// (reliability.md, TT-14).
package struct TextReport: Sendable {
  /// Excluded files that are named.
  private static let mostPaths = 20

  private let report: Report
  private let exitStatus: Int32
  private let exitReason: String
  private let recording: String?

  /// `exitStatus` and `exitReason` are what the program will end with and what that means; `recording` is where the run
  /// is kept, nil without one.
  package init(_ report: Report, exitStatus: Int32, exitReason: String, recording: String? = nil) {
    self.report = report
    self.exitStatus = exitStatus
    self.exitReason = exitReason
    self.recording = recording
  }

  package func render() -> String {
    lines().map { PlainText.defused($0) + "\n" }.joined()
  }

  private func lines() -> [String] {
    let shown = report.findings.filter { $0.state != .suppressed }
    var lines: [String] = []
    for (section, items) in ReportWords.sections(shown) {
      lines += [PlainText.escape(ReportWords.section(section))] + items.flatMap(finding) + [""]
    }
    if shown.isEmpty { lines += [report.complete ? "No findings." : "No findings from those that finished.", ""] }
    lines += notices() + suppressed() + missing()
    let counts = ReportWords.counts(shown)
    lines.append(
      "Decision: \(report.complete ? "" : "incomplete, ")\(ReportWords.decision(report.decision))"
        + " (\(report.decisionReason))" + (counts.isEmpty ? "" : ": \(counts)"))
    lines += [reviewers()] + judge() + isolation() + coverage() + usage()
    if let recording { lines.append("Recording: \(PlainText.escape(recording))") }
    return lines + ["Exit status \(exitStatus): \(PlainText.escape(exitReason))"]
  }

  private func finding(_ item: Report.Item) -> [String] {
    var head = "  \(ReportWords.severity(item.severity)) \(PlainText.escape(ReportWords.place(item)))"
    head += " \(PlainText.escape(item.title))"
    if let rule = item.rule { head += " [\(PlainText.escape(rule))]" }
    if item.state == .accepted { head += " (accepted)" }
    var lines = [head]
    lines += indented(item.evidence, by: "      | ")
    lines += indented(item.body, by: "      ")
    if let suggestion = item.suggestion { lines += indented(suggestion, by: "      > ") }
    return lines
  }

  private func indented(_ text: String, by margin: String) -> [String] {
    if text.isEmpty { return [] }
    return PlainText.escapeLines(text).utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { margin + String(Substring($0)) }
  }

  private func notices() -> [String] {
    report.notices.map { "\($0.level == .note ? "Note" : $0.level.rawValue): \(PlainText.escape($0.text))" }
  }

  private func suppressed() -> [String] {
    let reasons = ReportWords.suppressionReasons(report)
    guard !reasons.isEmpty else { return [] }
    let entries = reasons.values.sorted { $0.finding < $1.finding }
    return ["Suppressed:"] + entries.map { "  \($0.finding) by \($0.by.rawValue): \(PlainText.escape($0.reason))" } + [
      ""
    ]
  }

  private func missing() -> [String] {
    guard !report.complete else { return [] }
    let reviewers = report.missing.map { "  \(PlainText.escape($0.id.rawValue)): \(PlainText.escape($0.reason))" }
    return ["INCOMPLETE, not reviewed by:"]
      + (reviewers.isEmpty ? ["  part of the change could not be read"] : reviewers) + [""]
  }

  private func reviewers() -> String {
    let runtimes = Set(report.reviewers.map { RuntimeName.words($0.runtime) }).sorted().joined(separator: ", ")
    func names(_ state: (Report.Specialist.State) -> Bool) -> String {
      report.reviewers.filter { state($0.state) }.map(\.id.rawValue).joined(separator: ", ")
    }
    let (done, skipped) = (names { $0 == .done }, names { $0 == .skipped })
    return PlainText.escape(
      "Reviewed by: \(done.isEmpty ? "nobody" : done) (\(runtimes))" + (skipped.isEmpty ? "" : "; skipped: \(skipped)"))
  }

  private func judge() -> [String] {
    ReportWords.judge(report).map { ["Judged by: " + PlainText.escape($0)] } ?? []
  }

  private func isolation() -> [String] {
    RuntimeName.isolation(report.isolation).map { [PlainText.escape("Isolation: \($0)")] } ?? []
  }

  /// What was used beside what was expected; nothing where no model was asked.
  private func usage() -> [String] {
    let totals = report.totals
    guard totals.tokens != nil || totals.costUSD != nil || totals.forecast != nil else { return [] }
    let rate = totals.tokens?.cacheHitRate.map { " (\(Int(($0 * 100).rounded()))% from the cache)" } ?? ""
    var line =
      "Usage: " + (totals.tokens.map { "\($0.read) tokens read\(rate), \($0.written) written" } ?? "tokens unknown")
    line += ", " + (totals.costUSD.map(ReportWords.cost) ?? "cost unknown")
    if let forecast = totals.forecast { line += "; forecast \(ReportWords.forecast(forecast))" }
    return [line]
  }

  private func coverage() -> [String] {
    guard let change = report.change else { return [] }
    let reviewed = max(0, change.files - change.excluded.count)
    var head = "Coverage: \(ReportWords.count(reviewed, "file")) reviewed, \(change.excluded.count) not"
    head += "; +\(change.added) -\(change.removed)"
    if let tier = report.tier {
      head += "; tier \(tier.name.rawValue): \(PlainText.escape(tier.rule))"
      if let path = tier.path { head += " (\(PlainText.escape(path.description)))" }
    }
    var lines = [head]
    lines += change.excluded.prefix(Self.mostPaths).map {
      "  not reviewed: \(PlainText.escape($0.path.description)): \(PlainText.escape($0.reason))"
    }
    let rest = change.excluded.count - Self.mostPaths
    if rest > 0 { lines.append("  and \(rest) more") }
    return lines
  }
}
