/// Two trees to compare, and how they were chosen.
struct GitComparison {
  /// The repository, with our own object directory in front where a tree was written.
  var reader: GitReader
  var base: String
  /// What is compared with the base: a commit or a tree.
  var head: String
  /// The head where it is a commit.
  var headCommit: String?
  /// In words, for `Change.source`.
  var source: String
  var title: String?
  var excluded: [ExcludedFile] = []
  var notices: [String] = []
  /// What takes its time and is needed last: more notices.
  var lateNotices: SideWork<[String]>?
}

extension GitComparison {
  /// Chooses base and head for a source that needs git.
  static func resolve(
    _ source: ChangeSource, _ reader: GitReader, _ environment: IntakeEnvironment
  ) throws(ReviewFailure) -> GitComparison {
    switch source {
    case .nextPush: return try nextPush(reader)
    case .push(let commit, let old):
      if let old, try reader.commit(old) != nil { return try range("\(old)...\(commit)", reader) }
      let (reference, reason) = try defaultBase(reader, nil)
      let head = try reader.resolve(commit)
      return try against(
        reference, reader, head: head,
        source: "\(commit.prefix(12)) against \(reference.shortReference) (\(reason))")
    case .range(let text): return try range(text, reader)
    case .base(let reference): return try against(reference, reader, source: nil)
    case .staged:
      let written = try reader.indexTree(environment)
      return try ofTree(written, reader, "the index", "staged changes")
    case .workingTree(let includeUntracked):
      let written = try reader.worktreeTree(includeUntracked: includeUntracked)
      var comparison = try ofTree(written, reader, "the working tree", "uncommitted changes")
      if written.untracked > 0, !includeUntracked {
        let files = written.untracked == 1 ? "1 untracked file is" : "\(written.untracked) untracked files are"
        comparison.notices.append("\(files) left out; --untracked takes them in")
      }
      return comparison
    case .patch: throw ReviewFailure(.usage, "a patch is not read with git")
    }
  }

  private static func head(_ reader: GitReader) throws(ReviewFailure) -> String {
    guard let head = try reader.commit("HEAD") else {
      throw ReviewFailure(
        .change, "the repository has no commits yet",
        hints: ["commit something, or review the index with --staged"])
    }
    return head
  }

  private static func nextPush(_ reader: GitReader) throws(ReviewFailure) -> GitComparison {
    let head = try head(reader)
    let late = SideWork { () throws(ReviewFailure) in try notices(ofUncommitted: reader, head) }
    let branch = try reader.currentBranch()
    let (reference, reason) = try defaultBase(reader, branch)
    var comparison = try against(
      reference, reader, head: head,
      source: "\(branch ?? "detached HEAD") against \(reference.shortReference) (\(reason))")
    comparison.lateNotices = late
    return comparison
  }

  private static func notices(ofUncommitted reader: GitReader, _ head: String) throws(ReviewFailure) -> [String] {
    let dirty = try reader.uncommittedFiles(head: head)
    guard dirty > 0 else { return [] }
    let files = dirty == 1 ? "1 file" : "\(dirty) files"
    return ["uncommitted changes in \(files) are left out; --working-tree reviews them"]
  }

  /// The full reference that the next push goes by, with where it comes from (forges.md, 5.2).
  private static func defaultBase(
    _ reader: GitReader, _ branch: String?
  ) throws(ReviewFailure) -> (reference: String, reason: String) {
    let own = branch.map { "refs/heads/\($0)" }
    let remote = branch.flatMap { reader.configuration["branch.\($0).remote"] } ?? "origin"
    let initial = reader.configuration["init.defaultbranch"]
    let names = [initial, "main", "master"].compactMap { $0 }
    let remotes = remote == "." ? [] : ["refs/remotes/\(remote)/HEAD"] + names.map { "refs/remotes/\(remote)/\($0)" }
    let locals = names.filter { $0 != branch }.map { "refs/heads/\($0)" }
    let existing = try reader.existing((own.map { [$0] } ?? []) + remotes + locals)
    if let upstream = own.flatMap({ existing[$0]?.upstream }), try reader.commit(upstream) != nil {
      return (upstream, "its upstream")
    }
    if let found = remotes.first(where: { existing[$0] != nil }) { return (found, "the remote's default branch") }
    if let found = locals.first(where: { existing[$0] != nil }) { return (found, "the default branch") }
    throw ReviewFailure(
      .change,
      (branch.map { "branch \($0)" } ?? "a detached HEAD")
        + " has no upstream, and there is no default branch to compare with",
      hints: ["say what to compare with: --base REF, or a range such as HEAD~1..HEAD"])
  }

  /// The merge base with `reference` against HEAD.
  private static func against(
    _ reference: String, _ reader: GitReader, head known: String? = nil, source: String?
  ) throws(ReviewFailure) -> GitComparison {
    let head = if let known { known } else { try head(reader) }
    let commit = try reader.commit(reference)
    let start =
      if let commit { try reader.mergeBase(commit, head, named: reference.shortReference) } else {
        try reader.resolve(reference)
      }
    return GitComparison(
      reader: reader, base: start, head: head, headCommit: head, source: source ?? "HEAD against \(reference)",
      title: try reader.subject(of: head))
  }

  private static func range(_ text: String, _ reader: GitReader) throws(ReviewFailure) -> GitComparison {
    guard let dots = text.firstRange(of: "..") else { return try single(text, reader) }
    let isSymmetric = text[dots.upperBound...].first == "."
    let left = text[..<dots.lowerBound].isEmpty ? "HEAD" : String(text[..<dots.lowerBound])
    let rest = text[dots.upperBound...].dropFirst(isSymmetric ? 1 : 0)
    let right = rest.isEmpty ? "HEAD" : String(rest)
    var base = try reader.resolve(left)
    let head = try reader.resolve(right)
    if isSymmetric { base = try reader.mergeBase(base, head, named: left) }
    return GitComparison(
      reader: reader, base: base, head: head, headCommit: try reader.commit(right), source: text,
      title: try reader.subject(of: head))
  }

  /// One commit against its first parent, the first commit against nothing.
  private static func single(_ text: String, _ reader: GitReader) throws(ReviewFailure) -> GitComparison {
    let head = try reader.resolve(text)
    guard try reader.commit(text) != nil else {
      throw ReviewFailure(.usage, "\(text) is a tree, not a commit", hints: ["compare two trees with A..B"])
    }
    let parent = try reader.commit("\(head)^1")
    if parent == nil, reader.isShallow, try reader.hasParent(head) {
      throw ReviewFailure(
        .change, "the parent of \(text) is not in this shallow clone", hints: ["git fetch --no-tags --deepen=1 origin"])
    }
    let base = if let parent { parent } else { try reader.emptyTree() }
    return GitComparison(
      reader: reader, base: base, head: head, headCommit: head,
      source: "commit \(text) against \(parent == nil ? "nothing" : "its parent")", title: try reader.subject(of: head))
  }

  private static func ofTree(
    _ written: WrittenTree, _ reader: GitReader, _ name: String, _ title: String
  ) throws(ReviewFailure) -> GitComparison {
    let commit = try reader.commit("HEAD")
    let base = if let commit { commit } else { try reader.emptyTree() }
    return GitComparison(
      reader: written.reader, base: base, head: written.tree,
      source: "\(name) against \(commit == nil ? "nothing" : "HEAD")", title: title, excluded: written.excluded)
  }
}

extension String {
  /// A full reference name as people write it.
  fileprivate var shortReference: String {
    for prefix in ["refs/heads/", "refs/remotes/", "refs/tags/"] where hasPrefix(prefix) {
      return String(dropFirst(prefix.count))
    }
    return self
  }
}
