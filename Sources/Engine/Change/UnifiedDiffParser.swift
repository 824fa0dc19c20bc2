/// Parses unified diffs: git's, `diff -u`'s, Subversion's, Mercurial's, CVS's, and series of mails with such in them.
///
/// Hunk bodies are counted, never told by their prefixes: a removed line `-- a/x` prints as `--- a/x` (forges.md, 5.1).
package struct UnifiedDiffParser {
  var lines: ByteLines
  let limits: DiffLimits
  var result = ParsedDiff()
  /// The header that waits for its hunks or for the next file.
  var header: DiffFileHeader?
  /// Whether the line before was one of git's extended headers, which stand together.
  var isInExtendedHeader = false
  var body = HunkBody()
  /// `Index:` line that waits for its file.
  var indexName: [UInt8]?
  /// Indices of files with one name, of which only the other files tell whether it carries a prefix.
  private var loneFiles: [Int] = []
  private var sawPrefix = false
  private var sawNoPrefix = false
  /// Mails or changesets in the input, and commits of a log, which stand the other way round.
  private var patches = 0
  private var logCommits = 0
  /// Where the input looks like `diff -c`.
  private var contextDiffLine: Int?

  private init(_ bytes: [UInt8], limits: DiffLimits) {
    lines = ByteLines(bytes)
    self.limits = limits
  }

  /// Parses a diff; a file that occurs several times is composed into one (mail series, type changes).
  ///
  /// Blank input gives no files. An input that ends inside of a file gives what is whole, with `isTruncated`.
  /// - Throws: `DiffParseError` with the line, for what can't be understood without losing lines.
  package static func parse(
    _ bytes: [UInt8], limits: DiffLimits = DiffLimits()
  ) throws(DiffParseError) -> ParsedDiff {
    let plain = TerminalColour.stripped(bytes)
    var parser = UnifiedDiffParser(plain ?? bytes, limits: limits)
    if plain != nil { parser.result.notices.append("terminal colours were taken out of the patch") }
    try parser.run()
    return try parser.composed()
  }

  private mutating func run() throws(DiffParseError) {
    while let line = lines.next() { try take(line) }
    if let header, header.isUnfinished, !header.isBinary, body.isEmpty {
      result.isTruncated = true
    }
    try finishFile()
    if result.isTruncated { result.notices.append("the patch is cut off at line \(lines.number)") }
    if result.entries.isEmpty, !result.isTruncated, lines.bytes.contains(where: { $0 > 0x20 }) {
      throw DiffParseError(
        line: contextDiffLine ?? 1,
        problem: contextDiffLine == nil
          ? "no unified diff from here on" : "this is a context diff; make a unified one with diff -u")
    }
    if sawPrefix || !sawNoPrefix { stripLonePrefixes() }
  }

  private consuming func composed() throws(DiffParseError) -> ParsedDiff {
    if logCommits > 1 {
      var paths: Set<RepoPath> = []
      for entry in result.entries where !paths.insert(entry.diff.path).inserted {
        throw DiffParseError(
          line: entry.line,
          problem: "\(entry.diff.path) occurs again in the output of git log, which stands newest first; "
            + "use git diff or git format-patch --stdout")
      }
    }
    result.entries = try DiffSeries.composed(result.entries, patches: patches)
    return result
  }

  private mutating func take(_ line: Range<Int>) throws(DiffParseError) {
    let bytes = lines.bytes
    let start = line.lowerBound
    let end = line.upperBound
    let followsHeader = isInExtendedHeader
    if followsHeader, !lines.isTerminated(line) { return dropCutHeader() }
    if followsHeader, header?.take(extended: bytes, line) == true { return }
    isInExtendedHeader = false
    guard start < end else { return }
    switch bytes[start] {
    case 0x64:
      if bytes.matches("diff --git ", at: start, before: end) {
        try beginGitFile(bytes, start + 11, end)
      } else if bytes.matches("diff --cc ", at: start, before: end)
        || bytes.matches("diff --combined ", at: start, before: end)
      {
        throw combined()
      } else if bytes.matches("diff ", at: start, before: end), bytes.matches(" -", at: start + 4, before: end) {
        // "diff -u", "diff -r": the next file begins; its names follow on lines of their own.
        try finishFile()
      }
    case 0x2A where bytes.matches("***************", at: start, before: end):
      contextDiffLine = contextDiffLine ?? lines.number
    case 0x46 where bytes.matches("From ", at: start, before: end) && isObjectName(bytes, start + 5, end):
      try finishFile()
      patches += 1
    case 0x23 where bytes.matches("# HG changeset patch", at: start, before: end):
      try finishFile()
      patches += 1
    case 0x63 where bytes.matches("commit ", at: start, before: end) && isObjectName(bytes, start + 7, end):
      try finishFile()
      logCommits += 1
    case 0x2D where bytes.matches("--- ", at: start, before: end): try takeNames(line, followsHeader: followsHeader)
    case 0x40:
      if bytes.matches("@@@ -", at: start, before: end) { throw combined() }
      try takeHunk(line)
    case 0x42 where bytes.matches("Binary files ", at: start, before: end): try takeBinary(line)
    case 0x47 where bytes.matches("GIT binary patch", at: start, before: end): header?.isBinary = true
    case 0x49 where bytes.matches("Index: ", at: start, before: end):
      try finishFile()
      indexName = Array(bytes[(start + 7)..<end])
    default: break
    }
  }

  private func isObjectName(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
    let name = bytes[start..<end].prefix { $0 != 0x20 }
    return name.count >= 40 && name.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  private func combined() -> DiffParseError {
    DiffParseError(
      line: lines.number,
      problem:
        "a combined diff of a merge has no single old side; make one against one parent, as git diff BASE...HEAD does")
  }

  private mutating func beginGitFile(_ bytes: [UInt8], _ start: Int, _ end: Int) throws(DiffParseError) {
    try finishFile()
    guard end < bytes.count else { return dropCutHeader() }
    var next = DiffFileHeader(line: lines.number)
    next.isGit = true
    next.gitNames = DiffNames.split(gitLine: bytes, from: start, before: end)
    header = next
    isInExtendedHeader = true
  }

  /// The last line of the input stands in a header and has no line feed: its name may be a piece of one.
  private mutating func dropCutHeader() {
    header = nil
    isInExtendedHeader = false
    result.isTruncated = true
  }

  /// `--- old` counts only with `+++ new` below it; alone it is a mail's separator or prose.
  private mutating func takeNames(_ line: Range<Int>, followsHeader: Bool) throws(DiffParseError) {
    let bytes = lines.bytes
    guard let second = lines.peek() else {
      if followsHeader { dropCutHeader() }
      return
    }
    guard bytes.matches("+++ ", at: second.lowerBound, before: second.upperBound) else {
      if followsHeader, !lines.isTerminated(second) { dropCutHeader() }
      return
    }
    guard lines.isTerminated(second) else {
      lines.advance(past: second)
      return dropCutHeader()
    }
    let index = indexName
    if !followsHeader {
      try finishFile()
      header = DiffFileHeader(line: lines.number)
    }
    header?.indexName = index
    header?.oldName = DiffNames.name(bytes, from: line.lowerBound + 4, before: line.upperBound, isGit: followsHeader)
    header?.newName = DiffNames.name(
      bytes, from: second.lowerBound + 4, before: second.upperBound, isGit: followsHeader)
    lines.advance(past: second)
  }

  /// `Binary files a/x and b/x differ`
  private mutating func takeBinary(_ line: Range<Int>) throws(DiffParseError) {
    let bytes = lines.bytes
    let start = line.lowerBound + 13
    guard bytes.matches(" differ", at: line.upperBound - 7, before: line.upperBound), line.upperBound - 7 > start else {
      return
    }
    if header?.isGit == true, body.isEmpty {
      header?.isBinary = true
      return
    }
    try finishFile()
    let end = line.upperBound - 7
    let splits = (start..<end).filter { bytes.matches(" and ", at: $0, before: end) }
    let pairs = splits.map { (old: Array(bytes[start..<$0]), new: Array(bytes[($0 + 5)..<end])) }
    let unmoved = pairs.first {
      let paths = DiffNames.paths(old: $0.old, new: $0.new, isGit: false)
      return paths.old == paths.new
    }
    guard let pair = unmoved ?? pairs.first else { return }
    var binary = DiffFileHeader(line: lines.number)
    (binary.oldName, binary.newName) = (pair.old, pair.new)
    binary.isBinary = true
    header = binary
    try finishFile()
  }

  /// Closes the file whose header and hunks have been read.
  mutating func finishFile() throws(DiffParseError) {
    defer {
      header = nil
      indexName = nil
      body = HunkBody()
    }
    guard let header else { return }
    if header.oldName == nil, header.gitNames == nil, header.movedFrom == nil {
      if !result.isTruncated {
        throw DiffParseError(line: header.line, problem: "the two names of the file can't be told apart")
      }
      return
    }
    // "---" and "+++" in prose, with no hunk below, are no file.
    if !header.isGit, !header.isBinary, body.isEmpty { return }
    var isLone = false
    var diff = try header.resolve(firstHunk: body.hunks.first, hunkCount: body.hunks.count, isLone: &isLone)
    diff.hunks = body.isOversized ? [] : body.hunks
    if isLone, !header.isGit { loneFiles.append(result.entries.count) }
    if let old = header.oldName, let new = header.newName, !header.isGit, !isLone {
      if DiffNames.withoutKnownPrefix(old, new) != nil { sawPrefix = true } else { sawNoPrefix = true }
    }
    result.entries.append(
      ParsedFile(
        diff: diff, line: header.line, added: body.added, removed: body.removed, patchBytes: body.bytes,
        longestLine: body.longestLine, isOversized: body.isOversized, holdsNUL: body.holdsNUL))
  }

  private mutating func stripLonePrefixes() {
    for index in loneFiles {
      let path = result.entries[index].diff.path.bytes
      let side: DiffSide = result.entries[index].diff.status == .deleted ? .old : .new
      guard case .success(let stripped) = DiffNames.checked(DiffNames.withoutLonePrefix(path, side: side)) else {
        continue
      }
      result.entries[index].diff.path = stripped
    }
  }
}
