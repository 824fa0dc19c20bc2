/// Finds a file's paths from the two names that a diff's header gives, whatever prefixes they carry.
enum DiffNames {
  /// Prefixes that git and hg write: default, `diff.mnemonicPrefix`, and each reversed.
  private static let knownPrefixes: [(old: StaticString, new: StaticString)] = [
    ("a/", "b/"), ("b/", "a/"), ("i/", "w/"), ("w/", "i/"), ("c/", "i/"), ("i/", "c/"), ("c/", "w/"), ("w/", "c/"),
    ("o/", "w/"), ("w/", "o/"), ("1/", "2/"), ("2/", "1/"),
  ]

  /// Suffixes of a copy beside the file, as people make it before they call `diff -u`.
  private static let backupSuffixes: [StaticString] = [".orig", ".old", ".bak", "~"]

  /// The paths of a file that exists on both sides; equal where it only changed. `isGit` says that the names come from
  /// a git header, whose prefixes are certain even where the paths differ.
  static func paths(old: [UInt8], new: [UInt8], isGit: Bool) -> (old: [UInt8], new: [UInt8]) {
    if old == new { return (old, new) }
    if let (oldRest, newRest) = withoutKnownPrefix(old, new), isGit || oldRest == newRest { return (oldRest, newRest) }
    if let oldRest = withoutFirstComponent(old), let newRest = withoutFirstComponent(new), oldRest == newRest {
      return (oldRest, newRest)
    }
    let (oldRest, newRest) = withoutKnownPrefix(old, new) ?? (old, new)
    if backupSuffixes.contains(where: {
      oldRest.ends(with: $0) && oldRest.dropLast($0.utf8CodeUnitCount).elementsEqual(newRest)
    }) {
      return (newRest, newRest)
    }
    return (oldRest, newRest)
  }

  /// Takes `a/…` and `b/…` and their like off; nil where the names do not carry such a pair.
  static func withoutKnownPrefix(_ old: [UInt8], _ new: [UInt8]) -> (old: [UInt8], new: [UInt8])? {
    guard knownPrefixes.contains(where: { old.begins(with: $0.old) && new.begins(with: $0.new) }) else { return nil }
    return (Array(old.dropFirst(2)), Array(new.dropFirst(2)))
  }

  /// Takes the prefix off the only name of an added or deleted file, where it has one.
  static func withoutLonePrefix(_ name: [UInt8], side: DiffSide) -> [UInt8] {
    name.begins(with: side == .old ? "a/" : "b/") ? Array(name.dropFirst(2)) : name
  }

  /// Splits what follows `diff --git `, where neither name need be quoted; nil where the names can't be told apart.
  static func split(gitLine bytes: [UInt8], from start: Int, before end: Int) -> (old: [UInt8], new: [UInt8])? {
    if start < end, bytes[start] == 0x22 {
      guard let old = GitQuoting.unquote(bytes, from: start, before: end), old.end + 1 < end, bytes[old.end] == 0x20
      else { return nil }
      if bytes[old.end + 1] == 0x22 {
        guard let new = GitQuoting.unquote(bytes, from: old.end + 1, before: end), new.end == end else { return nil }
        return (old.name, new.name)
      }
      return (old.name, Array(bytes[(old.end + 1)..<end]))
    }
    let spaces = (start..<end).filter { bytes[$0] == 0x20 }
    if end > start, bytes[end - 1] == 0x22,
      let space = spaces.first(where: {
        bytes.matches(" \"", at: $0, before: end) && GitQuoting.unquote(bytes, from: $0 + 1, before: end)?.end == end
      }), let new = GitQuoting.unquote(bytes, from: space + 1, before: end)
    {
      return (Array(bytes[start..<space]), new.name)
    }
    if spaces.count == 1 { return halves(bytes, start, spaces[0], end) }
    // Both names are the same but for their prefixes, which nearly always have one length.
    let middle = start + (end - start) / 2
    for space in ([middle] + spaces.prefix(64)) where space < end && bytes[space] == 0x20 {
      let (old, new) = halves(bytes, start, space, end)
      let paths = paths(old: old, new: new, isGit: false)
      if paths.old == paths.new { return (old, new) }
    }
    return nil
  }

  private static func halves(_ bytes: [UInt8], _ start: Int, _ space: Int, _ end: Int) -> (old: [UInt8], new: [UInt8]) {
    (Array(bytes[start..<space]), Array(bytes[(space + 1)..<end]))
  }

  private static func withoutFirstComponent(_ name: [UInt8]) -> [UInt8]? {
    guard let slash = name.firstIndex(of: 0x2F), slash > 0 else { return nil }
    let rest = name[slash...].drop { $0 == 0x2F }
    return rest.isEmpty ? nil : Array(rest)
  }

  /// The name on a `---` or `+++` line: unquoted, or up to the tab or the time stamp behind it.
  static func name(_ bytes: [UInt8], from start: Int, before end: Int, isGit: Bool) -> [UInt8] {
    if start < end, bytes[start] == 0x22, let quoted = GitQuoting.unquote(bytes, from: start, before: end) {
      return quoted.name
    }
    if let tab = bytes[start..<end].firstIndex(of: 0x09) { return Array(bytes[start..<tab]) }
    // Git puts a tab behind a name that holds a space and never a stamp.
    return isGit ? Array(bytes[start..<end]) : withoutStamp(Array(bytes[start..<end]))
  }

  /// Some tools write spaces before the time, Subversion's web view nothing before `(revision 1)`.
  private static func withoutStamp(_ name: [UInt8]) -> [UInt8] {
    for mark: StaticString in ["(revision ", "(working copy)", "(nonexistent)"] where name.last == 0x29 {
      guard let open = name.lastIndex(of: 0x28), open > 0, name.matches(mark, at: open, before: name.count) else {
        continue
      }
      return Array(name[..<open].reversed().drop { $0 == 0x20 }.reversed())
    }
    // "name    2012-12-22 06:43:35": at least two spaces, then a date.
    guard let gap = name.indices.dropLast(11).first(where: { name.matches("  ", at: $0, before: name.count) }) else {
      return name
    }
    let stamp = name[gap...].drop { $0 == 0x20 }
    let pattern = Array("dddd-dd-dd ".utf8)
    guard stamp.count >= pattern.count else { return name }
    let isDate = zip(stamp, pattern).allSatisfy { byte, mark in
      mark == 0x64 ? (0x30...0x39).contains(byte) : byte == mark
    }
    return isDate ? Array(name[..<gap]) : name
  }

  /// The path as the review uses it, or why it can't be one.
  static func checked(_ name: [UInt8]) -> Result<RepoPath, PathProblem> {
    var path = name[...]
    while path.starts(with: [0x2E, 0x2F]) { path = path.dropFirst(2) }
    if path.isEmpty { return .failure(PathProblem("the file has no name")) }
    if path.first == 0x2F { return .failure(PathProblem("the path is absolute")) }
    if path.contains(0) { return .failure(PathProblem("the path holds a NUL")) }
    // Linux's PATH_MAX.
    if path.count > 4096 { return .failure(PathProblem("the path is longer than 4,096 bytes")) }
    if path.split(separator: 0x2F, omittingEmptySubsequences: false).contains([0x2E, 0x2E]) {
      return .failure(PathProblem("the path leaves the tree with \"..\""))
    }
    return .success(RepoPath(bytes: Array(path)))
  }

  struct PathProblem: Error {
    let text: String
    init(_ text: String) { self.text = text }
  }
}
