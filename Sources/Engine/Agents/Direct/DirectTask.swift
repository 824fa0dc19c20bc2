/// What a prompt asks of the direct agent.
package struct DirectTask: Sendable {
  package var specialist: SpecialistID
  package var model: String
  package var settings: DirectSettings
  /// The folders with the patches and with documents of the repository; nothing else is read.
  package var diffDirectory: String
  package var contextDirectory: String?
  /// What all specialists are told about the change.
  package var sharedContext: String
  /// What follows the task block: sections of plugins.
  package var instructions: String

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
    sharedContext =
      try block["shared_context"].map { path throws(ReviewFailure) in
        String(decoding: try files.read(path), as: UTF8.self)
      } ?? ""
    instructions = DirectTask.rest(of: prompt)
  }

  private static func rest(of prompt: [UInt8]) -> String {
    let text = String(decoding: prompt, as: UTF8.self)
    let parts = text.split(separator: "</conclave-task>\n", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count > 1 ? String(parts[1]) : ""
  }
}
