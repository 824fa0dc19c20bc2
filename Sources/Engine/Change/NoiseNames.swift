/// The names by which the noise filter knows files that nobody writes (system.md, section 2).
enum NoiseNames {
  /// Whole file names, in lower case: what package managers write.
  static let lockFiles: Set<String> = [
    "bun.lock", "bun.lockb", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "deno.lock",
    "cargo.lock", "go.sum", "go.work.sum", "poetry.lock", "pipfile.lock", "pdm.lock", "uv.lock", "pylock.toml",
    "pixi.lock", "flake.lock", "gemfile.lock", "composer.lock", "mix.lock", "rebar.lock", "package.resolved",
    "podfile.lock", "cartfile.resolved", "pubspec.lock", "gradle.lockfile", "buildscript-gradle.lockfile",
    "packages.lock.json", "project.assets.json", "paket.lock", "module.bazel.lock", ".terraform.lock.hcl", "chart.lock",
    "conan.lock", "shard.lock", "stack.yaml.lock", "cabal.project.freeze", "renv.lock", "buf.lock", "devbox.lock",
    "dub.selections.json",
  ]

  /// Ends of file names, in lower case: what bundlers write.
  static let suffixes = [".min.js", ".min.css", ".min.mjs", ".bundle.js", ".bundle.css", ".map"]

  /// Whole path components, in lower case: other people's code.
  static let vendored: Set<String> = [
    "vendor", "vendored", "_vendor", "node_modules", "bower_components", "jspm_packages", "third_party", "third-party",
    "thirdparty", "pods", "carthage", "site-packages", "godeps", ".yarn", ".bundle",
  ]

  /// Whole path components, in lower case: schema changes, which must be read even where a tool stamped them generated.
  static let migrations: Set<String> = [
    "migrations", "migration", "migrate", "alembic", "flyway", "liquibase", "changelogs", "schema_migrations",
  ]

  /// Whole file names, in lower case, of a schema itself.
  static let schemas: Set<String> = ["schema.rb", "schema.sql", "structure.sql", "migration.sql", "schema.prisma"]

  /// Whether the path is a database migration.
  static func isMigration(_ path: RepoPath) -> Bool {
    let components = path.components.map { $0.lowercased() }
    guard let name = components.last else { return false }
    if components.dropLast().contains(where: migrations.contains) || schemas.contains(name) { return true }
    // Flyway's V12__add_users.sql.
    return name.hasSuffix(".sql") && name.hasPrefix("v") && name.contains("__")
  }
}
