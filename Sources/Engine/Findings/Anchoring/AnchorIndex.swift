/// Ties findings to the code that they quote. Made once for a change; a file's lines are indexed when the first finding
/// names it.
package struct AnchorIndex: Sendable {
  private struct Key: Hashable {
    var file: Int
    var side: DiffSide
  }

  private let files: [FileDiff]
  private let paths: PathIndex
  private var sides: [Key: SideLines] = [:]

  /// Lines before and after the evidence that readers see (tui.md, section 2).
  private static let contextLines = 3
  private static let mostContextLines = 60
  private static let longestContextLine = 400

  package init(_ files: [FileDiff]) {
    self.files = files
    paths = PathIndex(files)
  }

  /// Looks up what `raw` quotes; it becomes finding `id`, anchored or not, with its secrets masked.
  package mutating func anchor(_ raw: RawFinding, id: FindingID, reportedBy: SpecialistID) -> Finding {
    let category = Section.named(raw.category) ?? Section.home(of: reportedBy)
    var finding = Finding(
      id: id, fingerprint: "", severity: raw.severity, category: category, rule: raw.rule,
      file: RepoPath(escaped: raw.file), title: raw.title, body: raw.body, suggestion: raw.suggestion,
      evidence: raw.evidence, confidence: raw.confidence, reportedBy: [reportedBy], isAnchored: false)
    let kind = raw.rule ?? category.rawValue
    if let index = paths.file(raw.file) {
      finding.file = files[index].path
      if let (side, match) = find(raw, in: index) {
        place(&finding, side: side, match: match, file: index)
        finding.fingerprint =
          Fingerprint(kind: kind, code: code(of: match, side: side, file: index), ordinal: match.ordinal).text
      }
    }
    if !finding.isAnchored {
      let quoted = Quotation(raw.evidence.isEmpty ? raw.title : raw.evidence).lines.map(\.squeezed)
      finding.fingerprint = Fingerprint(kind: kind, code: quoted[...], ordinal: 0).text
    }
    return finding.masked()
  }

  private mutating func find(_ raw: RawFinding, in index: Int) -> (DiffSide, QuotationMatch)? {
    let quotation = Quotation(raw.evidence)
    guard !quotation.lines.isEmpty else { return nil }
    let hunks = files[index].hunks
    let candidates = [quotation, quotation.withoutMargin].compactMap { $0 }
    let new = QuotationSearch(side: lines(of: index, .new), hunks: hunks, hint: raw.line)
    // The old side is only worth its index where the new one does not have the code.
    for candidate in candidates {
      if let match = new.whole(candidate) { return (.new, match) }
    }
    let old = QuotationSearch(side: lines(of: index, .old), hunks: hunks, hint: raw.line)
    for candidate in candidates {
      if let match = old.whole(candidate), match.isChanged { return (.old, match) }
    }
    let bare = quotation.withoutMargin ?? quotation
    if let match = new.part(bare) { return (.new, match) }
    if let match = old.part(bare), match.isChanged { return (.old, match) }
    return nil
  }

  private mutating func lines(of file: Int, _ side: DiffSide) -> SideLines {
    let key = Key(file: file, side: side)
    if let known = sides[key] { return known }
    let made = SideLines(files[file].hunks, side: side)
    sides[key] = made
    return made
  }

  private func code(of match: QuotationMatch, side: DiffSide, file: Int) -> ArraySlice<[UInt8]> {
    guard let lines = sides[Key(file: file, side: side)] else { return [] }
    return match.lines.map { Array(lines.squeezed($0)) }.filter { !$0.isEmpty }[...]
  }

  private func place(_ finding: inout Finding, side: DiffSide, match: QuotationMatch, file: Int) {
    guard let lines = sides[Key(file: file, side: side)]?.lines else { return }
    let (first, last) = (lines[match.lines.lowerBound], lines[match.lines.upperBound])
    finding.isAnchored = true
    finding.side = side
    finding.line = first.number
    finding.endLine = last.number == first.number ? nil : last.number
    let hunk = files[file].hunks[first.hunk].lines
    let from = max(0, first.index - Self.contextLines)
    let to = min(hunk.count, last.index + Self.contextLines + 1, from + Self.mostContextLines)
    finding.context = hunk[from..<to].compactMap { line in
      guard let number = line.newNumber ?? line.oldNumber else { return nil }
      return ContextLine(
        number: number, kind: line.kind, text: UTF8Cut.text(line.text, limit: Self.longestContextLine))
    }
  }
}
