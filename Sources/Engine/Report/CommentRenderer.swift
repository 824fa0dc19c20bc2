/// Writes the one structured comment exactly as a forge gets it (system.md, section 1), so that preview, `post --to
/// file:` and what is posted are the same text.
package struct CommentRenderer: Sendable {
  /// Bytes that GitHub takes, at most (forges.md, section 1.2: 65,536 characters).
  package static let gitHubLimit = 65_536

  /// How much is left out to stay below the limit, least first.
  private enum Depth: Int, CaseIterable, Comparable {
    case full, withoutPaths, withoutSuggestions, withoutBodies, withoutEvidence

    static func < (left: Depth, right: Depth) -> Bool { left.rawValue < right.rawValue }

    /// What a reader is told.
    var words: String? {
      switch self {
      case .full: nil
      case .withoutPaths: "the list of files that were not reviewed is left out"
      case .withoutSuggestions: "suggested changes are left out"
      case .withoutBodies: "explanations and suggested changes are left out"
      case .withoutEvidence: "only titles are shown"
      }
    }
  }

  private static let mostPaths = 200

  private let report: Report
  private let findings: [Report.Item]
  private let limit: Int

  /// Of `report`, the accepted findings go into the comment, or with `allOpen` all that are not suppressed.
  package init(_ report: Report, allOpen: Bool = false, limit: Int = CommentRenderer.gitHubLimit) {
    self.report = report
    self.limit = limit
    findings = report.findings.filter { $0.state == .accepted || (allOpen && $0.state == .open) }
  }

  /// Markdown of at most `limit` bytes, as long as the limit leaves room for the heading.
  package func render() -> String {
    for depth in Depth.allCases {
      let text = text(depth, findings)
      if text.utf8.count <= limit { return text }
    }
    // Findings are dropped from the end, where the least severe of each section are not: so take the most severe first.
    let ranked = findings.enumerated().sorted { left, right in
      left.element.severity != right.element.severity
        ? left.element.severity > right.element.severity : left.offset < right.offset
    }
    var (fits, tooMany) = (0, ranked.count)
    while fits + 1 < tooMany {
      let middle = fits + (tooMany - fits) / 2
      if shortest(ranked, middle).utf8.count <= limit { fits = middle } else { tooMany = middle }
    }
    return shortest(ranked, fits)
  }

  private func shortest(_ ranked: [(offset: Int, element: Report.Item)], _ count: Int) -> String {
    text(.withoutEvidence, ranked.prefix(count).sorted { $0.offset < $1.offset }.map(\.element))
  }

  private func text(_ depth: Depth, _ shown: [Report.Item]) -> String {
    var blocks = [head(), incomplete(), summary(depth, shown)].compactMap { $0 }
    for (section, items) in ReportWords.sections(shown) {
      blocks.append("### \(MarkdownText.line(ReportWords.section(section)))")
      blocks += items.map { finding($0, depth) }
    }
    blocks += [suppressed(depth), coverage(depth)].compactMap { $0 }
    return blocks.joined(separator: "\n\n") + "\n"
  }
}

// MARK: - Blocks

extension CommentRenderer {
  private func head() -> String {
    let run = report.run.utf8.filter { ASCII.isAlphanumeric($0) || $0 == 0x2D || $0 == 0x5F }.prefix(80)
    let words = report.complete ? "" : "incomplete, "
    return "<!-- conclave:v1 run=\(String(decoding: Array(run), as: UTF8.self)) -->\n"
      + "## Conclave review: \(words)\(ReportWords.decision(report.decision))"
  }

  /// Who is missing, before anything else: "no findings" and "not reviewed" never look alike (system.md, section 6).
  private func incomplete() -> String? {
    guard !report.complete else { return nil }
    let missing = report.missing.map { "- **\(MarkdownText.line($0.id.rawValue))**: \(MarkdownText.line($0.reason))" }
    let head = "**⚠ This review is incomplete.** What is missing was not reviewed; nothing below speaks for it."
    return ([head, ""] + (missing.isEmpty ? ["- part of the change could not be read"] : missing)).joined(
      separator: "\n")
  }

  private func summary(_ depth: Depth, _ shown: [Report.Item]) -> String {
    let done = report.reviewers.filter { $0.state == .done }
    let runtimes = Set(report.reviewers.map { RuntimeName.words($0.runtime) }).sorted()
    let names = done.map { MarkdownText.line($0.id.rawValue) }.joined(separator: ", ")
    let counts = ReportWords.counts(findings)
    var lines = [
      (counts.isEmpty ? "No findings in this comment." : "**\(counts)**.")
        + " Decided by: \(MarkdownText.line(report.decisionReason)).",
      "Reviewed by \(names.isEmpty ? "nobody" : names) (\(runtimes.map(MarkdownText.line).joined(separator: ", "))).",
    ]
    if let judge = ReportWords.judge(report) { lines.append("Judged by \(MarkdownText.line(judge)).") }
    let open = report.findings.count { $0.state == .open && !findings.contains($0) }
    if open > 0 { lines.append("\(ReportWords.count(open, "finding")) still open and not part of this comment.") }
    if shown.count < findings.count {
      let all = ReportWords.count(findings.count, "finding")
      lines.append(
        "**Shortened: \(findings.count - shown.count) of \(all) are left out** to stay below the size limit; of the "
          + "others only titles are shown.")
    } else if let words = depth.words {
      lines.append("**Shortened:** \(words) to stay below the size limit.")
    }
    for notice in report.notices.prefix(10) where notice.level != .note {
      lines.append("\(notice.level.rawValue): \(MarkdownText.line(notice.text))")
    }
    return lines.joined(separator: "\n\n")
  }

  private func finding(_ item: Report.Item, _ depth: Depth) -> String {
    var title = "**\(ReportWords.severity(item.severity))** · \(MarkdownText.code(ReportWords.place(item)))"
    title += " · \(MarkdownText.line(item.title))"
    if let rule = item.rule { title += " (\(MarkdownText.code(rule)))" }
    if !item.isAnchored { title += " · not found in the change" }
    var blocks = [title]
    if depth < .withoutBodies, !item.body.isEmpty { blocks.append(MarkdownText.block(item.body)) }
    if depth < .withoutEvidence, !item.evidence.isEmpty { blocks.append(MarkdownText.fenced(item.evidence)) }
    if depth < .withoutSuggestions, let suggestion = item.suggestion, !suggestion.isEmpty {
      blocks.append(
        Advice.isInWords(rule: item.rule)
          ? "Suggested: " + MarkdownText.block(suggestion) : "Suggested:\n\n" + MarkdownText.fenced(suggestion))
    }
    return blocks.joined(separator: "\n\n")
  }

  /// What was taken out stays known, with who did and why, but not what it said.
  private func suppressed(_ depth: Depth) -> String? {
    let entries = ReportWords.suppressionReasons(report).values.sorted { $0.finding < $1.finding }
    guard !entries.isEmpty else { return nil }
    let head = "\(ReportWords.count(entries.count, "finding")) suppressed"
    guard depth < .withoutPaths else { return head + "." }
    let places = Dictionary(
      report.findings.map { ($0.id, ReportWords.place($0)) }, uniquingKeysWith: { first, _ in first })
    let lines = entries.prefix(Self.mostPaths).map { entry in
      let place = places[entry.finding].map { " \(MarkdownText.code($0))" } ?? ""
      return "- \(entry.finding)\(place), by \(entry.by.rawValue): \(MarkdownText.line(entry.reason))"
    }
    return "<details><summary>\(head)</summary>\n\n\(lines.joined(separator: "\n"))\n\n</details>"
  }

  private func coverage(_ depth: Depth) -> String? {
    guard let change = report.change else { return nil }
    let reviewed = max(0, change.files - change.excluded.count)
    var words = "Coverage: \(ReportWords.count(reviewed, "file")) reviewed, +\(change.added) −\(change.removed) in all"
    // Not in the summary below: inside HTML, Markdown's escapes do not count.
    let tier = report.tier.map { "\n\nTier \($0.name.rawValue): \(MarkdownText.line($0.rule))." } ?? ""
    guard !change.excluded.isEmpty else { return words + "." + tier }
    words += "; \(ReportWords.count(change.excluded.count, "file")) not reviewed"
    guard depth < .withoutPaths else { return words + "." + tier }
    var lines = change.excluded.prefix(Self.mostPaths).map {
      "- \(MarkdownText.code($0.path.description)): \(MarkdownText.line($0.reason))"
    }
    let rest = change.excluded.count - lines.count
    if rest > 0 { lines.append("- and \(rest) more") }
    return "<details><summary>\(words)</summary>\n\n\(lines.joined(separator: "\n"))\(tier)\n\n</details>"
  }
}
