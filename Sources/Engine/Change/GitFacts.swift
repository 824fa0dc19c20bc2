/// What `doctor` wants to know of git and the repository around; nothing here fails, unknown is nil.
package struct GitFacts: Sendable {
  package private(set) var version: String?
  package private(set) var repository: String?
  package private(set) var hasCommits = false
  package private(set) var upstream: String?
  package private(set) var hooks: String?

  package init(_ environment: IntakeEnvironment) {
    guard let executable = try? GitLocator.find(environment.variables) else { return }
    let runner = GitRunner(
      executable: executable, environment: ["LC_ALL=C", "PATH=/usr/local/bin:/usr/bin:/bin"], directory: "/",
      deadline: .seconds(10))
    version = (try? runner.run(["--version"])).flatMap { $0.status == 0 ? $0.text : nil }
    guard let reader = try? GitReader(environment) else { return }
    let face = RepositoryFace(reader, trusted: nil)
    repository = face.worktree
    hooks = face.hooks
    hasCommits = ((try? reader.commit("HEAD")) ?? nil) != nil
    guard let branch = (try? reader.currentBranch()) ?? nil else { return }
    let found = try? reader.run([
      "for-each-ref", "--format=%(upstream:short)", "--end-of-options", "refs/heads/\(branch)",
    ])
    upstream = found.flatMap { $0.status == 0 && !$0.text.isEmpty ? $0.text : nil }
  }
}
