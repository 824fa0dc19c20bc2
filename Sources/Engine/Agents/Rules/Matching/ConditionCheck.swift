internal import Glibc

/// Looks around a candidate line.
struct ConditionCheck {
  private let file: SourceFile
  private let index: Int
  private let candidate: PatternCandidate
  private let patterns: PatternCache
  private var lastEvidence: Int

  init(file: SourceFile, index: Int, candidate: PatternCandidate, patterns: PatternCache) {
    self.file = file
    self.index = index
    self.candidate = candidate
    self.patterns = patterns
    lastEvidence = index
  }

  private var line: SourceLine { file.lines[index] }

  /// What to report once all conditions hold.
  var hit: RuleHit {
    let texts = file.lines[index...lastEvidence].map { Self.trimmed($0.text) }
    return RuleHit(file: file.path, line: line.number, evidence: Array(texts.joined(separator: [0x0A])))
  }

  mutating func holds(_ condition: RuleCondition) -> Bool {
    switch condition {
    case .line(let pattern): patterns.matches(pattern, line.code)
    case .text(let pattern): patterns.matches(pattern, line.text)
    case .next(let pattern): next(pattern)
    case .nextText(let pattern): nextText(pattern)
    case .previous(let pattern): neighbour(-1).map { patterns.matches(pattern, file.lines[$0].code) } ?? false
    case .inside(let pattern, let stop): inside(pattern, stop: stop)
    case .near(let pattern, let distance): near(pattern, distance)
    case .file(let pattern): file.lines.contains { patterns.matches(pattern, $0.code) }
    case .path(let pattern): patterns.matches(pattern, file.path.bytes)
    case .globs(let globs): globs.contains { $0.matches(file.path) }
    case .entropy(let least): entropy() >= least
    case .not(let inner): !holds(inner)
    case .any(let choices): choices.contains { holds($0) }
    }
  }

  private mutating func next(_ pattern: String) -> Bool {
    guard let next = neighbour(1), patterns.matches(pattern, file.lines[next].code) else { return false }
    lastEvidence = next
    return true
  }

  private func nextText(_ pattern: String) -> Bool {
    let next = index + 1
    guard file.lines.indices.contains(next), file.lines[next].hunk == line.hunk else { return false }
    return patterns.matches(pattern, file.lines[next].text)
  }

  /// The nearest line of the hunk that holds code, in a direction.
  private func neighbour(_ step: Int) -> Int? {
    var place = index + step
    while file.lines.indices.contains(place), file.lines[place].hunk == line.hunk {
      if file.lines[place].indent != nil { return place }
      place += step
    }
    return nil
  }

  private func inside(_ pattern: String, stop: String) -> Bool {
    guard var indent = line.indent else { return false }
    var place = index - 1
    while indent > 0, place >= 0, file.lines[place].hunk == line.hunk {
      let above = file.lines[place]
      if let outer = above.indent, outer < indent {
        if patterns.matches(pattern, above.code) { return true }
        if patterns.matches(stop, above.code) { return false }
        indent = outer
      }
      place -= 1
    }
    return false
  }

  private func near(_ pattern: String, _ distance: Int) -> Bool {
    let range = (index - distance..<index + distance + 1).clamped(to: file.lines.indices)
    return file.lines[range].contains { $0.hunk == line.hunk && patterns.matches(pattern, $0.code) }
  }

  private func entropy() -> Double {
    let text = line.view(candidate.view)
    guard let range = patterns.firstMatch(candidate.pattern, in: text), !range.isEmpty else { return 0 }
    var counts: [UInt8: Int] = [:]
    for byte in text[range] { counts[byte, default: 0] += 1 }
    let total = Double(range.count)
    return counts.values.reduce(0) { $0 - Double($1) / total * log2(Double($1) / total) }
  }

  private static func trimmed(_ text: [UInt8]) -> ArraySlice<UInt8> {
    var text = text[...]
    while let last = text.last, last == 0x20 || last == 0x09 || last == 0x0D { text.removeLast() }
    return text
  }
}
