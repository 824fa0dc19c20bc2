/// How much a change matters to somebody who must build, test and change the repository tomorrow (system.md, section 3), as
/// far as names of files tell.
enum Materiality: Int, Sendable, Comparable {
  case low, medium, high

  static func < (left: Materiality, right: Materiality) -> Bool { left.rawValue < right.rawValue }

  var word: String {
    switch self {
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    }
  }

  /// Something in a change that matters; in our own words, since names of files are other people's.
  struct Sign: Sendable, Hashable {
    var materiality: Materiality
    var words: String
    /// Patches that show it.
    var patches: [Int]
  }

  /// So many moved files make a restructured tree.
  static let restructure = 10

  /// What the names of the files tell, the weightiest first.
  static func signs(in files: [AgentsMDFacts.File]) -> [Sign] {
    var signs: [Sign] = []
    func note(_ materiality: Materiality, _ words: String, _ isSign: (AgentsMDFacts.File) -> Bool) {
      let found = files.filter(isSign)
      if !found.isEmpty {
        signs.append(Sign(materiality: materiality, words: words, patches: found.compactMap(\.patch)))
      }
    }
    note(.high, "a CI/CD workflow") { isPipeline($0.path) }
    note(.high, "the package manager: a lock file comes or goes") {
      ($0.status == .added || $0.status == .deleted) && lockFiles.contains(name($0.path))
    }
    if Set(files.map { name($0.path) }).intersection(oneOf).count > 1 {
      note(.high, "the package manager: lock files of two of them change") { oneOf.contains(name($0.path)) }
    }
    note(.high, "the test framework's configuration comes or goes") { file in
      (file.status == .added || file.status == .deleted) && testFrameworks.contains { name(file.path).hasPrefix($0) }
    }
    note(.high, "a build tool comes or goes") {
      ($0.status == .added || $0.status == .deleted) && buildTools.contains(name($0.path))
    }
    note(.high, "a list of environment variables") { name($0.path).hasPrefix(".env.") }
    if files.count(where: { $0.status == .renamed && folder($0.path) != folder($0.oldPath ?? $0.path) }) >= restructure
    {
      note(.high, "a restructuring of directories") { $0.status == .renamed }
    }
    note(.medium, "a build file") { $0.status == .modified && buildTools.contains(name($0.path)) }
    note(.medium, "a list of dependencies") { manifests.contains(name($0.path)) }
    note(.medium, "the rules of a linter or formatter") { file in linters.contains { name(file.path).hasPrefix($0) } }
    return signs.enumerated().sorted {
      ($1.element.materiality, $0.offset) < ($0.element.materiality, $1.offset)
    }.map(\.element)
  }

  private static func name(_ path: String) -> String { (path.split(separator: "/").last ?? "").lowercased() }
  private static func folder(_ path: String) -> Substring { path[..<(path.lastIndex(of: "/") ?? path.startIndex)] }

  private static func isPipeline(_ path: String) -> Bool {
    let path = path.lowercased()
    let folders = [".github/workflows/", ".circleci/", ".buildkite/", ".ci/"]
    return folders.contains(where: path.hasPrefix)
      || [".gitlab-ci.yml", "jenkinsfile", "azure-pipelines.yml", ".travis.yml", "bitbucket-pipelines.yml"]
        .contains(name(path))
  }

  private static let lockFiles: Set<String> = [
    "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb", "poetry.lock", "pipfile.lock",
    "uv.lock",
    "cargo.lock", "go.sum", "gemfile.lock", "composer.lock", "flake.lock", "package.resolved",
  ]
  /// Of which a repository has one.
  private static let oneOf: Set<String> = [
    "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb", "poetry.lock", "pipfile.lock",
    "uv.lock",
  ]
  private static let testFrameworks = [
    "jest.config.", "vitest.config.", "pytest.ini", "conftest.py", "karma.conf.", "playwright.config.",
    "cypress.config.",
    ".mocharc", "phpunit.xml", "tox.ini", "noxfile.py",
  ]
  private static let buildTools: Set<String> = [
    "makefile", "cmakelists.txt", "meson.build", "build.gradle", "build.gradle.kts", "pom.xml", "package.swift",
    "build.bazel", "workspace", "module.bazel", "justfile", "taskfile.yml", "turbo.json", "nx.json", "vite.config.ts",
    "vite.config.js", "webpack.config.js", "rollup.config.js", "tsup.config.ts",
  ]
  private static let manifests: Set<String> = [
    "package.json", "cargo.toml", "go.mod", "pyproject.toml", "requirements.txt", "gemfile", "composer.json",
    "setup.cfg",
    "setup.py", "pubspec.yaml", "mix.exs", "pipfile", "deno.json",
  ]
  private static let linters = [
    ".eslintrc", "eslint.config.", ".prettierrc", "ruff.toml", ".ruff.toml", ".flake8", ".pylintrc", "mypy.ini",
    ".rubocop", ".golangci", "clippy.toml", "rustfmt.toml", ".swiftlint", ".swift-format", "biome.json",
    ".editorconfig",
    ".stylelintrc",
  ]
}
