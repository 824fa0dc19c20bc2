/// A file as git and the patch say together.
struct GitFile: Sendable {
  var parsed: ParsedFile
  var record: RawDiff.Record
}

extension GitReader {
  /// Bytes of patch that are read in one piece.
  private static let patchLimit = 512 << 20

  /// The files that differ between two trees or commits, and whether the large ones were left out by git.
  func files(from base: String, to head: String) throws(ReviewFailure) -> (files: [GitFile], isReduced: Bool) {
    // --text: attributes must not hide a file; what is binary is for us to say.
    var result = try run(GitReader.arguments(base, head, options: ["--text"]), limit: GitReader.patchLimit)
    let isReduced = result.isCut
    if isReduced {
      result = try run(
        ["-c", "core.bigFileThreshold=1m"] + GitReader.arguments(base, head, options: []), limit: GitReader.patchLimit)
    }
    let output = try GitReader.checked(result, task: "the change can't be read")
    do throws(RawDiff.Malformed) {
      let raw = try RawDiff(output)
      return (try merged(raw), isReduced)
    } catch {
      throw ReviewFailure(.change, "git's description of the change does not fit together")
    }
  }

  /// Without `--numstat`, which makes git compare everything a second time: our own counts of the hunks are the same.
  private static func arguments(_ base: String, _ head: String, options: [String]) -> [String] {
    [
      "diff-tree", "-r", "-p", "--raw", "-z", "--no-ext-diff", "--no-textconv", "--no-color",
      "--src-prefix=a/", "--dst-prefix=b/", "--no-relative", "-O/dev/null", "--submodule=short",
      "--ignore-submodules=none", "--diff-algorithm=myers", "--no-indent-heuristic", "-U3", "--inter-hunk-context=0",
      "-M", "-l1000", "--full-index", "--no-commit-id",
    ] + options + ["--end-of-options", base, head]
  }

  /// Paths and modes come from the records, whose bytes are true; only the hunks come from the patch.
  private func merged(_ raw: RawDiff) throws(RawDiff.Malformed) -> [GitFile] {
    let parsed: ParsedDiff
    do throws(DiffParseError) {
      parsed = try UnifiedDiffParser.parse(raw.patch)
    } catch {
      throw RawDiff.Malformed()
    }
    var byPath: [RepoPath: Int] = [:]
    for (index, entry) in parsed.entries.enumerated() { byPath[entry.diff.path] = index }
    var files: [GitFile] = []
    files.reserveCapacity(raw.records.count)
    for record in raw.records {
      // A change of type alone leaves no hunks behind once its two blocks are one.
      var entry =
        byPath[record.path].map { parsed.entries[$0] }
        ?? ParsedFile(diff: FileDiff(path: record.path), line: 1, added: 0, removed: 0)
      if byPath[record.path] == nil, record.status != .typeChanged { throw RawDiff.Malformed() }
      entry.diff.path = record.path
      entry.diff.oldPath = record.oldPath
      entry.diff.status = record.status
      entry.diff.oldMode = record.oldMode == 0 ? nil : record.oldMode
      entry.diff.newMode = record.newMode == 0 ? nil : record.newMode
      files.append(GitFile(parsed: entry, record: record))
    }
    return files
  }
}
