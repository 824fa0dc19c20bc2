/// What was written of a tree for agents that read it.
package struct TreeExport: Sendable, Hashable {
  /// Absolute path of the folder.
  package var directory: String
  /// Files as the tree has them.
  package var files = 0
  package var bytes = 0
  /// What is there as a line of text instead: links, submodules, what is too large. So many are named as the limit says.
  package var stubs: [ExcludedFile] = []
  /// What is not there at all. The same holds.
  package var leftOut: [ExcludedFile] = []
  package var stubCount = 0
  package var leftOutCount = 0
  /// Whether a limit ended it before everything was written.
  package var isCut = false

  /// One line for the reader.
  package var summary: String {
    var words = "agents see \(files) files of the tree"
    if stubCount > 0 { words += ", \(stubCount) as a line of text instead" }
    if leftOutCount > 0 { words += ", \(leftOutCount) not at all" }
    return isCut ? words + "; the tree is larger than the limits" : words
  }
}

extension HeadTree {
  /// Writes the tree as plain files that nobody can write or run, into a folder that does not exist yet. Nothing of the
  /// repository runs: only `ls-tree` and `cat-file` read it, and its configuration is not heard (reliability.md, D5).
  /// - Throws: `ReviewFailure(.change)` where the tree can't be read, `.delivery` where the disk refuses.
  package func export(
    to directory: String, limits: ExportLimits = ExportLimits(), time: any TimeSource = SystemTime()
  ) throws(ReviewFailure) -> TreeExport {
    var export = TreeExport(directory: directory)
    let end = time.now() + limits.time
    let (entries, isCut) = try entries(most: 4 * limits.files, within: limits.time)
    export.isCut = isCut
    let folder = try ExportFolder(directory)
    var portion: [HeadTree.Entry] = []
    var bytes = 0
    for entry in entries {
      guard export.count + portion.count < limits.files, time.now() < end else {
        export.isCut = true
        break
      }
      let components = entry.path.bytes.split(separator: 0x2F, omittingEmptySubsequences: false)
      if let problem = ExportNames.problem(components) ?? problem(entry, components, limits) {
        export.leaveOut(entry.path, problem, limits)
        continue
      }
      if let reason = stubReason(entry, limits) {
        try write(entry, stub: reason, into: folder, &export, limits)
        continue
      }
      let size = entry.size ?? 0
      guard export.bytes + bytes + size <= limits.bytes else {
        export.isCut = true
        continue
      }
      portion.append(entry)
      bytes += size
      if bytes >= HeadTree.portion || portion.count >= 4096 {
        try write(portion, into: folder, &export, limits, within: end - time.now())
        (portion, bytes) = ([], 0)
      }
    }
    try write(portion, into: folder, &export, limits, within: end - time.now())
    try folder.close()
    return export
  }

  /// Bytes that are held in memory at once.
  private static let portion = 16 << 20

  private func problem(
    _ entry: Entry, _ components: [ArraySlice<UInt8>], _ limits: ExportLimits
  ) -> String? {
    if components.count > limits.depth { return "it lies too deep" }
    let length = components.reduce(components.count) { $0 + ExportNames.shown($1).utf8.count }
    return length > limits.pathBytes ? "its path is too long" : nil
  }

  /// Why only a line stands for it; nil for what is written as it is.
  private func stubReason(_ entry: Entry, _ limits: ExportLimits) -> String? {
    if entry.isLink {
      return entry.size.map { $0 > 4096 ? "symbolic link to a very long name" : nil } ?? "missing here"
    }
    if entry.mode == 0o160000 { return "submodule, at commit \(entry.object)" }
    guard entry.isRegular else { return "not a regular file (mode \(String(entry.mode, radix: 8)))" }
    guard let size = entry.size else { return "its object is missing here" }
    return size > limits.fileBytes ? "a file of \(size) bytes, too large to be shown" : nil
  }

  private func write(
    _ entry: Entry, stub reason: String, into folder: ExportFolder, _ export: inout TreeExport,
    _ limits: ExportLimits
  ) throws(ReviewFailure) {
    let text = "[not shown by Conclave: \(reason)]\n"
    if let problem = try folder.write(entry.shownComponents, Array(text.utf8)) {
      export.leaveOut(entry.path, problem, limits)
    } else {
      export.stubCount += 1
      if export.stubs.count < limits.listed { export.stubs.append(ExcludedFile(path: entry.path, reason: reason)) }
    }
  }

  private func write(
    _ entries: [Entry], into folder: ExportFolder, _ export: inout TreeExport, _ limits: ExportLimits,
    within left: Duration
  ) throws(ReviewFailure) {
    guard !entries.isEmpty else { return }
    guard left > .zero else {
      export.isCut = true
      return
    }
    var reader = reader
    reader.patience = left
    let contents = try reader.contents(of: entries.map(\.object), limit: limits.fileBytes)
    for (entry, content) in zip(entries, contents) {
      guard let content else {
        try write(entry, stub: "its object can't be read", into: folder, &export, limits)
        continue
      }
      if entry.isLink {
        let target = PatchWriter.line(of: RepoPath(bytes: content))
        try write(entry, stub: "symbolic link to \(target)", into: folder, &export, limits)
      } else if let problem = try folder.write(entry.shownComponents, content) {
        export.leaveOut(entry.path, problem, limits)
      } else {
        export.files += 1
        export.bytes += content.count
      }
    }
  }
}

extension HeadTree.Entry {
  fileprivate var shownComponents: [String] { path.bytes.split(separator: 0x2F).map(ExportNames.shown) }
}

extension TreeExport {
  fileprivate var count: Int { files + stubCount }

  fileprivate mutating func leaveOut(_ path: RepoPath, _ reason: String, _ limits: ExportLimits) {
    leftOutCount += 1
    if leftOut.count < limits.listed { leftOut.append(ExcludedFile(path: path, reason: reason)) }
  }
}
