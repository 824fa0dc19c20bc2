/// Words that comment and text report have in common.
package enum ReportWords {
  static func decision(_ decision: Decision) -> String {
    switch decision {
    case .approved: "approved"
    case .approvedWithComments: "approved with comments"
    case .minorIssues: "minor issues"
    case .significantConcerns: "significant concerns"
    }
  }

  /// A glyph beside the word, so that neither colour nor font carries the meaning alone (tui.md, section 2).
  static func severity(_ severity: Severity) -> String {
    switch severity {
    case .critical: "● critical"
    case .warning: "▲ warning"
    case .suggestion: "◆ suggestion"
    }
  }

  static func section(_ section: SpecialistID) -> String {
    switch section {
    case .codeQuality: return "Code quality"
    case .agentsMD: return "AGENTS.md"
    default:
      let name = section.rawValue
      return name.prefix(1).uppercased() + name.dropFirst()
    }
  }

  /// US dollars with cents; a smaller sum that is not nothing as `<$0.01`.
  package static func cost(_ dollars: Double) -> String {
    guard dollars.isFinite, dollars >= 0, dollars < 1_000_000 else { return "cost unknown" }
    if dollars > 0, dollars < 0.005 { return "<$0.01" }
    let cents = Int((dollars * 100).rounded())
    return "$\(cents / 100)." + (cents % 100 < 10 ? "0" : "") + "\(cents % 100)"
  }

  /// Such as `8786 read (30% from the cache), 400 written, $0.03`.
  package static func forecast(_ forecast: UsageForecast) -> String {
    let rate =
      forecast.tokens.cacheHitRate.map { $0 > 0 ? " (\(Int(($0 * 100).rounded()))% from the cache)" : "" } ?? ""
    return "\(forecast.tokens.read) read\(rate), \(forecast.tokens.written) written, "
      + (forecast.costUSD.map(cost) ?? "cost unknown")
  }

  /// Whose judgement it is; nil where there was no coordinator to ask.
  static func judge(_ report: Report) -> String? {
    guard let judge = report.judge else { return nil }
    if judge.by == .coordinator {
      let model = report.specialists.first { $0.id == .coordinator }?.model
      return "the coordinator" + (model.map { " (\($0))" } ?? "")
    }
    return "the deterministic pass alone" + (judge.reason.map { ", without the coordinator: \($0)" } ?? "")
  }

  static func state(_ state: Report.Specialist.State) -> String {
    state == .timedOut ? "timed out" : state.rawValue
  }

  static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    "\(number) \(number == 1 ? one : many ?? one + "s")"
  }

  /// Such as `1 critical, 2 warnings`; empty without findings.
  static func counts(_ findings: [Report.Item]) -> String {
    func number(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }
    let parts = [
      number(.critical) == 0 ? nil : "\(number(.critical)) critical",
      number(.warning) == 0 ? nil : count(number(.warning), "warning"),
      number(.suggestion) == 0 ? nil : count(number(.suggestion), "suggestion"),
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }

  /// `path:line`, unescaped.
  static func place(_ finding: Report.Item) -> String {
    guard let line = finding.line else { return finding.file.description }
    return "\(finding.file):\(line)" + (finding.side == .old ? " (old)" : "")
  }

  /// The findings by section, in the order of sections, each most severe first.
  static func sections(_ findings: [Report.Item]) -> [(section: SpecialistID, findings: [Report.Item])] {
    let groups = Dictionary(grouping: findings, by: \.category)
    return groups.sorted { (Section.order($0.key), $0.key.rawValue) < (Section.order($1.key), $1.key.rawValue) }
      .map { ($0.key, $0.value) }
  }

  /// Why each finding that is kept out of sight is: the reason by the finding's number, the newest entry counting.
  static func suppressionReasons(_ report: Report) -> [FindingID: LedgerEntry] {
    Dictionary(
      report.ledger.filter { $0.outcome == .suppressed }.map { ($0.finding, $0) }, uniquingKeysWith: { _, last in last }
    )
  }
}
