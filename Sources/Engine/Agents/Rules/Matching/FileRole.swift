/// What a file is for, by its path; rules leave out roles in which their subject is harmless.
package enum FileRole: String, Sendable, Hashable, CaseIterable {
  case product, test, documentation, example, script, migration

  package static func of(_ path: RepoPath) -> FileRole {
    let parts = path.components.map { $0.lowercased() }
    guard let name = parts.last else { return .product }
    let folders = Set(parts.dropLast())
    if !folders.isDisjoint(with: testFolders) || isTestName(name) { return .test }
    if Language.of(path) == .markdown || !folders.isDisjoint(with: ["docs", "doc"]) { return .documentation }
    if !folders.isDisjoint(with: ["examples", "example", "samples", "demo", "demos"]) { return .example }
    if !folders.isDisjoint(with: ["migrations", "migrate", "alembic", "changelogs"]) { return .migration }
    if !folders.isDisjoint(with: ["scripts", "bin", "tools", "cmd", "cli", "hack"]) { return .script }
    return .product
  }

  private static let testFolders: Set<String> = [
    "test", "tests", "__tests__", "__mocks__", "spec", "specs", "testing", "testdata", "fixtures", "e2e", "cypress",
  ]

  private static func isTestName(_ name: String) -> Bool {
    let stem = name.split(separator: ".").dropLast().joined(separator: ".")
    return name.hasPrefix("test_") || name == "conftest.py"
      || ["_test", "_tests", "_spec", ".test", ".spec", ".cy"].contains { stem.hasSuffix($0) }
      || (name.hasSuffix("tests.swift") || name.hasSuffix("test.java") || name.hasSuffix("test.kt"))
  }
}
