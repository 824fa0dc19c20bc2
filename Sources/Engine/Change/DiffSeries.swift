/// A series of patches as one change: a file that occurs several times is composed, step by step (system.md, section
/// 2).
enum DiffSeries {
  /// The entries with one per file, in the order in which each file first occurs.
  /// - Parameter patches: mails or commits of the input. With one, only a repeated path is composed (a change of type
  ///   is two blocks), since renames inside one change may swap names.
  static func composed(_ entries: [ParsedFile], patches: Int) throws(DiffParseError) -> [ParsedFile] {
    guard patches > 1 || Set(entries.map(\.diff.path)).count < entries.count else { return entries }
    var result: [ParsedFile?] = []
    var places: [RepoPath: Int] = [:]
    for entry in entries {
      let source = entry.diff.status == .added ? entry.diff.path : entry.diff.oldPath ?? entry.diff.path
      guard let place = places[source], let earlier = result[place] else {
        places[entry.diff.path] = result.count
        result.append(entry)
        continue
      }
      let next = try joined(earlier, entry)
      if entry.diff.status == .copied {
        places[entry.diff.path] = result.count
        result.append(next)
        continue
      }
      places[source] = nil
      result[place] = next
      if let next { places[next.diff.path] = place }
    }
    return result.compactMap { $0 }
  }

  /// Both changes as one; nil where nothing is left of them.
  private static func joined(_ first: ParsedFile, _ second: ParsedFile) throws(DiffParseError) -> ParsedFile? {
    let (from, to) = (first.diff, second.diff)
    guard (from.status == .deleted) == (to.status == .added) else {
      let problem =
        to.status == .added ? "is added, though it is there since" : "is changed again, though it is gone since"
      throw DiffParseError(line: second.line, problem: "\(to.path) \(problem) line \(first.line)")
    }
    if from.status == .added, to.status == .deleted { return nil }
    var diff = to
    diff.oldMode = from.oldMode
    diff.isBinary = from.isBinary || to.isBinary
    diff.hunks = []
    let origin = from.status == .added ? nil : from.oldPath ?? from.path
    diff.oldPath = origin == to.path ? nil : origin
    diff.status = status(first: from, second: to, hasMoved: diff.oldPath != nil)
    if diff.status == .added { diff.oldPath = nil }
    var entry = second
    entry.line = first.line
    entry.isOversized = first.isOversized || second.isOversized
    entry.holdsNUL = first.holdsNUL || second.holdsNUL
    entry.longestLine = max(first.longestLine, second.longestLine)
    entry.patchBytes = first.patchBytes + second.patchBytes
    entry.added = first.added + second.added
    entry.removed = first.removed + second.removed
    if !diff.isBinary, !entry.isOversized {
      do throws(HunkComposer.Mismatch) {
        diff.hunks = try HunkComposer.compose(from.hunks, to.hunks)
      } catch {
        throw DiffParseError(
          line: second.line,
          problem: "\(to.path) is changed a second time, and this change does not fit the one at line \(first.line); "
            + "make one diff of the whole series")
      }
      entry.added = diff.added
      entry.removed = diff.removed
    }
    entry.diff = diff
    return isNothing(diff) ? nil : entry
  }

  private static func status(first: FileDiff, second: FileDiff, hasMoved: Bool) -> FileDiff.Status {
    if second.status == .deleted { return .deleted }
    if first.status == .added { return .added }
    if hasMoved { return second.status == .copied || first.status == .copied ? .copied : .renamed }
    if let old = first.oldMode, let new = second.newMode, old & 0o170000 != new & 0o170000 { return .typeChanged }
    return .modified
  }

  private static func isNothing(_ diff: FileDiff) -> Bool {
    diff.status == .modified && diff.hunks.isEmpty && !diff.isBinary && diff.oldMode == diff.newMode
  }
}
