/// Everything that stands above the hunks of one file, as written.
struct DiffFileHeader {
  /// Line of the input at which the header begins.
  var line: Int
  /// From a `diff --git` line; its names may be what only it has.
  var isGit = false
  var gitNames: (old: [UInt8], new: [UInt8])?
  /// From `---` and `+++`, or a "Binary files" line.
  var oldName: [UInt8]?
  var newName: [UInt8]?
  /// From Subversion's and CVS's `Index:` line.
  var indexName: [UInt8]?
  var movedFrom: [UInt8]?
  var movedTo: [UInt8]?
  var isCopy = false
  var isAdded = false
  var isDeleted = false
  var oldMode: UInt32?
  var newMode: UInt32?
  var isBinary = false
  /// Whether the blobs named on the `index` line differ, so that hunks or a binary note must follow.
  var promisesContent = false

  private var hasExtendedLine = false
  private var hasIndexLine = false

  init(line: Int) { self.line = line }

  /// Whether something must follow the header where neither hunks nor a binary note did.
  var isUnfinished: Bool {
    if oldName != nil || promisesContent { return true }
    guard isGit else { return false }
    let isHalfMoved = movedFrom != nil && movedTo == nil
    let isHalfChanged = oldMode != nil && newMode == nil && !isDeleted
    return !hasExtendedLine || isHalfMoved || isHalfChanged || (isAdded || isDeleted) && !hasIndexLine
  }

  /// The file without its hunks.
  /// - Parameter isLone: set where only a guess tells whether the one name carries a prefix.
  func resolve(firstHunk: Hunk?, hunkCount: Int, isLone: inout Bool) throws(DiffParseError) -> FileDiff {
    var (old, new) = try names(isLone: &isLone)
    if !isGit, hunkCount == 1, let hunk = firstHunk {
      // Outside git's format only the counts tell: an empty side starts at 0.
      if old != nil, new != nil, hunk.oldStart == 0, hunk.oldCount == 0 { old = nil }
      if old != nil, new != nil, hunk.newStart == 0, hunk.newCount == 0 { new = nil }
    }
    guard let bytes = new ?? old else { throw DiffParseError(line: line, problem: "the file has no name") }
    let path = try check(bytes)
    let oldPath = try old.map { name throws(DiffParseError) in try check(name) }
    var diff = FileDiff(path: path, oldMode: oldMode, newMode: newMode, isBinary: isBinary)
    if isAdded || old == nil {
      diff.status = .added
      diff.oldMode = nil
    } else if isDeleted || new == nil {
      diff.status = .deleted
      diff.newMode = nil
    } else if isCopy {
      diff.status = .copied
    } else if oldPath != path {
      diff.status = .renamed
    } else if let oldMode, let newMode, oldMode & 0o170000 != newMode & 0o170000 {
      diff.status = .typeChanged
    }
    if let oldPath, oldPath != path { diff.oldPath = oldPath }
    return diff
  }

  private func check(_ name: [UInt8]) throws(DiffParseError) -> RepoPath {
    switch DiffNames.checked(name) {
    case .success(let path): return path
    case .failure(let problem):
      throw DiffParseError(line: line, problem: "\(problem.text): \(RepoPath(bytes: name))")
    }
  }

  private func names(isLone: inout Bool) throws(DiffParseError) -> (old: [UInt8]?, new: [UInt8]?) {
    if let movedFrom, let movedTo {
      // Relative diffs give short names here and long ones above.
      if let gitNames, let long = DiffNames.withoutKnownPrefix(gitNames.old, gitNames.new),
        long.old.hasSuffix([0x2F] + movedFrom), long.new.hasSuffix([0x2F] + movedTo)
      {
        return long
      }
      return (movedFrom, movedTo)
    }
    let absent = Array("/dev/null".utf8)
    let old = oldName == absent ? nil : oldName ?? gitNames?.old
    let new = newName == absent ? nil : newName ?? gitNames?.new
    if let indexName, !isGit, [old, new].allSatisfy({ isSame($0, as: indexName) }) {
      return (old.map { _ in indexName }, new.map { _ in indexName })
    }
    if let gitNames {
      // Both names of the first line are there even where one side is /dev/null.
      let pair = DiffNames.paths(old: old ?? gitNames.old, new: new ?? gitNames.new, isGit: true)
      return (old.map { _ in pair.old }, new.map { _ in pair.new })
    }
    if let old, let new {
      let pair = DiffNames.paths(old: old, new: new, isGit: isGit)
      return (pair.old, pair.new)
    }
    isLone = true
    return (old, new)
  }

  private func isSame(_ name: [UInt8]?, as index: [UInt8]) -> Bool {
    guard let name else { return true }
    return name.starts(with: index) || index.hasSuffix([0x2F] + name)
  }
}

extension DiffFileHeader {
  /// Takes one of git's extended header lines; false where `line` is none.
  mutating func take(extended bytes: [UInt8], _ line: Range<Int>) -> Bool {
    func rest(_ key: StaticString) -> Range<Int>? {
      bytes.matches(key, at: line.lowerBound, before: line.upperBound)
        ? line.lowerBound + key.utf8CodeUnitCount..<line.upperBound : nil
    }
    func name(_ range: Range<Int>) -> [UInt8] {
      GitQuoting.unquote(bytes, from: range.lowerBound, before: range.upperBound)?.name ?? Array(bytes[range])
    }
    func mode(_ range: Range<Int>) -> UInt32? { UInt32(String(decoding: bytes[range], as: UTF8.self), radix: 8) }

    if let range = rest("old mode ") {
      oldMode = mode(range)
    } else if let range = rest("new mode ") {
      newMode = mode(range)
    } else if let range = rest("new file mode ") {
      isAdded = true
      newMode = mode(range)
    } else if let range = rest("deleted file mode ") {
      isDeleted = true
      oldMode = mode(range)
    } else if let range = rest("rename from ") ?? rest("rename old ") {
      movedFrom = name(range)
    } else if let range = rest("rename to ") ?? rest("rename new ") {
      movedTo = name(range)
    } else if let range = rest("copy from ") {
      movedFrom = name(range)
      isCopy = true
    } else if let range = rest("copy to ") {
      movedTo = name(range)
    } else if let range = rest("index ") {
      hasIndexLine = true
      takeIndex(bytes, range)
    } else if let range = rest("similarity index ") {
      promisesContent = !bytes[range].elementsEqual("100%".utf8)
    } else if rest("dissimilarity index ") == nil {
      return false
    }
    hasExtendedLine = true
    return true
  }

  /// `index <old>..<new>[ <mode>]`
  private mutating func takeIndex(_ bytes: [UInt8], _ range: Range<Int>) {
    let words = bytes[range].split(separator: 0x20)
    guard let blobs = words.first else { return }
    let names = blobs.split(separator: 0x2E)
    let emptyBlob = Array("e69de29".utf8)
    promisesContent =
      names.count == 2 && names[0] != names[1]
      && !names.allSatisfy { $0.starts(with: emptyBlob) || $0.allSatisfy { $0 == 0x30 } }
    if words.count == 2, let mode = UInt32(String(decoding: words[1], as: UTF8.self), radix: 8) {
      oldMode = oldMode ?? mode
      newMode = newMode ?? mode
    }
  }
}
