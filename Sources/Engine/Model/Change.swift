/// A file that no agent reads, and why (the coverage manifest of system.md, section 2).
package struct ExcludedFile: Sendable, Hashable, Codable {
  package var path: RepoPath
  /// One phrase for a reader, such as `lock file` or `generated: "@generated" in line 1`.
  package var reason: String

  package init(path: RepoPath, reason: String) {
    self.path = path
    self.reason = reason
  }
}

/// The change under review, read and filtered; a value that no longer needs git.
package struct Change: Sendable, Hashable {
  /// Full object name of the base tree or commit; nil for a patch.
  package var base: String?
  /// Full object name of the head; nil for the index, the working tree or a patch.
  package var head: String?
  /// What is compared, in words for a reader, such as `feature/refunds against origin/main`.
  package var source: String
  /// A one-line title: the subject of the newest commit, or the source; untrusted.
  package var title: String
  /// Name of the repository or patch, for headings; untrusted.
  package var repository: String
  /// The files that agents read, in git's order.
  package var files: [FileDiff]
  /// What the filter left out.
  package var excluded: [ExcludedFile]
  /// Totals before the filter, equal to those of `git diff --numstat`.
  package var totalFiles: Int
  package var totalAdded: Int
  package var totalRemoved: Int
  /// Things a reader should know, one line each: a cut-off patch, an edited suppressions file, an added generated marker.
  package var notices: [String]
  /// False where part of the input could not be read; the review is then incomplete (exit status 3).
  package var isWhole: Bool

  package init(
    base: String? = nil, head: String? = nil, source: String, title: String, repository: String,
    files: [FileDiff] = [], excluded: [ExcludedFile] = [], totalFiles: Int = 0, totalAdded: Int = 0,
    totalRemoved: Int = 0, notices: [String] = [], isWhole: Bool = true
  ) {
    self.base = base
    self.head = head
    self.source = source
    self.title = title
    self.repository = repository
    self.files = files
    self.excluded = excluded
    self.totalFiles = totalFiles
    self.totalAdded = totalAdded
    self.totalRemoved = totalRemoved
    self.notices = notices
    self.isWhole = isWhole
  }
}
