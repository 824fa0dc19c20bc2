/// Versions of the project and of its dependencies, before and after a change.
enum VersionFacts {
  struct Bump {
    var name: String
    var old: [Int]
    var new: [Int]
    var file: RepoPath
    var line: SourceLine
    var text: String
  }

  /// The project's own version where a manifest changes it.
  static func releases(in change: ReviewedChange) -> [Bump] {
    change.files.filter { isManifest($0.path.name) && $0.role == .product }.compactMap { file in
      let pattern = file.path.name == "VERSION" ? #"^\s*v?\d+\.\d+(?:\.\d+)?"# : ownVersion
      guard let old = file.removed.lazy.compactMap({ change.matches(pattern, in: $0.text).first }).first,
        let line = file.lines.first(where: { $0.isAdded && change.patterns.matches(pattern, $0.text) }),
        let new = change.matches(pattern, in: line.text).first, numbers(old) != numbers(new)
      else { return nil }
      return Bump(name: "version", old: numbers(old), new: numbers(new), file: file.path, line: line, text: dotted(new))
    }
  }

  /// Dependencies whose version a manifest changes.
  static func bumps(in change: ReviewedChange) -> [Bump] {
    let kinds: [Language] = [.requirements, .packageJSON, .toml]
    return change.files.filter { kinds.contains($0.language) && $0.role == .product }.flatMap { file -> [Bump] in
      let before = file.removed.compactMap { dependency($0.text, change) }
      return file.lines.filter(\.isAdded).compactMap { line in
        guard let now = dependency(line.text, change), let then = before.first(where: { $0.name == now.name }),
          numbers(then.version) != numbers(now.version)
        else { return nil }
        return Bump(
          name: now.name, old: numbers(then.version), new: numbers(now.version), file: file.path, line: line,
          text: dotted(now.version))
      }
    }
  }

  private static let ownVersion = #"^\s*"?(?:version|__version__|versionName)"?\s*[:=]\s*["']v?\d+\.\d+(?:\.\d+)?"#

  private static func isManifest(_ name: String) -> Bool {
    [
      "pyproject.toml", "package.json", "Cargo.toml", "setup.py", "setup.cfg", "VERSION", "__init__.py", "version.py",
      "build.gradle", "composer.json", "mix.exs", "galaxy.yml", "Chart.yaml",
    ].contains(name)
  }

  private static func dependency(_ line: [UInt8], _ change: ReviewedChange) -> (name: String, version: String)? {
    let pattern = #"^\s*["']?[A-Za-z@][\w@/.-]*["']?\s*(?:==|~=|>=|:|=)\s*["']?[\^~>=v]*\d+(?:\.\d+)*"#
    guard let match = change.matches(pattern, in: line).first else { return nil }
    let name = match.trimmed.drop { "\"'".contains($0) }.prefix { !"\"' =~>:".contains($0) }
    guard name != "version", let digits = match.lastIndex(where: { !$0.isNumber && $0 != "." }) else { return nil }
    return (String(name), String(match[match.index(after: digits)...]))
  }

  /// The numbers of a version, at most nine digits each.
  private static func numbers(_ text: String) -> [Int] {
    dotted(text).split(separator: ".").map { Int($0.prefix(9)) ?? 0 }
  }

  private static func dotted(_ text: String) -> String {
    let start = text.lastIndex { !($0.isASCII && $0.isNumber) && $0 != "." }
    return String(text[(start.map { text.index(after: $0) } ?? text.startIndex)...])
  }
}
