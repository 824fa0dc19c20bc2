package import Engine

/// All that is known of one finding, as rows.
package struct DetailText {
  let finding: Finding
  let book: TriageBook
  let width: Int

  /// The width of the text in an area: without the margins that wide windows have.
  package static func width(of area: Rect) -> Int { max(1, area.width - (area.width >= 60 ? 2 : 0)) }

  /// Whether labels stand beside their text, or above it.
  private var isWide: Bool { width >= 60 }
  private var column: Int { isWide ? 12 : 0 }

  var rows: [TextRow] {
    var rows = head + [.blank]
    rows += TextLayout.wrap(ScreenText(untrusted: finding.title), width: width).map { TextRow($0, bold: true) }
    if finding.isEdited { rows.append(TextRow(left: [Span(.edited, .dim), Span(" edited by you", .dim)])) }
    rows += [.blank] + code
    rows += section("Why", paragraphs(finding.body))
    rows += section("Suggestion", suggestion)
    rows += section("Trail", trail)
    rows += section("Triage", triage)
    rows += section("Hidden", [[hidden]])
    return rows
  }

  private var head: [TextRow] {
    let place = finding.file.description + (finding.line.map { ":\($0)" } ?? "")
    let look = finding.severity.look
    var parts: [[Span]] = [
      [Span(look.symbol, look.ink), Span(" ", look.ink), Span(look.word, look.ink, bold: true)],
      [Span(ScreenText(untrusted: finding.category.rawValue), .dim)],
      [Span(TextLayout.truncateMiddle(ScreenText(untrusted: place), width: max(8, width)), .text)],
    ]
    if !finding.isAnchored { parts.append([Span("not found in the change, never posted inline", .trouble)]) }
    if !finding.reportedBy.isEmpty {
      let names = finding.reportedBy.map(\.rawValue).joined(separator: ", ")
      parts.append([Span("reported by ", .dim), Span(ScreenText(untrusted: names), .dim)])
    }
    if let rule = finding.rule { parts.append([Span("rule ", .dim), Span(ScreenText(untrusted: rule), .dim)]) }
    if let confidence = finding.confidence {
      parts.append([Span("confidence ", .dim), Span(ScreenText(untrusted: Figures.share(confidence)), .dim)])
    }
    return DetailText.flow(parts, width: width, gap: 3)
  }

  /// Puts parts in a row, and the next row where they do not fit.
  static func flow(_ parts: [[Span]], width: Int, gap: Int) -> [TextRow] {
    var rows: [TextRow] = []
    for part in parts {
      if let last = rows.last, last.left.width + gap + part.width <= width {
        rows[rows.count - 1].left += [Span(.blanks(gap), .text)] + part
      } else {
        rows.append(TextRow(left: part))
      }
    }
    return rows
  }

  /// The evidence in its surroundings; without those, the evidence alone.
  private var code: [TextRow] {
    guard !finding.context.isEmpty else {
      let lines = ScreenText.lines(finding.evidence).map { TextRow(left: [Span("    ", .text), Span($0, .text)]) }
      return lines.isEmpty ? [] : lines + [.blank]
    }
    let end = finding.endLine ?? finding.line ?? 0
    let digits = max(4, String(finding.context.map(\.number).max() ?? 0).utf8.count)
    let lines = finding.context.map { line in
      let isEvidence = finding.line.map { ($0...max($0, end)).contains(line.number) } == true && line.isOn(finding.side)
      let (sign, ink): (ScreenText, Ink) =
        switch line.kind {
        case .context: (" ", .text)
        case .added: ("+", .good)
        case .removed: ("-", .bad)
        }
      let number = ScreenText(line.number)
      let left = [
        Span(.blanks(max(0, digits - number.width)), .dim), Span(number, .dim), Span("  ", ink), Span(sign, ink),
        Span(" ", ink), Span(ScreenText(untrusted: line.text), ink),
      ]
      return TextRow(
        left: left, right: isEvidence ? [Span(.evidence, finding.severity.look.ink), Span(" ", .text)] : [],
        isMarked: isEvidence)
    }
    return lines + [.blank]
  }

  private func paragraphs(_ text: String) -> [[Span]] {
    ScreenText.lines(text.trimmed).flatMap { line in
      TextLayout.wrap(line, width: max(1, min(width - column, 100))).map { [Span($0, .text)] }
    }
  }

  private var suggestion: [[Span]] {
    guard let suggestion = finding.suggestion, !suggestion.isEmpty else { return [] }
    func lines(_ text: String, _ sign: ScreenText, _ ink: Ink) -> [[Span]] {
      ScreenText.lines(text.withoutLastLineFeed).flatMap { line in
        TextLayout.wrap(line, width: max(1, width - column - 2)).enumerated().map { number, part in
          [Span(number == 0 ? sign : " ", ink), Span(" ", ink), Span(part, ink)]
        }
      }
    }
    if Advice.isInWords(rule: finding.rule) { return paragraphs(suggestion) }
    return lines(finding.evidence, "-", .bad) + lines(suggestion, "+", .good)
  }

  private var trail: [[Span]] {
    let own = book.trail(of: finding.id).map { ($0, finding) }
    let others = book.merged(into: finding.id).compactMap { entry in
      book.judgement?.all.first { $0.id == entry.finding }.map { (entry, $0) }
    }
    return (own + others).flatMap { entry, finding in
      let head: [Span] = [
        Span(ScreenText(untrusted: "#\(finding.id.number) "), .text),
        Span(ScreenText(untrusted: (finding.reportedBy.first ?? finding.category).rawValue), .text), Span("  ", .text),
        Span(finding.severity.look.word, .text),
      ]
      let words = ScreenText(untrusted: entry.words)
      let room = width - column - head.width - 3
      if words.width <= room { return [head + [Span("   ", .text), Span(words, .dim)]] }
      return [head]
        + TextLayout.wrap(words, width: max(1, width - column - 3)).map { [Span("   ", .text), Span($0, .dim)] }
    }
  }

  private var triage: [[Span]] {
    let state = book.state(of: finding.id)
    let word = [Span(ScreenText(untrusted: state.word), state.ink)]
    guard case .suppressed(let scope, let reason, let expires) = state else { return [word] }
    let place = SuppressDialog.words(scope) + (expires.map { ", until \($0)" } ?? "")
    let words = ScreenText(untrusted: "\(place): \(reason)")
    return [word] + TextLayout.wrap(words, width: max(1, width - column)).map { [Span($0, .dim)] }
  }

  private var hidden: Span {
    let texts = [finding.title, finding.body, finding.evidence, finding.suggestion ?? "", finding.file.description]
    let count = texts.reduce(0) { sum, text in ScreenText.lines(text).reduce(sum) { $0 + $1.hidden } }
    if count == 0 { return Span("none", .dim) }
    return Span(
      ScreenText(untrusted: Figures.counted(count, "hidden character", "hidden characters")), .trouble, bold: true)
  }

  private func section(_ label: ScreenText, _ lines: [[Span]]) -> [TextRow] {
    guard !lines.isEmpty else { return [] }
    if !isWide { return [TextRow(label, .dim)] + lines.map { TextRow(left: $0) } + [.blank] }
    return lines.enumerated().map { number, line in
      TextRow(left: [Span(TextLayout.pad(number == 0 ? label : "", width: column), .dim)] + line)
    } + [.blank]
  }
}

extension ContextLine {
  /// Whether the line exists on a side.
  fileprivate func isOn(_ side: DiffSide) -> Bool {
    switch kind {
    case .context: true
    case .added: side == .new
    case .removed: side == .old
    }
  }
}

extension LedgerEntry {
  /// What became of the finding, in words.
  package var words: String {
    let judge =
      switch by {
      case .deterministic: ""
      case .coordinator: " by the coordinator"
      case .suppressions: " by the suppressions file"
      case .user: " by you"
      }
    return outcomeWords + judge + (reason.isEmpty ? "" : ": " + reason)
  }
}

extension LedgerEntry {
  /// The same without who and why: `merged into #6`.
  package var outcomeWords: String {
    outcome.word
      + (into.map { outcome == .merged && $0.hasPrefix("f") ? " into #\($0.dropFirst())" : " into \($0)" } ?? "")
  }
}

extension LedgerEntry.Outcome {
  package var word: String {
    switch self {
    case .kept: "kept"
    case .merged: "merged"
    case .moved: "moved"
    case .dropped: "dropped"
    case .ungrounded: "ungrounded"
    case .suppressed: "suppressed"
    case .severityChanged: "severity changed"
    }
  }
}

extension String {
  fileprivate var withoutLastLineFeed: String { utf8.last == 0x0A ? String(unicodeScalars.dropLast()) : self }
}
