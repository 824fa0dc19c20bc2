/// Composes two changes of one file, `A → B` and `B → C`, into `A → C`, from nothing but their hunks.
struct HunkComposer {
  /// A stretch of the way from A to its newest version.
  private enum Step {
    /// So many lines that no hunk shows.
    case unknown(Int)
    case line(DiffLine)

    /// Lines of the newest version.
    var newCount: Int {
      switch self {
      case .unknown(let count): count
      case .line(let line): line.kind == .removed ? 0 : 1
      }
    }
  }

  /// The second change does not fit the first.
  struct Mismatch: Error {}

  /// The hunks from A to C.
  static func compose(_ first: [Hunk], _ second: [Hunk]) throws(Mismatch) -> [Hunk] {
    hunks(of: try apply(second, to: steps(of: first)))
  }

  private static func steps(of hunks: [Hunk]) -> [Step] {
    var steps: [Step] = []
    var next = 1
    for hunk in hunks {
      let start = hunk.oldCount == 0 ? hunk.oldStart + 1 : hunk.oldStart
      if start > next { steps.append(.unknown(start - next)) }
      steps += hunk.lines.map { .line($0) }
      next = start + hunk.oldCount
    }
    // What follows the last hunk has no known end.
    steps.append(.unknown(Int.max - next))
    return steps
  }

  private static func apply(_ hunks: [Hunk], to steps: [Step]) throws(Mismatch) -> [Step] {
    var rest = steps[...]
    var result: [Step] = []
    var next = 1
    for hunk in hunks {
      let start = hunk.oldCount == 0 ? hunk.oldStart + 1 : hunk.oldStart
      try pass(start - next, from: &rest, to: &result)
      for line in hunk.lines { try take(line, from: &rest, to: &result) }
      next = start + hunk.oldCount
    }
    return result + rest
  }

  /// Moves `count` lines of B over unchanged.
  private static func pass(_ count: Int, from rest: inout ArraySlice<Step>, to result: inout [Step]) throws(Mismatch) {
    var left = count
    while left > 0 {
      guard let step = rest.first else { throw Mismatch() }
      if case .unknown(let lines) = step, lines > left {
        result.append(.unknown(left))
        rest[rest.startIndex] = .unknown(lines - left)
        return
      }
      rest.removeFirst()
      result.append(step)
      left -= step.newCount
    }
  }

  private static func take(_ line: DiffLine, from rest: inout ArraySlice<Step>, to result: inout [Step])
    throws(Mismatch)
  {
    if line.kind == .added {
      result.append(.line(line))
      return
    }
    while case .line(let gone) = rest.first, gone.kind == .removed {
      rest.removeFirst()
      result.append(.line(gone))
    }
    guard let step = rest.first else { throw Mismatch() }
    switch step {
    case .unknown(let count):
      if count > 1 { rest[rest.startIndex] = .unknown(count - 1) } else { rest.removeFirst() }
      result.append(.line(line))
    case .line(let known):
      rest.removeFirst()
      guard known.text == line.text, known.lacksNewline == line.lacksNewline else { throw Mismatch() }
      switch (known.kind, line.kind) {
      case (.added, .removed): break
      case (.context, .removed): result.append(.line(line))
      default: result.append(.line(known))
      }
    }
  }

  private static func hunks(of steps: [Step]) -> [Hunk] {
    var hunks: [Hunk] = []
    var old = 1
    var new = 1
    var run: [DiffLine] = []
    func close() {
      let lines = settled(run)
      defer {
        old += lines.count { $0.kind != .added }
        new += lines.count { $0.kind != .removed }
        run = []
      }
      guard lines.contains(where: { $0.kind != .context }) else { return }
      hunks.append(numbered(lines, old: old, new: new))
    }
    for step in steps {
      switch step {
      case .line(let line): run.append(line)
      case .unknown(let count):
        close()
        // The last stretch is nearly as long as the numbers go.
        old = old.addingReportingOverflow(count).partialValue
        new = new.addingReportingOverflow(count).partialValue
      }
    }
    close()
    return hunks
  }

  /// Orders each block of changes as removed, then added, and turns what both have at its ends back into context.
  private static func settled(_ lines: [DiffLine]) -> [DiffLine] {
    var result: [DiffLine] = []
    var removed: [DiffLine] = []
    var added: [DiffLine] = []
    func isSame(_ left: DiffLine, _ right: DiffLine) -> Bool {
      left.text == right.text && left.lacksNewline == right.lacksNewline
    }
    func kept(_ line: DiffLine) -> DiffLine {
      DiffLine(kind: .context, text: line.text, oldNumber: 1, newNumber: 1, lacksNewline: line.lacksNewline)
    }
    func flush() {
      let head = zip(removed, added).prefix { isSame($0, $1) }.count
      let most = min(removed.count, added.count) - head
      let tail = zip(removed.reversed(), added.reversed()).prefix(most).prefix { isSame($0, $1) }.count
      result += removed.prefix(head).map(kept)
      result += removed.dropFirst(head).dropLast(tail)
      result += added.dropFirst(head).dropLast(tail)
      result += removed.suffix(tail).map(kept)
      removed = []
      added = []
    }
    for line in lines {
      switch line.kind {
      case .removed: removed.append(line)
      case .added: added.append(line)
      case .context:
        flush()
        result.append(line)
      }
    }
    flush()
    return result
  }

  private static func numbered(_ lines: [DiffLine], old: Int, new: Int) -> Hunk {
    var (oldNumber, newNumber) = (old, new)
    let numbered = lines.map { line in
      let result = DiffLine(
        kind: line.kind, text: line.text, oldNumber: line.kind == .added ? nil : oldNumber,
        newNumber: line.kind == .removed ? nil : newNumber, lacksNewline: line.lacksNewline)
      if line.kind != .added { oldNumber += 1 }
      if line.kind != .removed { newNumber += 1 }
      return result
    }
    let (oldCount, newCount) = (oldNumber - old, newNumber - new)
    return Hunk(
      oldStart: oldCount == 0 ? old - 1 : old, oldCount: oldCount, newStart: newCount == 0 ? new - 1 : new,
      newCount: newCount, lines: numbered)
  }
}
