/// A patch that was written for the agents.
package struct WrittenPatch: Sendable, Hashable {
  /// From 1, in the order of `Change.files`.
  package var number: Int
  package var path: RepoPath
  /// Absolute path of the file, `…/diff/0001.patch`.
  package var file: String
}

/// Writes a change into a run's directory, once for all agents: prompts carry paths, not copies (system.md, section 2).
///
/// Nothing is named after a path of the change: names can be too long, or two of them one (forges.md, 5.1).
package enum PatchWriter {
  /// Writes `diff/NNNN.patch` and `context/` with `shared-mr-context.txt` into `directory`, which exists and holds none of
  /// them.
  /// - Throws: `ReviewFailure(.delivery)` where the disk refuses, `.change` where the head's documents can't be read.
  package static func write(
    _ change: Change, tier: TierExplanation, documents: HeadDocuments, into directory: String
  ) throws(ReviewFailure) -> [WrittenPatch] {
    let patches = try PrivateFolder("\(directory)/diff")
    var written: [WrittenPatch] = []
    written.reserveCapacity(change.files.count)
    for (index, file) in change.files.enumerated() {
      let name = "\(number(index + 1)).patch"
      try patches.write(name, PatchText.git(file))
      written.append(WrittenPatch(number: index + 1, path: file.path, file: "\(directory)/diff/\(name)"))
    }
    let shared = sharedContext(change, tier, isTreeCut: documents.isCut)
    try writeContext(documents, shared: shared, into: "\(directory)/context")
    return written
  }

  /// At least four digits.
  static func number(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func writeContext(
    _ documents: HeadDocuments, shared: String, into directory: String
  ) throws(ReviewFailure) {
    let folder = try PrivateFolder(directory)
    try folder.write("shared-mr-context.txt", Array(shared.utf8))
    var index = ""
    for (offset, document) in try documents.read().enumerated() {
      let name = number(offset + 1)
      try folder.write(name, document.text)
      index += "\(name)\t\(line(of: document.path))\n"
    }
    try folder.write("index.tsv", Array(index.utf8))
    let tree = documents.paths.map { line(of: $0) + "\n" }.joined()
    try folder.write("tree.txt", Array(tree.utf8))
  }

  /// What all agents are told about the change; words of the author are data there, one line each.
  static func sharedContext(_ change: Change, _ tier: TierExplanation, isTreeCut: Bool = false) -> String {
    var text = "Title: \(escaped(change.title))\nSource: \(escaped(change.source))\n"
    text += "Repository: \(escaped(change.repository))\n"
    text +=
      "Tier: \(tier.tier.rawValue) (\(escaped(tier.rule))\(tier.path.map { ": " + line(of: $0) } ?? ""))\n"
    text += "Total: \(change.totalFiles) files, +\(change.totalAdded) -\(change.totalRemoved)\n"
    if !change.isWhole { text += "Part of the change could not be read.\n" }
    if isTreeCut { text += "The repository has more paths than context/tree.txt lists.\n" }
    text += "\nFiles (diff/NUMBER.patch, status, added, removed, path):\n"
    for (index, file) in change.files.enumerated() {
      let old = file.oldPath.map { " (was \(line(of: $0)))" } ?? ""
      text += "\(number(index + 1)) \(file.status.rawValue) +\(file.added) -\(file.removed) "
      text += "\(line(of: file.path))\(old)\n"
    }
    text += "\nExcluded:\n"
    for file in change.excluded { text += "\(line(of: file.path)): \(escaped(file.reason))\n" }
    return text
  }

  /// Text on one line without anything invisible: control, format and separator characters as `\u{…}`.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if isInvisible(scalar) {
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A path on one line, in the form that `RepoPath(escaped:)` reads back.
  package static func line(of path: RepoPath) -> String {
    var result = ""
    for scalar in path.description.unicodeScalars {
      guard isInvisible(scalar) else {
        result.unicodeScalars.append(scalar)
        continue
      }
      for byte in String(scalar).utf8 {
        result += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
    default: false
    }
  }
}
