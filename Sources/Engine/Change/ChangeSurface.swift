/// What a change touches, told from its paths: the triggers of the release and AGENTS.md reviewers (system.md, 2 and
/// 3).
package enum ChangeSurface {
  /// Whether a path has to do with a release: version, changelog, lock, manifest, image, pipeline or migration.
  package static func isReleaseRelated(_ path: RepoPath) -> Bool {
    let name = path.name.lowercased()
    return NoiseNames.lockFiles.contains(name) || manifests.contains(name) || isPipeline(path)
      || NoiseNames.isMigration(path) || isImage(name)
      || ["changelog", "changes", "release", "releases", "history", "version"].contains(stem(name))
      || ["version.py", "_version.py", "version.rb", "version.go", "version.ts"].contains(name)
  }

  /// Whether a change should be mirrored in AGENTS.md: package manager, test framework, build tool, pipeline,
  /// environment variables, or a restructured tree.
  package static func isMaterial(_ files: [FileDiff]) -> Bool {
    let isMaterialFile = files.contains { file in
      let name = file.path.name.lowercased()
      let isNewOrGone = file.status == .added || file.status == .deleted
      return isPipeline(file.path) || buildTools.contains(name) || name.hasPrefix(".env.") || name == ".env"
        || testFrameworks.contains { name.hasPrefix($0) } || isNewOrGone && isPackageManager(name)
    }
    return isMaterialFile || files.count { $0.status == .renamed } >= restructure
  }

  /// Whether a file instructs coding agents.
  package static func isAgentInstructions(_ path: RepoPath) -> Bool {
    ["AGENTS.md", "CLAUDE.md"].contains(path.name)
  }

  /// So many moved files make a restructured tree.
  private static let restructure = 10

  private static let manifests: Set<String> = [
    "package.json", "cargo.toml", "go.mod", "pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "gemfile",
    "composer.json", "pom.xml", "build.gradle", "build.gradle.kts", "gradle.properties", "package.swift", "podfile",
    "pubspec.yaml", "mix.exs", "chart.yaml", "pipfile", "deno.json", "directory.build.props",
  ]

  private static let buildTools: Set<String> = [
    "makefile", "cmakelists.txt", "meson.build", "build.gradle", "build.gradle.kts", "pom.xml", "package.swift",
    "build.bazel", "workspace", "module.bazel", "justfile", "taskfile.yml", "turbo.json", "nx.json", "vite.config.ts",
    "vite.config.js", "webpack.config.js", "rollup.config.js", "tsup.config.ts",
  ]

  private static let testFrameworks = [
    "jest.config.", "vitest.config.", "pytest.ini", "conftest.py", "karma.conf.", "playwright.config.",
    "cypress.config.",
    ".mocharc", "phpunit.xml", "tox.ini", "noxfile.py",
  ]

  private static func isPackageManager(_ name: String) -> Bool {
    NoiseNames.lockFiles.contains(name) || manifests.contains(name)
  }

  private static func isPipeline(_ path: RepoPath) -> Bool {
    let components = path.components.map { $0.lowercased() }
    guard let name = components.last else { return false }
    let files: Set<String> = [
      ".gitlab-ci.yml", "jenkinsfile", "azure-pipelines.yml", ".travis.yml", "bitbucket-pipelines.yml",
    ]
    return files.contains(name)
      || components.starts(with: [".github", "workflows"])
      || [".circleci", ".buildkite", ".ci"].contains(components[0])
  }

  private static func isImage(_ name: String) -> Bool {
    name == "dockerfile" || name.hasPrefix("dockerfile.") || name.hasSuffix(".dockerfile") || name == "containerfile"
      || name.hasPrefix("docker-compose") || name == "compose.yaml" || name == "compose.yml"
  }

  private static func stem(_ name: String) -> String {
    name.firstIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
}
