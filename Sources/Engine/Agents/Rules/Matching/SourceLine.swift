/// How much of a line a pattern sees. All views have the line's length, so that positions agree.
package enum LineView: Int, Sendable, Hashable, CaseIterable {
  /// The line as it is.
  case text
  /// Comments (and docstrings) blanked.
  case code
  /// Comments and the contents of string literals blanked.
  case bare
}

/// One line of the new side of a hunk, in its views.
package struct SourceLine: Sendable {
  /// From 1, on the new side.
  package var number: Int
  package var isAdded: Bool
  /// Lines of one hunk stand next to each other in the file; those of two don't.
  package var hunk: Int
  package var text: [UInt8]
  package var code: [UInt8]
  package var bare: [UInt8]

  package func view(_ view: LineView) -> [UInt8] {
    switch view {
    case .text: text
    case .code: code
    case .bare: bare
    }
  }

  /// Columns before the first character of code, a tab counting as 8; nil for a line without code.
  package var indent: Int? {
    var columns = 0
    for byte in code {
      switch byte {
      case 0x20: columns += 1
      case 0x09: columns = (columns / 8 + 1) * 8
      case 0x0D: continue
      default: return columns
      }
    }
    return nil
  }
}

/// A changed file as rules see it: its new side, with views, and what was removed.
package struct SourceFile: Sendable {
  /// Longer lines are not matched: no person wrote them, and no reader could use the finding.
  package static let longestLine = 8_000

  package let diff: FileDiff
  package let language: Language
  package let role: FileRole
  package let lines: [SourceLine]
  package let removed: [DiffLine]
  /// Added lines longer than `longestLine`.
  package let skippedLines: Int

  package var path: RepoPath { diff.path }

  package init(_ diff: FileDiff) {
    self.diff = diff
    language = Language.of(diff.path)
    role = FileRole.of(diff.path)
    var lines: [SourceLine] = []
    var removed: [DiffLine] = []
    var skipped = 0
    let syntax = CommentSyntax.of(language)
    for (number, hunk) in diff.hunks.enumerated() {
      var scanner = CommentScanner(syntax: syntax)
      for line in hunk.lines {
        guard line.kind != .removed, let newNumber = line.newNumber else {
          removed.append(line)
          continue
        }
        guard line.text.count <= SourceFile.longestLine else {
          skipped += line.kind == .added ? 1 : 0
          continue
        }
        let (code, bare) = scanner.scan(line.text)
        lines.append(
          SourceLine(
            number: newNumber, isAdded: line.kind == .added, hunk: number, text: line.text, code: code, bare: bare))
      }
    }
    self.lines = lines
    self.removed = removed
    skippedLines = skipped
  }
}
