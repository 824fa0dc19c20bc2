/// Makes the prompts of a review's agents: what models read, and behind it the task block for our own offline agents, which
/// read nothing else.
package struct PromptFiles: Sendable {
  private let files: RunFiles
  /// Added to every block, in order; the runtime's own keys, such as `scenario` or `compliance_rules`.
  private let fields: [(key: String, value: String)]
  private let own: [PromptSection]
  private let assembly: PromptAssembly
  private let fence: PromptFence

  /// `sections` are what plugins injected; `fence` has bits that nobody outside can know.
  package init(
    files: RunFiles, change: Change, tier: TierExplanation, book: PromptBook, fence: PromptFence,
    fields: [(key: String, value: String)] = [], sections: [PromptSection] = []
  ) {
    self.files = files
    self.fields = fields
    self.fence = fence
    own = sections.filter { $0.specialists != nil }
    let places = PromptContext.Places(
      diffDirectory: files.diffDirectory, contextDirectory: files.contextDirectory, sharedContext: files.sharedContext)
    assembly = PromptAssembly(
      book, context: PromptContext(change, tier: tier, places: places), fence: fence,
      paragraphs: sections.filter { $0.specialists == nil }.map(\.paragraph))
  }

  /// The prompt of one attempt.
  package func prompt(for specialist: SpecialistID, attempt: Int) throws(ReviewFailure) -> [UInt8] {
    try prompt(for: specialist, attempt: attempt, material: "")
  }

  private func prompt(
    for agent: SpecialistID, attempt: Int, material: String
  ) throws(ReviewFailure) -> [UInt8] {
    var block = TaskBlock()
    try block.add("specialist", agent.rawValue)
    try block.add("attempt", String(attempt))
    try block.add("diff_directory", files.diffDirectory)
    try block.add("context_directory", files.contextDirectory)
    try block.add("shared_context", files.sharedContext)
    for field in fields { try block.add(field.key, field.value) }
    return assembly.prompt(
      for: agent, paragraphs: own.filter { $0.specialists?.contains(agent) ?? false }.map(\.paragraph),
      material: material, task: block)
  }
}

extension PromptSection {
  /// The same for the layers below plugins.
  package var paragraph: PromptParagraph { PromptParagraph(name: name, text: text) }
}
