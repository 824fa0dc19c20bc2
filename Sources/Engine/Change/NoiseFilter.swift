/// What the filter knows of a file beside its diff.
package struct FileFacts: Sendable, Hashable {
  /// The first lines of the base side, or of the head side of a new file; nil where nobody has them.
  package var firstLines: [UInt8]?
  /// Whether a NUL stands in the first 8,000 bytes of a side, git's own test for binary.
  package var isBinary = false
  /// Whether the text is UTF-16, which looks binary to git.
  package var isUTF16 = false
  /// Whether a side is a Git LFS pointer.
  package var isLargeFilePointer = false

  package init() {}
}

/// Decides which files no agent reads, each with its reason (system.md, section 2).
package enum NoiseFilter {
  /// Why the file is left out; nil where agents read it.
  package static func reason(_ file: ParsedFile, _ facts: FileFacts) -> String? {
    let diff = file.diff
    if let reason = kindReason(diff) { return reason }
    if let reason = nameReason(diff.path) { return reason }
    if facts.isUTF16 { return "UTF-16 text" }
    if facts.isLargeFilePointer { return "Git LFS pointer" }
    if diff.isBinary || facts.isBinary { return "binary" }
    if file.isOversized { return "oversized: a patch of \(file.patchBytes >> 20) MB" }
    if diff.hunks.isEmpty { return hunklessReason(diff) }
    guard !NoiseNames.isMigration(diff.path), let text = facts.firstLines,
      let found = GeneratedMarker.find(in: text)
    else { return nil }
    return "generated: \"\(found.marker)\" in line \(found.line)"
  }

  /// What a reader should know about a file that is kept: a marker that the change itself adds, lines that were cut.
  package static func notices(_ file: ParsedFile, limits: DiffLimits = DiffLimits()) -> [String] {
    var notices: [String] = []
    let isNew = file.diff.status == .added
    let lines = file.diff.hunks.prefix { $0.newStart <= GeneratedMarker.lines }.flatMap(\.lines)
    if !isNew,
      let line = lines.first(where: {
        $0.kind == .added && ($0.newNumber ?? .max) <= GeneratedMarker.lines
          && GeneratedMarker.marker(in: $0.text.prefix(512)) != nil
      }), !lines.contains(where: { $0.kind == .removed && $0.text == line.text })
    {
      notices.append("\(file.diff.path) gains a generated marker in this change and is reviewed all the same")
    }
    if file.longestLine > limits.lineBytes {
      notices.append(
        "\(file.diff.path) has a line of \(file.longestLine >> 10) KB; only \(limits.lineBytes >> 10) KB of it are read"
      )
    }
    return notices
  }

  private static func kindReason(_ diff: FileDiff) -> String? {
    switch (diff.newMode ?? diff.oldMode ?? 0) & 0o170000 {
    case 0o160000: "submodule"
    case 0o120000: "symbolic link"
    default: nil
    }
  }

  private static func nameReason(_ path: RepoPath) -> String? {
    let components = path.components.map { $0.lowercased() }
    guard let name = components.last else { return nil }
    if NoiseNames.lockFiles.contains(name) { return "lock file" }
    if let folder = components.dropLast().first(where: NoiseNames.vendored.contains) { return "vendored: \(folder)/" }
    if let suffix = NoiseNames.suffixes.first(where: name.hasSuffix) { return "built file: \(suffix)" }
    return nil
  }

  private static func hunklessReason(_ diff: FileDiff) -> String {
    switch diff.status {
    case .renamed: "renamed without a change"
    case .copied: "copied without a change"
    case .added: "empty file"
    case .deleted: "empty file deleted"
    case .typeChanged: "type changed without a change of content"
    case .modified:
      diff.oldMode == diff.newMode
        ? "no lines changed"
        : "mode changed from \(octal(diff.oldMode)) to \(octal(diff.newMode))"
    }
  }

  private static func octal(_ mode: UInt32?) -> String { mode.map { String($0, radix: 8) } ?? "none" }
}
