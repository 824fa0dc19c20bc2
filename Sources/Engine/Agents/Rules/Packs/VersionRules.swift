/// Versions, changelogs and ways back.
enum VersionRules {
  static let all: [WholeChangeRule] = [withoutChangelog, backwards, withoutWayBack]

  private static let withoutChangelog = WholeChangeRule(
    RuleCard(
      "release/version-without-changelog", .warning, confidence: 0.9, title: "New version without a changelog entry",
      body: "Whoever upgrades can't see what changed, and the next release can't tell what belongs to which.",
      suggestion: "Add a heading for the version with what changes for users.",
      reports: "A changed version of the project for which the repository's changelog has no entry.",
      doesNotReport: "Repositories without a changelog, pre-releases of the same version, and versions of dependencies."
    ),
    examples: [
      .hit(
        [.init("pyproject.toml", "-version = \"1.4.0\"\n+version = \"1.5.0\"")],
        documents: ["CHANGELOG.md": "## 1.4.0\n- Orders"]),
      .hit(
        [.init("package.json", "-  \"version\": \"2.0.1\",\n+  \"version\": \"2.1.0\",")],
        documents: ["CHANGES.md": "2.0.1"]),
      .miss(
        [.init("pyproject.toml", "-version = \"1.4.0\"\n+version = \"1.5.0\"")],
        documents: ["CHANGELOG.md": "## 1.5.0\n- Refunds\n## 1.4.0"]),
      .miss(
        [.init("pyproject.toml", "-version = \"1.4.0\"\n+version = \"1.5.0\"")], documents: ["README.md": "# Shop"]),
      .miss(
        [.init("requirements.txt", "-django==4.2.1\n+django==4.3.0")], documents: ["CHANGELOG.md": "## 1.4.0"]),
    ]
  ) { change in
    guard let changelog = change.documents.first(where: \.isChangelog) else { return [] }
    return VersionFacts.releases(in: change).compactMap { release in
      guard !changelog.lines.contains(where: { Words.contains(release.text, in: $0) }) else { return nil }
      return change.hit(
        release.file, release.line, title: "Version \(release.text) has no entry in \(changelog.path)")
    }
  }

  private static let backwards = WholeChangeRule(
    RuleCard(
      "release/version-goes-down", .warning, confidence: 0.85, title: "The version goes down",
      body: "Package managers take the higher one: this release will reach nobody who has the other.",
      suggestion: "Take the next number; after a merge, look which side's number was right.",
      reports: "A version of the project that is lower than before the change.",
      doesNotReport: "Higher versions and versions of dependencies."),
    examples: [
      .hit([.init("pyproject.toml", "-version = \"1.10.0\"\n+version = \"1.9.0\"")]),
      .miss([.init("pyproject.toml", "-version = \"1.9.0\"\n+version = \"1.10.0\"")]),
      .miss([.init("requirements.txt", "-django==4.2.1\n+django==4.1.0")]),
    ]
  ) { change in
    VersionFacts.releases(in: change).filter { $0.new.lexicographicallyPrecedes($0.old) }.map {
      change.hit($0.file, $0.line)
    }
  }

  private static let withoutWayBack = WholeChangeRule(
    RuleCard(
      "release/migration-without-way-back", .warning, confidence: 0.9, title: "The migration has no way back",
      body:
        "The other migrations of this folder have a `.down.sql`; a rollback stops at this one, with the new schema under old code.",
      suggestion: "Add the file with the steps back.",
      reports: "A new migration without its `.down.sql`, in a folder whose other migrations have one.",
      doesNotReport: "Folders that do not keep down files, and migrations with a down section in the same file."),
    examples: [
      .hit(
        [.init("migrations/0007_refunds.sql", "+CREATE TABLE refunds (id INTEGER);", status: .added)],
        tree: ["migrations/0006_orders.sql", "migrations/0006_orders.down.sql"]),
      .miss(
        [.init("migrations/0007_refunds.sql", "+CREATE TABLE refunds (id INTEGER);", status: .added)],
        tree: ["migrations/0006_orders.sql", "migrations/0006_orders.down.sql", "migrations/0007_refunds.down.sql"]),
      .miss(
        [.init("migrations/0007_refunds.sql", "+CREATE TABLE refunds (id INTEGER);", status: .added)],
        tree: ["migrations/0006_orders.sql"]),
    ]
  ) { change in
    change.files.filter { $0.diff.status == .added && $0.language == .sql && $0.role == .migration }.compactMap {
      file in
      let path = file.path.description
      guard !path.hasSuffix(".down.sql"), let line = file.lines.first(where: \.isAdded) else { return nil }
      let stem = path.hasSuffix(".up.sql") ? path.dropLast(".up.sql".count) : path.dropLast(".sql".count)
      let folder = path.split(separator: "/").dropLast().joined(separator: "/")
      let hasCustom = change.tree.contains { $0.hasPrefix(folder + "/") && $0.hasSuffix(".down.sql") }
      guard hasCustom, !change.tree.contains(stem + ".down.sql"),
        !file.lines.contains(where: { change.patterns.matches(#"(?i)--.*\bdown\b"#, $0.text) })
      else { return nil }
      return change.hit(file.path, line)
    }
  }
}
