/// A change, read and filtered, with what else intake found out.
package struct IntakeResult: Sendable {
  package var change: Change
  /// Whether the repository has an AGENTS.md or CLAUDE.md, on either side of the change.
  package var hasAgentsMD: Bool
  package var documents: HeadDocuments
  /// For runtimes whose agents read the tree; nil for a patch.
  package var tree: HeadTree?
  /// For prompts; nil for a patch.
  package var words: AuthorWords?
  /// Nil for a patch outside of any repository.
  package var repository: RepositoryFace?
}

/// Reads a change from wherever it comes (system.md, section 2).
package enum Intake {
  /// Files and bytes of patch that agents get at most; what is beyond is listed, and the review is incomplete.
  package static let fileLimit = 20_000
  package static let byteLimit = 128 << 20

  /// Reads the change that `source` names.
  /// - Throws: `ReviewFailure` `.change` where there is nothing to read, `.refused` where the repository is not
  ///   trusted, `.usage` for a reference that can't be one; each with what to do.
  package static func read(
    _ source: ChangeSource, environment: IntakeEnvironment
  ) throws(ReviewFailure) -> IntakeResult {
    if case .patch(let bytes, let name) = source {
      var result = try patch(bytes, name: name)
      result.repository = try RepositoryFace.around(environment)
      return result
    }
    let reader = try GitReader(environment)
    let comparison = try GitComparison.resolve(source, reader, environment)
    let listing = SideWork { [reader = comparison.reader, head = comparison.head] () throws(ReviewFailure) in
      try HeadDocuments(head: head, reader: reader)
    }
    let (files, isReduced) = try comparison.reader.files(from: comparison.base, to: comparison.head)
    let facts = try comparison.reader.facts(of: files)
    var change = Change(
      base: comparison.base, head: comparison.headCommit, source: comparison.source,
      title: comparison.title ?? comparison.source, repository: reader.name, notices: comparison.notices)
    for (file, facts) in zip(files, facts) {
      take(file.parsed, facts, into: &change)
      // Git counts no lines of a binary file.
      guard !file.parsed.diff.isBinary, !facts.isBinary else { continue }
      change.totalAdded += file.parsed.added
      change.totalRemoved += file.parsed.removed
    }
    // What could not be read at all is a part of the change too.
    let read = Set(files.map(\.parsed.diff.path))
    change.totalFiles += comparison.excluded.count { !read.contains($0.path) }
    change.excluded += comparison.excluded
    if isReduced { change.notices.append("the change is larger than 512 MB; files above 1 MB were not read") }
    applyLimits(&change)
    let documents = try listing.wait()
    change.notices += try comparison.lateNotices?.wait() ?? []
    let isTouched = files.contains { ChangeSurface.isAgentInstructions($0.parsed.diff.path) }
    let tree = HeadTree(reader: comparison.reader, head: comparison.head, changed: Set(change.files.map(\.path)))
    return IntakeResult(
      change: change, hasAgentsMD: documents.hasAgentInstructions || isTouched, documents: documents, tree: tree,
      words: AuthorWords(reader: comparison.reader, base: comparison.base, head: comparison.headCommit),
      repository: RepositoryFace(comparison.reader, trusted: source.isOnDisk ? nil : comparison.base))
  }

  private static func patch(_ bytes: [UInt8], name: String) throws(ReviewFailure) -> IntakeResult {
    let parsed: ParsedDiff
    do throws(DiffParseError) {
      parsed = try UnifiedDiffParser.parse(bytes)
    } catch {
      throw ReviewFailure(
        .change, "\(name), line \(error.line): \(error.problem)", hints: ["a patch is what git diff or diff -u prints"])
    }
    guard !parsed.entries.isEmpty else {
      throw ReviewFailure(
        .change, "no diff in \(name)\(parsed.isTruncated ? ": it is cut off before its first file" : "")",
        hints: ["a patch is what git diff or diff -u prints"])
    }
    var change = Change(
      source: "patch \(name)", title: name, repository: name, notices: parsed.notices, isWhole: !parsed.isTruncated)
    for entry in parsed.entries {
      let facts = FileFacts(of: entry)
      take(entry, facts, into: &change)
      guard !facts.isBinary else { continue }
      change.totalAdded += entry.added
      change.totalRemoved += entry.removed
    }
    applyLimits(&change)
    return IntakeResult(
      change: change, hasAgentsMD: parsed.entries.contains { ChangeSurface.isAgentInstructions($0.diff.path) },
      documents: .none)
  }

  private static func take(_ file: ParsedFile, _ facts: FileFacts, into change: inout Change) {
    change.totalFiles += 1
    if let notice = notable(file.diff.path) { change.notices.append(notice) }
    if let reason = NoiseFilter.reason(file, facts) {
      change.excluded.append(ExcludedFile(path: file.diff.path, reason: reason))
    } else {
      change.files.append(file.diff)
      change.notices += NoiseFilter.notices(file)
    }
  }

  /// Files that steer a review or what git shows; a change of one is always named.
  private static func notable(_ path: RepoPath) -> String? {
    if path == RepoPath(".conclave/suppressions.toml") { return "\(path) is edited by this change" }
    if path.bytes.starts(with: ".conclave/prompts".utf8) {
      return "\(path) is edited by this change; it counts from the next review on"
    }
    return path.name == ".gitattributes" ? "\(path) is edited by this change; it decides what other tools show" : nil
  }

  private static func applyLimits(_ change: inout Change) {
    var bytes = 0
    var kept = 0
    for file in change.files {
      bytes += file.hunks.reduce(0) { $0 + $1.lines.reduce(0) { $0 + $1.text.count + 1 } }
      if kept == fileLimit || bytes > byteLimit { break }
      kept += 1
    }
    guard kept < change.files.count else { return }
    let reason = "beyond the limit of one review (\(fileLimit) files, \(byteLimit >> 20) MB)"
    change.excluded += change.files[kept...].map { ExcludedFile(path: $0.path, reason: reason) }
    change.notices.append("\(change.files.count - kept) files are \(reason)")
    change.files.removeLast(change.files.count - kept)
    change.isWhole = false
  }
}
