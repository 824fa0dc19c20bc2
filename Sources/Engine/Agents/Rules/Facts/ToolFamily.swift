/// Tools that do the same job: changing from one to another changes what people and agents have to type.
struct ToolFamily {
  struct Tool {
    var name: String
    /// How build files and documents name it.
    var pattern: String
  }

  /// A tool that a change takes out for another.
  struct Switch {
    var family: ToolFamily
    var old: Tool
    var new: Tool
    var file: RepoPath
    var line: SourceLine
  }

  var job: String
  /// Whether a change of it is of high materiality (system.md, section 3).
  var isHigh: Bool
  var tools: [Tool]

  /// Tools of one family, of which one appears only in removed lines of build files and another only in added ones.
  static func switches(in change: ReviewedChange) -> [Switch] {
    let files = change.files.filter { isBuildFile($0) }
    let gone = files.flatMap { $0.removed.map(\.text) }
    let kept = files.flatMap { $0.lines.filter { !$0.isAdded }.map(\.code) }
    let new = files.flatMap { file in file.lines.filter(\.isAdded).map { (file: file.path, line: $0) } }
    return all.compactMap { family in
      let old = family.tools.first { tool in
        gone.contains { change.patterns.matches(tool.pattern, $0) }
          && !kept.contains { change.patterns.matches(tool.pattern, $0) }
          && !new.contains { change.patterns.matches(tool.pattern, $0.line.code) }
      }
      guard let old else { return nil }
      for tool in family.tools where tool.name != old.name {
        guard !gone.contains(where: { change.patterns.matches(tool.pattern, $0) }),
          let place = new.first(where: { change.patterns.matches(tool.pattern, $0.line.code) })
        else { continue }
        return Switch(family: family, old: old, new: tool, file: place.file, line: place.line)
      }
      return nil
    }
  }

  static func isBuildFile(_ file: SourceFile) -> Bool {
    switch file.language {
    case .make, .dockerfile, .workflow, .packageJSON, .requirements: return true
    default:
      let name = file.path.name.lowercased()
      return buildFiles.contains(name) || name.hasPrefix("build.gradle") || name == "pom.xml"
    }
  }

  private static let buildFiles: Set<String> = [
    "pyproject.toml", "setup.cfg", "setup.py", "tox.ini", "noxfile.py", "cargo.toml", "go.mod", "package.swift",
    "gemfile", "composer.json", "meson.build", "cmakelists.txt", ".pre-commit-config.yaml", "mix.exs",
  ]

  private static let all: [ToolFamily] = [
    ToolFamily(
      job: "package manager", isHigh: true,
      tools: [
        Tool(name: "npm", pattern: #"\bnpm\s+(?:ci|i|install|run|test|exec|start)\b|"npm@"#),
        Tool(name: "yarn", pattern: #"\byarn\b"#), Tool(name: "pnpm", pattern: #"\bpnpm\b"#),
        Tool(name: "bun", pattern: #"\bbun\s+(?:install|run|test)\b"#),
      ]),
    ToolFamily(
      job: "package manager", isHigh: true,
      tools: [
        Tool(name: "pip", pattern: #"\bpip3?\s+install\b"#), Tool(name: "poetry", pattern: #"\bpoetry\b"#),
        Tool(name: "pipenv", pattern: #"\bpipenv\b"#),
        Tool(name: "uv", pattern: #"\buv\s+(?:sync|pip|run|add|lock)\b"#),
        Tool(name: "pdm", pattern: #"\bpdm\b"#),
      ]),
    ToolFamily(
      job: "test framework", isHigh: true,
      tools: [
        Tool(name: "unittest", pattern: #"\bunittest\b"#), Tool(name: "pytest", pattern: #"\bpytest\b"#),
        Tool(name: "nose", pattern: #"\bnosetests\b|\bnose2\b"#),
      ]),
    ToolFamily(
      job: "test framework", isHigh: true,
      tools: [
        Tool(name: "jest", pattern: #"\bjest\b"#), Tool(name: "vitest", pattern: #"\bvitest\b"#),
        Tool(name: "mocha", pattern: #"\bmocha\b"#), Tool(name: "ava", pattern: #""ava"|\bava\s"#),
      ]),
    ToolFamily(
      job: "build tool", isHigh: true,
      tools: [
        Tool(name: "webpack", pattern: #"\bwebpack\b"#), Tool(name: "vite", pattern: #"\bvite\b"#),
        Tool(name: "rollup", pattern: #"\brollup\b"#), Tool(name: "esbuild", pattern: #"\besbuild\b"#),
      ]),
    ToolFamily(
      job: "build tool", isHigh: true,
      tools: [
        Tool(name: "make", pattern: #"\bmake\s+[a-z]"#), Tool(name: "just", pattern: #"\bjust\s+[a-z]"#),
        Tool(name: "bazel", pattern: #"\bbazel\b"#), Tool(name: "gradle", pattern: #"\bgradlew?\b"#),
        Tool(name: "maven", pattern: #"\bmvnw?\b"#), Tool(name: "cmake", pattern: #"\bcmake\b"#),
      ]),
    ToolFamily(
      job: "linter or formatter", isHigh: false,
      tools: [
        Tool(name: "flake8", pattern: #"\bflake8\b"#), Tool(name: "ruff", pattern: #"\bruff\b"#),
        Tool(name: "pylint", pattern: #"\bpylint\b"#), Tool(name: "black", pattern: #"\bblack\b"#),
        Tool(name: "eslint", pattern: #"\beslint\b"#), Tool(name: "biome", pattern: #"\bbiome\b"#),
        Tool(name: "prettier", pattern: #"\bprettier\b"#),
      ]),
  ]
}
