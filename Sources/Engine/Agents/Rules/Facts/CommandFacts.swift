/// Commands that people and agents are told to run, and that a change takes away.
enum CommandFacts {
  struct Gone {
    /// As documents write it, such as `make lint` or `npm run lint`.
    var spellings: [String]
    var file: RepoPath
    var line: DiffLine
  }

  /// Make targets and package scripts that were removed and not defined again, and scripts that were deleted or moved.
  static func gone(in change: ReviewedChange) -> [Gone] {
    change.files.flatMap { file -> [Gone] in
      switch file.language {
      case .make: targets(file, change)
      case .packageJSON: scripts(file, change)
      default: moved(file)
      }
    }
  }

  private static func targets(_ file: SourceFile, _ change: ReviewedChange) -> [Gone] {
    removed(file, change, pattern: #"^[a-z][\w-]*\s*:(?:[^=]|$)"#, until: ":").map {
      Gone(spellings: ["make \($0.name)"], file: file.path, line: $0.line)
    }
  }

  private static func scripts(_ file: SourceFile, _ change: ReviewedChange) -> [Gone] {
    removed(file, change, pattern: #"^\s{2,}"[a-z][\w:-]*"\s*:\s*"[^"\d^~*][^"]*\s[^"]*""#, until: "\"").map {
      name, line in
      let tools = ["npm run", "yarn", "pnpm", "pnpm run", "bun run", "yarn run"]
      let short = ["test", "start"].contains(name) ? ["npm \(name)"] : []
      return Gone(spellings: tools.map { "\($0) \(name)" } + short, file: file.path, line: line)
    }
  }

  private static func removed(
    _ file: SourceFile, _ change: ReviewedChange, pattern: String, until end: Character
  ) -> [(name: String, line: DiffLine)] {
    func name(_ text: [UInt8]) -> String? {
      guard let match = change.matches(pattern, in: text).first else { return nil }
      return String(match.drop { $0 == " " || $0 == "\t" || $0 == "\"" }.prefix { $0 != end }).trimmed
    }
    let left = Set(file.lines.compactMap { name($0.text) })
    return file.removed.compactMap { line in
      name(line.text).flatMap { left.contains($0) ? nil : ($0, line) }
    }
  }

  private static func moved(_ file: SourceFile) -> [Gone] {
    let old = file.diff.oldPath ?? (file.diff.status == .deleted ? file.path : nil)
    guard file.diff.status == .renamed || file.diff.status == .deleted, let old, FileRole.of(old) == .script,
      let line = file.removed.first
    else { return [] }
    return [Gone(spellings: [old.description], file: file.path, line: line)]
  }
}
