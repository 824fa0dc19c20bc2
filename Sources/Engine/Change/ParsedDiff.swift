/// A diff that can't be parsed: the line and what is wrong there.
package struct DiffParseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// From 1.
  package let line: Int
  package let problem: String

  package init(line: Int, problem: String) {
    self.line = line
    self.problem = problem
  }

  package var description: String { "line \(line): \(problem)" }
}

/// Sizes above which a parser counts but no longer keeps (reliability.md, UR-10 and UR-10a).
package struct DiffLimits: Sendable, Hashable {
  /// Bytes of one line's text that are kept.
  package var lineBytes = 64 << 10
  /// Bytes of one file's patch; a larger one loses its hunks, not its totals.
  package var fileBytes = 1 << 20

  package init() {}
}

/// One file of a parsed diff, with what the filter needs to know beyond the diff itself.
package struct ParsedFile: Sendable, Hashable {
  package var diff: FileDiff
  /// Line of the input at which the file begins.
  package var line: Int
  /// Lines added and removed, also where the hunks were not kept.
  package var added: Int
  package var removed: Int
  /// Bytes of all hunk lines.
  package var patchBytes: Int
  /// Length of the longest line in bytes, before it was cut.
  package var longestLine: Int
  /// Whether the hunks were dropped because of `DiffLimits.fileBytes`.
  package var isOversized: Bool
  /// Whether a hunk line holds a NUL.
  package var holdsNUL: Bool

  package init(
    diff: FileDiff, line: Int, added: Int, removed: Int, patchBytes: Int = 0, longestLine: Int = 0,
    isOversized: Bool = false, holdsNUL: Bool = false
  ) {
    self.diff = diff
    self.line = line
    self.added = added
    self.removed = removed
    self.patchBytes = patchBytes
    self.longestLine = longestLine
    self.isOversized = isOversized
    self.holdsNUL = holdsNUL
  }
}

/// What a diff says, file by file.
package struct ParsedDiff: Sendable, Hashable {
  package var entries: [ParsedFile] = []
  /// Whether the input ends inside a file; that file has the hunks that are whole.
  package var isTruncated = false
  /// What a reader should know about the input, one line each.
  package var notices: [String] = []

  package init() {}

  /// The files in the order of the input.
  package var files: [FileDiff] { entries.map(\.diff) }
}
