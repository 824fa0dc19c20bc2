/// Which names of a tree may appear in its export, and as what.
enum ExportNames {
  /// Bytes that a file system takes as one name.
  private static let longest = 255

  /// What git itself, coding agents and their runtimes look for in a tree and then obey or run (reliability.md, D5, 1.2 and
  /// UR-01 to UR-03). A star at the end stands for anything. The change's own edits of such files are still reviewed: patches
  /// carry them.
  static let leftOut: [(pattern: String, reason: String)] = [
    (".git", "git's own"), (".gitmodules", "git's own"), ("git~*", "looks like git's own"),
    (".opencode", agents), ("opencode.json*", agents), (".claude", agents), (".claude.json", agents),
    (".mcp.json", agents), ("mcp.json", agents), (".codex", agents), (".cursor", agents), (".cursorrules", agents),
    (".gemini", agents), (".qwen", agents), (".goose*", agents), (".aider*", agents), (".continue", agents),
    (".windsurf*", agents), (".roo*", agents), (".kilocode*", agents), (".crush*", agents), ("crush.json", agents),
    (".agents", agents), (".amp", agents), (".pi", agents),
    ("bunfig.toml", runtimes), (".bunfig.toml", runtimes), (".env*", runtimes), (".npmrc", runtimes),
    (".yarnrc*", runtimes), (".pnpmfile*", runtimes), (".vscode", runtimes), (".idea", runtimes),
    (".devcontainer*", runtimes), (".direnv", runtimes), (".netrc", runtimes), (".ssh", runtimes),
  ]

  private static let agents = "configures a coding agent"
  private static let runtimes = "configures what runs in its folder"

  /// Why a path may not appear at all; nil where it may.
  static func problem(_ components: [ArraySlice<UInt8>]) -> String? {
    for component in components {
      if component.isEmpty || component.elementsEqual([0x2E]) || component.elementsEqual([0x2E, 0x2E]) {
        return "not a name"
      }
      let text = folded(component)
      if let entry = leftOut.first(where: { matches(text, $0.pattern) }) { return entry.reason }
      if shown(component).utf8.count > longest { return "its name is too long" }
    }
    return nil
  }

  /// The component as it is written: on one line, with everything that is invisible or no text as `\xNN`. That is the form of
  /// paths everywhere that agents read them, so that a finding names the right file whatever its name.
  static func shown(_ component: ArraySlice<UInt8>) -> String {
    PatchWriter.line(of: RepoPath(bytes: Array(component)))
  }

  /// The name as the most tolerant file system would take it: without case, without code points that count for nothing, and
  /// without the stream names, blanks and full stops that some drop at its end.
  private static func folded(_ component: ArraySlice<UInt8>) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in String(decoding: component, as: UTF8.self).unicodeScalars {
      let properties = scalar.properties
      if properties.isDefaultIgnorableCodePoint || properties.generalCategory == .format { continue }
      // Bytes that are no text must not hide what stands around them.
      if scalar == "\u{FFFD}" || properties.generalCategory == .control { continue }
      scalars.append(contentsOf: properties.lowercaseMapping.unicodeScalars)
    }
    if let colon = scalars.firstIndex(of: ":") { scalars = .init(scalars[..<colon]) }
    while let last = scalars.last, last == " " || last == "." { scalars.removeLast() }
    return String(scalars)
  }

  private static func matches(_ name: String, _ pattern: String) -> Bool {
    pattern.hasSuffix("*") ? name.hasPrefix(String(pattern.dropLast())) : name == pattern
  }
}
