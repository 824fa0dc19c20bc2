/// Ties findings to the code that they quote. Made once for a change; a file's lines are indexed when the first finding
/// names it.
package struct AnchorIndex: Sendable {
  private struct Sides: Sendable {
    var new: SideLines
    var old: SideLines
  }

  private let files: [FileDiff]
  private let paths: PathIndex
  private var sides: [Int: Sides] = [:]

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
    let sides = lines(of: index)
    let hunks = files[index].hunks
    let new = QuotationSearch(side: sides.new, hunks: hunks, hint: raw.line)
    let old = QuotationSearch(side: sides.old, hunks: hunks, hint: raw.line)
    for candidate in [quotation, quotation.withoutMargin].compactMap({ $0 }) {
      if let match = new.whole(candidate) { return (.new, match) }
      if let match = old.whole(candidate), match.isChanged { return (.old, match) }
    }
    let bare = quotation.withoutMargin ?? quotation
    if let match = new.part(bare) { return (.new, match) }
    if let match = old.part(bare), match.isChanged { return (.old, match) }
    return nil
  }

  private mutating func lines(of index: Int) -> Sides {
    if let known = sides[index] { return known }
    let made = Sides(
      new: SideLines(files[index].hunks, side: .new), old: SideLines(files[index].hunks, side: .old))
    sides[index] = made
    return made
  }

  private func code(of match: QuotationMatch, side: DiffSide, file: Int) -> ArraySlice<[UInt8]> {
    guard let sides = sides[file] else { return [] }
    let lines = side == .new ? sides.new : sides.old
    return match.lines.map { Array(lines.squeezed($0)) }.filter { !$0.isEmpty }[...]
  }

  private func place(_ finding: inout Finding, side: DiffSide, match: QuotationMatch, file: Int) {
    guard let sides = sides[file] else { return }
    let lines = (side == .new ? sides.new : sides.old).lines
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
