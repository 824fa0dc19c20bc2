/// A side of a change.
package enum DiffSide: String, Sendable, Hashable, Codable {
  /// The file before the change.
  case old
  /// The file after it.
  case new
}

/// One line of a hunk, without its line feed; a carriage return before it belongs to the text.
package struct DiffLine: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable, Codable { case context, added, removed }

  package var kind: Kind
  package var text: [UInt8]
  /// Line number on the old side, from 1; nil for an added line.
  package var oldNumber: Int?
  /// Line number on the new side, from 1; nil for a removed line.
  package var newNumber: Int?
  /// Whether `\ No newline at end of file` followed.
  package var lacksNewline: Bool

  package init(
    kind: Kind, text: [UInt8], oldNumber: Int?, newNumber: Int?, lacksNewline: Bool = false
  ) {
    self.kind = kind
    self.text = text
    self.oldNumber = oldNumber
    self.newNumber = newNumber
    self.lacksNewline = lacksNewline
  }
}

/// A run of changed lines with their context.
package struct Hunk: Sendable, Hashable {
  package var oldStart: Int
  package var oldCount: Int
  package var newStart: Int
  package var newCount: Int
  /// What stands behind the second `@@`, without the space before it.
  package var section: [UInt8]
  package var lines: [DiffLine]

  package init(
    oldStart: Int, oldCount: Int, newStart: Int, newCount: Int, section: [UInt8] = [], lines: [DiffLine] = []
  ) {
    self.oldStart = oldStart
    self.oldCount = oldCount
    self.newStart = newStart
    self.newCount = newCount
    self.section = section
    self.lines = lines
  }
}

/// What a change does to one file.
package struct FileDiff: Sendable, Hashable {
  package enum Status: String, Sendable, Hashable, Codable {
    case added, modified, deleted, renamed, copied
    case typeChanged = "type_changed"
  }

  /// The path after the change; of a deleted file, the one before it.
  package var path: RepoPath
  /// The path before a rename or copy; nil where it is the same.
  package var oldPath: RepoPath?
  package var status: Status
  /// Git's file mode in octal, such as 0o100644; nil where the source does not say or the side does not exist.
  package var oldMode: UInt32?
  package var newMode: UInt32?
  package var hunks: [Hunk]
  /// Whether git or our own test (a NUL in the first 8,000 bytes) calls it binary; then there are no hunks.
  package var isBinary: Bool

  package init(
    path: RepoPath, oldPath: RepoPath? = nil, status: Status = .modified, oldMode: UInt32? = nil,
    newMode: UInt32? = nil, hunks: [Hunk] = [], isBinary: Bool = false
  ) {
    self.path = path
    self.oldPath = oldPath
    self.status = status
    self.oldMode = oldMode
    self.newMode = newMode
    self.hunks = hunks
    self.isBinary = isBinary
  }

  /// Added lines, as `git diff --numstat` counts them.
  package var added: Int { hunks.reduce(0) { $0 + $1.lines.count { $0.kind == .added } } }
  /// Removed lines, as `git diff --numstat` counts them.
  package var removed: Int { hunks.reduce(0) { $0 + $1.lines.count { $0.kind == .removed } } }
}
