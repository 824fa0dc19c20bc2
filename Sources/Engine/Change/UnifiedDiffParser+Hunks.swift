/// The hunks of the file that is being read, and their totals, which count also what is not kept.
struct HunkBody {
  var hunks: [Hunk] = []
  var added = 0
  var removed = 0
  var bytes = 0
  var longestLine = 0
  var isOversized = false
  var holdsNUL = false
  /// Whether not even the beginning of a hunk has been seen.
  var isEmpty = true
  /// The first old line that no hunk has covered yet.
  var oldEnd = 0

  /// Takes a line into its hunk as far as the limits allow, and into the totals in any case.
  @inline(__always) mutating func keep(
    _ line: Range<Int>, _ kind: DiffLine.Kind, of source: [UInt8], _ limits: DiffLimits, old: Int, new: Int,
    in hunk: inout Hunk
  ) {
    // The mark goes; a lone carriage return stands without one.
    let text = line.isEmpty || source[line.lowerBound] == 0x0D ? line : line.lowerBound + 1..<line.upperBound
    bytes += line.count + 1
    longestLine = max(longestLine, text.count)
    if bytes > limits.fileBytes {
      isOversized = true
      hunk.lines = []
    }
    guard !isOversized else { return }
    let end = min(text.upperBound, text.lowerBound + limits.lineBytes)
    hunk.lines.append(
      DiffLine(
        kind: kind, text: Array(source[text.lowerBound..<end]), oldNumber: kind == .added ? nil : old,
        newNumber: kind == .removed ? nil : new))
  }
}

extension UnifiedDiffParser {
  /// Reads a hunk header and exactly the lines that it announces.
  mutating func takeHunk(_ line: Range<Int>) throws(DiffParseError) {
    switch HunkHeader.parse(lines.bytes, line) {
    case .other: return
    case .broken(let problem):
      // The header itself may be what the cut went through.
      guard lines.isTerminated(line) || header == nil else {
        result.isTruncated = true
        return
      }
      throw DiffParseError(line: lines.number, problem: problem)
    case .header(let hunk):
      guard let header, header.oldName != nil else {
        throw DiffParseError(line: lines.number, problem: "a hunk without the names of its file")
      }
      // A side without lines names the line before it.
      let start = hunk.oldCount == 0 ? hunk.oldStart + 1 : hunk.oldStart
      guard start >= body.oldEnd else {
        throw DiffParseError(line: lines.number, problem: "the hunk overlaps the one before")
      }
      body.isEmpty = false
      body.oldEnd = start + hunk.oldCount
      try takeBody(hunk)
    }
  }

  private mutating func takeBody(_ header: HunkHeader) throws(DiffParseError) {
    var hunk = Hunk(
      oldStart: header.oldStart, oldCount: header.oldCount, newStart: header.newStart, newCount: header.newCount,
      section: Array(lines.bytes[header.section]))
    var old = header.oldStart
    var new = header.newStart
    let oldEnd = old + header.oldCount
    let newEnd = new + header.newCount
    let start = lines.position
    var isComplete = true
    // Held here, so that the loop counts no references to it.
    var lines = self.lines
    defer { self.lines = lines }
    // The counts are a stranger's, so they reserve little.
    hunk.lines.reserveCapacity(min(max(header.oldCount, header.newCount), 1024))
    var totals = (added: 0, removed: 0)
    while old < oldEnd || new < newEnd {
      guard let line = lines.next() else {
        result.isTruncated = true
        return
      }
      let kind: DiffLine.Kind
      // Mailers and `diff.suppressBlankEmpty` drop the space of an empty context line.
      switch line.isEmpty ? 0x20 : lines.bytes[line.lowerBound] {
      case 0x20: kind = .context
      case 0x0D where line.count == 1: kind = .context
      case 0x2B: kind = .added
      case 0x2D: kind = .removed
      case 0x5C:
        markLastLine(of: &hunk)
        continue
      default:
        throw DiffParseError(
          line: lines.number,
          problem:
            "the hunk is shorter than its header says: \(oldEnd - old) old and \(newEnd - new) new lines are missing")
      }
      if kind != .added && old == oldEnd || kind != .removed && new == newEnd { throw tooLong(lines.number) }
      body.keep(line, kind, of: lines.bytes, limits, old: old, new: new, in: &hunk)
      if kind == .added { totals.added += 1 } else { old += 1 }
      if kind == .removed { totals.removed += 1 } else { new += 1 }
      isComplete = lines.isTerminated(line)
    }
    body.holdsNUL = body.holdsNUL || lines.bytes.holds(0, in: start..<lines.position)
    if !isComplete { result.notices.append("the patch does not end with a line feed; its last line may be cut off") }
    if let next = lines.peek(), lines.bytes.matches("\\ ", at: next.lowerBound, before: next.upperBound) {
      lines.advance(past: next)
      markLastLine(of: &hunk)
    }
    body.added += totals.added
    body.removed += totals.removed
    if body.isOversized { body.hunks = [] } else { body.hunks.append(hunk) }
    try expectEndOfHunk(lines)
  }

  private func markLastLine(of hunk: inout Hunk) {
    guard !hunk.lines.isEmpty else { return }
    hunk.lines[hunk.lines.count - 1].lacksNewline = true
  }

  /// Lines that go on like a hunk behind its end would be lost, so they are an error.
  private func expectEndOfHunk(_ lines: ByteLines) throws(DiffParseError) {
    guard let next = lines.peek(), let first = next.first.map({ lines.bytes[$0] }) else { return }
    switch first {
    case 0x2D:
      // The next file, a mail's separator or its signature.
      if lines.bytes.matches("--- ", at: next.lowerBound, before: next.upperBound) { return }
      let rest = lines.bytes[next]
      if rest.count <= 4, rest.allSatisfy({ $0 == 0x2D || $0 == 0x20 || $0 == 0x0D }), rest.count >= 2 { return }
      throw tooLong(lines.number + 1)
    case 0x2B: throw tooLong(lines.number + 1)
    case 0x20 where lines.bytes[next].contains { $0 != 0x20 && $0 != 0x0D }: throw tooLong(lines.number + 1)
    default: return
    }
  }

  private func tooLong(_ line: Int) -> DiffParseError {
    DiffParseError(line: line, problem: "the hunk is longer than its header says")
  }
}
