internal import Engine

/// `conclave prompts`: what reviewers are asked, as a team has it in its working tree.
enum PromptsCommand {
  static func list(_ around: Surroundings) throws -> ExitStatus {
    let book = try PromptBook(of: try RepositoryFace.around(around.intakeEnvironment))
    let width = PromptBook.names.map(\.count).max() ?? 0
    let lines = PromptBook.names.map { name in
      let bytes = (name == PromptBook.sharedName ? book.shared : book.part(of: SpecialistID(rawValue: name))).utf8.count
      let changes = book.additions.filter { $0.name == name }.map { addition in
        "\(addition.kind == .replaces ? "replaced" : "extended") by \(addition.path)"
      }
      let padding = String(repeating: " ", count: width - name.count + 2)
      let size = "\(bytes) bytes, about \((bytes + 3) / 4) tokens"
      return ([name + padding + size] + changes).joined(separator: "; ")
    }
    try OutputSink(descriptor: 1).write(
      lines: lines + ["", "conclave prompts show NAME prints one; every reviewer gets the shared rules first"])
    return .clean
  }

  static func show(_ name: String, _ around: Surroundings) async throws -> ExitStatus {
    let repository = try RepositoryFace.around(around.intakeEnvironment)
    let book = try PromptBook(of: repository)
    guard name != PromptBook.sharedName else {
      try OutputSink(descriptor: 1).write(Array((book.shared + "\n").utf8))
      return .clean
    }
    let configuration = try around.configuration(repository: repository?.worktree)
    let rules = try ReviewSetup.complianceRules(configuration, repository).rules
    let (assembled, _) = try await InstalledPlugins(configuration, rules: rules, facts: .placeholder, around).assemble(
      run: "RUN")
    let prompts = PromptFiles(placeholdersWith: book, sections: assembled.sections)
    try OutputSink(descriptor: 1).write(try prompts.shown(SpecialistID(rawValue: name)))
    return .clean
  }

  static func path(_ around: Surroundings) throws -> ExitStatus {
    let repository = try RepositoryFace.around(around.intakeEnvironment)
    guard let worktree = repository?.worktree else {
      throw ReviewFailure(
        .usage, "there is no working tree here", hints: ["a team's prompts are in \(PromptBook.folder) of a repository"]
      )
    }
    let book = try PromptBook(of: repository)
    let folder = "\(worktree)/\(PromptBook.folder)"
    let lines = book.additions.map {
      "\(worktree)/\($0.path)  \($0.kind == .replaces ? "replaces" : "extends") \($0.name)"
    }
    try OutputSink(descriptor: 1).write(
      lines: ([folder + (lines.isEmpty ? "  (no prompts there)" : "")] + lines).map(PlainText.escape))
    return .clean
  }
}
