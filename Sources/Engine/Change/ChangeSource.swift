/// Where a change comes from (system.md, section 2).
package enum ChangeSource: Sendable, Hashable {
  /// What the next push would send: the merge base with the upstream branch, else with the remote's default branch,
  /// else with `init.defaultBranch`, against HEAD.
  case nextPush
  /// `A..B` compares the two trees, `A...B` the merge base with B; a single reference is that commit against its first
  /// parent. An empty side means HEAD.
  case range(String)
  /// The merge base with a reference against HEAD.
  case base(String)
  /// HEAD against the index.
  case staged
  /// HEAD against the files on disk, tracked ones and, where asked, untracked ones.
  case workingTree(includeUntracked: Bool)
  /// A patch that was read elsewhere.
  case patch(bytes: [UInt8], name: String)
  /// What pushing a commit would send, by its full name: the merge base with what the remote has until now against it; where
  /// that is nothing, or nothing that is known here (others forced a push), with the remote's default branch.
  case push(String, replacing: String?)

  /// Whether it is this machine's own: what its user has, or made and would push. A patch may come from anybody.
  package var isTrusted: Bool { if case .patch = self { false } else { true } }

  /// Whether the head is what lies on disk, so that configuration on disk is the user's own.
  package var isOnDisk: Bool {
    switch self {
    case .staged, .workingTree: true
    case .nextPush, .range, .base, .patch, .push: false
    }
  }
}

/// What intake may know of the world; nothing is read behind its back.
package struct IntakeEnvironment: Sendable {
  /// The process's environment; every `GIT_*` but `GIT_INDEX_FILE` (forges.md, 5.3) is ignored.
  package var variables: [String: String]
  /// Absolute path from which the repository is looked for.
  package var currentDirectory: String
  /// Absolute path of a directory in which a private one is made, and removed again.
  package var temporaryDirectory: String

  package init(variables: [String: String], currentDirectory: String, temporaryDirectory: String) {
    self.variables = variables
    self.currentDirectory = currentDirectory
    self.temporaryDirectory = temporaryDirectory
  }
}
