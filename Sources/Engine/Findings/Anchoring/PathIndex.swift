/// Finds the changed file that an agent means. Nothing is ever read from disk for it (reliability.md, MO-03).
struct PathIndex: Sendable {
  private var exact: [[UInt8]: Int] = [:]
  private var byName: [[UInt8]: [(path: [UInt8], file: Int)]] = [:]

  init(_ files: [FileDiff]) {
    for (index, file) in files.enumerated() {
      for path in [file.path, file.oldPath].compactMap({ $0?.bytes }) {
        if exact.updateValue(exact[path] ?? index, forKey: path) == nil {
          byName[Self.name(path), default: []].append((path, index))
        }
      }
    }
  }

  /// The index of the file: its path as it is, then without what git and shells put in front, then the only path that
  /// ends in it.
  func file(_ written: String) -> Int? {
    for path in [Array(written.utf8), RepoPath(escaped: written).bytes] {
      if let index = exact[path] { return index }
      guard let bare = Self.bare(path) else { continue }
      if let index = exact[bare] ?? exact[Array(bare.dropFirst(2))].flatMap({ Self.hasGitPrefix(bare) ? $0 : nil }) {
        return index
      }
      if let index = bySuffix(bare) ?? (Self.hasGitPrefix(bare) ? bySuffix(Array(bare.dropFirst(2))) : nil) {
        return index
      }
    }
    return nil
  }

  private func bySuffix(_ path: [UInt8]) -> Int? {
    let tail = [0x2F] + path
    let found = Set(
      (byName[Self.name(path)] ?? []).prefix(1000).filter { $0.path.suffix(tail.count).elementsEqual(tail) }.map(\.file)
    )
    return found.count == 1 ? found.first : nil
  }

  private static func name(_ path: [UInt8]) -> [UInt8] {
    Array(path[(path.lastIndex(of: 0x2F).map { $0 + 1 } ?? 0)...])
  }

  private static func hasGitPrefix(_ path: [UInt8]) -> Bool {
    path.count > 2 && (path[0] == 0x61 || path[0] == 0x62) && path[1] == 0x2F
  }

  /// Without `./` in front and space around; nil for what can't be a path in a repository.
  private static func bare(_ path: [UInt8]) -> [UInt8]? {
    var bare = path.drop(while: ASCII.isSpace)
    while let last = bare.last, ASCII.isSpace(last) { bare.removeLast() }
    while bare.starts(with: [0x2E, 0x2F]) { bare.removeFirst(2) }
    guard let first = bare.first, first != 0x2F,
      !bare.split(separator: 0x2F).contains(where: { $0.elementsEqual([0x2E, 0x2E]) })
    else { return nil }
    return Array(bare)
  }
}
