/// What a prompt asks of the direct agent.
package struct DirectTask: Sendable {
  package var specialist: SpecialistID
  package var model: String
  package var settings: DirectSettings
  /// The folders with the patches and with documents of the repository; nothing else is read.
  package var diffDirectory: String
  package var contextDirectory: String?
  /// The tree under review as plain files, where there is one.
  package var treeDirectory: String?
  /// The list of the change's files, as a tool shows it.
  package var sharedContext: String
  /// The prompt's part that is the same for all reviewers.
  package var common: String
  /// What follows: the reviewer's own part.
  package var own: String
  /// For what others wrote and is put between the two.
  package var fence: PromptFence

  /// - Throws: `.agent` where the prompt or a file that it names can't be used.
  package init(prompt: [UInt8], files: AgentFiles) throws(ReviewFailure) {
    guard let block = TaskBlock(prompt: prompt) else {
      throw ReviewFailure(.agent, "the prompt has no <conclave-task> block")
    }
    guard let name = block["specialist"], let diff = block["diff_directory"], let model = block["model"] else {
      throw ReviewFailure(.agent, "the <conclave-task> block names no specialist, no diff_directory or no model")
    }
    specialist = SpecialistID(rawValue: name)
    self.model = model
    settings = try DirectSettings(block)
    diffDirectory = diff
    contextDirectory = block["context_directory"]
    treeDirectory = block["tree_directory"]
    sharedContext =
      try block["shared_context"].map { path throws(ReviewFailure) in
        String(decoding: try files.read(path), as: UTF8.self)
      } ?? ""
    (common, own) = block.parts(of: prompt)
    fence = PromptFence(boundary: block["boundary"] ?? "")
  }

  /// Whether its findings are asked for as JSON from the start; a coordinator's verdicts never are.
  package var asksForJSON: Bool { settings.schema == .on && specialist != .coordinator }
  /// Whether an answer that kept to no form may be asked for again as JSON.
  package var mayAskForJSON: Bool { settings.schema == .auto && specialist != .coordinator }
}
