/// A change as rules see it: its files, the documents of its new side and the names of all files.
package struct ReviewedChange {
  package let files: [SourceFile]
  package let documents: [Document]
  /// All paths of the new side, folders included (without a slash at the end).
  package let tree: Set<String>
  package let patterns: PatternCache

  /// A document of the new side, changed or not.
  package struct Document: Sendable {
    package var path: String
    package var lines: [String]
    package var isChanged: Bool

    package var name: String { String(path.split(separator: "/").last ?? "").uppercased() }
    package var isAgentsFile: Bool { name == "AGENTS.MD" || name == "CLAUDE.MD" }
    package var isChangelog: Bool {
      name.hasPrefix("CHANGELOG") || name.hasPrefix("CHANGES") || name.hasPrefix("HISTORY")
    }
  }

  /// `documents` and `tree` are those of the new side.
  package init(
    files: [FileDiff], documents: [(path: RepoPath, bytes: [UInt8])], tree: [RepoPath],
    patterns: PatternCache = PatternCache()
  ) {
    self.files = files.map(SourceFile.init)
    self.patterns = patterns
    let changed = Set(files.map(\.path))
    self.documents = documents.map { document in
      Document(
        path: document.path.description, lines: ReviewedChange.lines(document.bytes),
        isChanged: changed.contains(document.path))
    }
    var paths: Set<String> = []
    for path in tree {
      let components = path.description.split(separator: "/")
      for length in components.indices { paths.insert(components[...length].joined(separator: "/")) }
    }
    self.tree = paths
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The instructions for coding agents at the root of the repository, or the first there are.
  package var agentsFile: Document? {
    documents.filter(\.isAgentsFile).min { $0.path.utf8.count < $1.path.utf8.count }
  }

  /// All matches of `pattern` in a line, from left to right.
  package func matches(_ pattern: String, in line: [UInt8]) -> [String] {
    var found: [String] = []
    var from = 0
    while let range = patterns.firstMatch(pattern, in: line, from: from) {
      found.append(String(decoding: line[range], as: UTF8.self))
      from = max(range.upperBound, range.lowerBound + 1)
    }
    return found
  }
}

/// Searches text by whole words.
package enum Words {
  /// Whether `word` stands in `text` with no word character on either side.
  package static func contains(_ word: String, in text: String) -> Bool {
    let word = Array(word.utf8)
    let text = Array(text.utf8)
    guard let first = word.first, text.count >= word.count else { return false }
    for start in 0...text.count - word.count where text[start] == first {
      let end = start + word.count
      if text[start..<end].elementsEqual(word), start == 0 || !isWord(text[start - 1]),
        end == text.count || !isWord(text[end])
      {
        return true
      }
    }
    return false
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
    default: false
    }
  }
}
