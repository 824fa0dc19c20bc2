/// Where a quotation was found on one side of a file.
struct QuotationMatch: Sendable, Hashable {
  /// Indices of the side's lines.
  var lines: ClosedRange<Int>
  /// Equal quotations before it on the same side.
  var ordinal: Int
  var isChanged: Bool
}

/// Looks a quotation up in one side of a file (system.md, section 3). The closest likeness wins, then changed lines
/// before context, then the distance to the agent's own line number.
struct QuotationSearch {
  var side: SideLines
  var hunks: [Hunk]
  var hint: Int?

  /// Equal places that are looked at, those around the agent's line number first: more are as good as any.
  private static let mostCandidates = 256
  /// Equal places before a match that are counted for its ordinal.
  private static let mostOrdinals = 4096
  /// Shortest quotation, without space, that may be a part of a line or stand for several.
  private static let shortestPart = 6
  /// Lines before and after the agent's line number, or of the file's beginning, that are searched for a part of a
  /// line.
  private static let partReach = 500

  private struct Rank: Comparable {
    var likeness: Int
    var context: Int
    var distance: Int

    static func < (left: Rank, right: Rank) -> Bool {
      (left.likeness, left.context, left.distance) < (right.likeness, right.context, right.distance)
    }
  }

  /// All of the quotation.
  func whole(_ quotation: Quotation) -> QuotationMatch? {
    guard let first = quotation.lines.first else { return nil }
    let places = side.candidates(first.squeezed[...])
    var best: (match: ClosedRange<Int>, rank: Rank, place: Int)?
    for place in window(places) {
      let start = side.line(at: place)
      guard let end = end(of: quotation, from: start) else { continue }
      let rank = Rank(
        likeness: likeness(quotation, start...end),
        context: (start...end).contains { side.lines[$0].isChanged } ? 0 : 1,
        distance: hint.map { abs(side.lines[start].number - $0) } ?? 0)
      if best == nil || rank < best!.rank { best = (start...end, rank, place) }
    }
    guard let best else { return nil }
    let before = places.lowerBound..<best.place
    let ordinal =
      quotation.lines.count == 1
      ? before.count : before.prefix(Self.mostOrdinals).count { end(of: quotation, from: side.line(at: $0)) != nil }
    return QuotationMatch(lines: best.match, ordinal: ordinal, isChanged: best.rank.context == 0)
  }

  /// The longest line of the quotation that stands there, as a whole line or a part of one.
  func part(_ quotation: Quotation) -> QuotationMatch? {
    let longest = quotation.lines.sorted { $0.squeezed.count > $1.squeezed.count }.prefix(3)
    for line in longest where line.squeezed.count >= Self.shortestPart {
      var single = quotation
      single.lines = [line]
      if quotation.lines.count > 1, let match = whole(single) { return match }
      if let match = inside(line.squeezed) { return match }
    }
    return nil
  }

  /// The lines that contain `text`.
  private func inside(_ text: [UInt8]) -> QuotationMatch? {
    guard text.contains(where: ASCII.isAlphanumeric), !side.lines.isEmpty else { return nil }
    let middle = hint.map(side.position) ?? 0
    let low = max(0, middle - Self.partReach)
    let high = min(side.lines.count, low + 2 * Self.partReach)
    var found: (line: Int, rank: Rank)?
    var (from, hits) = (side.starts[min(low, high)], 0)
    while hits < Self.mostCandidates,
      let hit = ByteSearch.first(text.span, in: side.text.span, from: from, to: side.starts[high])
    {
      let line = lineIndex(at: hit)
      let rank = Rank(
        likeness: 0, context: side.lines[line].isChanged ? 0 : 1,
        distance: hint.map { abs(side.lines[line].number - $0) } ?? 0)
      if found == nil || rank < found!.rank { found = (line, rank) }
      from = side.starts[line + 1]
      hits += 1
    }
    guard let found else { return nil }
    let places = side.candidates(side.squeezed(found.line))
    let ordinal = places.prefix(Self.mostOrdinals).count { side.line(at: $0) < found.line }
    return QuotationMatch(lines: found.line...found.line, ordinal: ordinal, isChanged: found.rank.context == 0)
  }

  private func lineIndex(at byte: Int) -> Int {
    var (low, high) = (0, side.lines.count)
    while low + 1 < high {
      let middle = low + (high - low) / 2
      if side.starts[middle] <= byte { low = middle } else { high = middle }
    }
    return low
  }

  /// The part of `places` whose lines are nearest to the hint.
  private func window(_ places: Range<Int>) -> Range<Int> {
    guard places.count > Self.mostCandidates else { return places }
    let wanted = hint.map(side.position) ?? 0
    var (low, high) = (places.lowerBound, places.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if side.line(at: middle) >= wanted { high = middle } else { low = middle + 1 }
    }
    let start = min(max(places.lowerBound, low - Self.mostCandidates / 2), places.upperBound - Self.mostCandidates)
    return start..<(start + Self.mostCandidates)
  }

  /// The last line of the quotation when it begins at `start`; blank lines on the side don't count.
  private func end(of quotation: Quotation, from start: Int) -> Int? {
    var line = start
    for (index, quoted) in quotation.lines.enumerated() {
      if index > 0 {
        repeat {
          line += 1
          guard line < side.lines.count, side.lines[line].hunk == side.lines[start].hunk else { return nil }
        } while side.squeezed(line).isEmpty
      }
      guard side.squeezed(line).elementsEqual(quoted.squeezed) else { return nil }
    }
    return line
  }

  /// 0 where all is equal, 1 where space at the ends of lines differs, 2 where other space does.
  private func likeness(_ quotation: Quotation, _ range: ClosedRange<Int>) -> Int {
    var (line, worst) = (range.lowerBound, 0)
    for quoted in quotation.lines {
      while side.squeezed(line).isEmpty, line < range.upperBound { line += 1 }
      let raw = hunks[side.lines[line].hunk].lines[side.lines[line].index].text
      if !raw.elementsEqual(quoted.raw) {
        worst = max(worst, Self.withoutEnd(raw[...]).elementsEqual(Self.withoutEnd(quoted.raw)) ? 1 : 2)
      }
      line = min(line + 1, range.upperBound)
    }
    return worst
  }

  private static func withoutEnd(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    line[..<(line.lastIndex { !ASCII.isSpace($0) }.map { $0 + 1 } ?? line.startIndex)]
  }
}
