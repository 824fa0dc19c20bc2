/// Environment variables that a change reads.
enum SettingFacts {
  struct Use {
    var name: String
    var file: RepoPath
    var line: SourceLine
    /// Whether the program fails without it.
    var isRequired: Bool
    /// The literal that stands in for it; nil where there is none.
    var defaultValue: String?
  }

  /// Reads in added lines of the product, of names that no other line of the change's files shows as known before.
  static func new(in change: ReviewedChange) -> [Use] {
    var seen = wellKnown.union(knownBefore(change))
    return visible(in: change).filter(\.line.isAdded).filter { seen.insert($0.name).inserted }
  }

  /// Reads in all visible lines of the new side.
  static func visible(in change: ReviewedChange) -> [Use] {
    change.files.filter { [.product, .script].contains($0.role) }.flatMap { file in
      file.lines.flatMap { uses(in: $0, of: file.path, change) }
    }
  }

  private static func knownBefore(_ change: ReviewedChange) -> Set<String> {
    var names: Set<String> = []
    for file in change.files {
      let old = file.removed.map(\.text) + file.lines.filter { !$0.isAdded }.map(\.code)
      for text in old { names.formUnion(change.matches(read, in: text).compactMap(name)) }
    }
    return names
  }

  private static func uses(in line: SourceLine, of file: RepoPath, _ change: ReviewedChange) -> [Use] {
    change.matches(read, in: line.code).compactMap { match in
      guard let name = name(in: match) else { return nil }
      let text = String(decoding: line.code, as: UTF8.self)
      return Use(
        name: name, file: file, line: line, isRequired: match.contains("environ[") || match.contains("fetch("),
        defaultValue: defaultValue(after: match, in: text))
    }
  }

  private static let read =
    #"(?:\bos\.environ(?:\.get\(|\[)|\bos\.getenv\(|\bprocess\.env(?:\.|\[)|\bimport\.meta\.env\.|\bos\.(?:Getenv|LookupEnv)\(|\bSystem\.getenv\(|\bENV(?:\[|\.fetch\()|\benv::var\(|\bgetenv\(|\$_ENV\[|\benvironment\[|GetEnvironmentVariable\()\s*["']?[A-Z][A-Z0-9_]{2,}\b["']?(?:\]|\))?"#

  /// The name inside a match: its last run of upper-case letters, digits and underscores.
  private static func name(in match: String) -> String? {
    let runs = match.split { !($0 == "_" || $0.isASCII && ($0.isUppercase || $0.isNumber)) }
    return runs.last.map(String.init)
  }

  private static func defaultValue(after match: String, in text: String) -> String? {
    guard let start = text.firstRange(of: match)?.upperBound else { return nil }
    let rest = text[start...].drop { $0 == " " || $0 == ")" }
    let marks = [",", "??", "||"]
    guard let mark = marks.first(where: { rest.hasPrefix($0) }) else { return nil }
    let value = rest.dropFirst(mark.count).drop { $0 == " " }
    let quotes: [Character] = ["\"", "'"]
    if let quote = value.first, quotes.contains(quote) {
      let body = value.dropFirst()
      return body.firstIndex(of: quote).map { String(body[..<$0]) }
    }
    let number = value.prefix { $0.isNumber || $0 == "." || $0 == "_" }
    return number.isEmpty ? nil : number.filter { $0 != "_" }
  }

  /// Set by systems and tools, not by the project.
  private static let wellKnown: Set<String> = [
    "HOME", "PATH", "USER", "LANG", "TERM", "SHELL", "TMPDIR", "TEMP", "PWD", "EDITOR", "VISUAL", "PAGER", "HOSTNAME",
    "CI",
    "NODE_ENV", "RAILS_ENV", "RACK_ENV", "PYTHONPATH", "GITHUB_ACTIONS", "GITHUB_TOKEN", "GITLAB_CI", "NO_COLOR",
    "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "GOPATH", "GOROOT", "APPDATA", "COLUMNS",
    "VIRTUAL_ENV", "DISPLAY", "LC_ALL", "DEV", "PROD", "MODE", "BASE_URL",
  ]
}
