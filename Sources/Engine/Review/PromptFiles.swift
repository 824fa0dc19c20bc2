/// Makes the prompts of a review's agents: what models read, and behind it the task block for our own agents.
package struct PromptFiles: Sendable {
  private let files: RunFiles
  /// Added to every block, in order; the runtime's own keys, such as `scenario` or `compliance_rules`.
  private let fields: [(key: String, value: String)]
  /// Added to the block of an agent that asks a model.
  private let modelFields: ModelFields
  private let own: [PromptSection]
  private let assembly: PromptAssembly
  private let fence: PromptFence

  /// A runtime's own keys, by the model that is asked.
  package typealias ModelFields = @Sendable (_ model: String?) -> [(key: String, value: String)]

  /// `sections` are what plugins injected, `texts` what a forge knows of the change; `fence` has bits that nobody outside
  /// can know.
  package init(
    files: RunFiles, change: Change, tier: TierExplanation, reviewers: [SpecialistID], book: PromptBook,
    fence: PromptFence, fields: [(key: String, value: String)] = [], modelFields: @escaping ModelFields = { _ in [] },
    sections: [PromptSection] = [], texts: [PromptContext.Text] = []
  ) {
    let context = PromptContext(
      change, tier: tier, reviewers: reviewers, places: PromptFiles.places(files), texts: texts)
    self.init(
      files: files, context: context, book: book, fence: fence, fields: fields, modelFields: modelFields,
      sections: sections)
  }

  /// With placeholders where a review has its change, for people to read.
  package init(placeholdersWith book: PromptBook, sections: [PromptSection]) {
    let files = RunFiles(directory: "RUN_DIRECTORY")
    let context = PromptContext(placeholdersAt: PromptFiles.places(files))
    self.init(files: files, context: context, book: book, fence: .placeholder, fields: [], sections: sections)
  }

  private init(
    files: RunFiles, context: PromptContext, book: PromptBook, fence: PromptFence,
    fields: [(key: String, value: String)], modelFields: @escaping ModelFields = { _ in [] }, sections: [PromptSection]
  ) {
    self.files = files
    self.fields = fields
    self.modelFields = modelFields
    self.fence = fence
    own = sections.filter { $0.specialists != nil }
    assembly = PromptAssembly(
      book, context: context, fence: fence, paragraphs: sections.filter { $0.specialists == nil }.map(\.paragraph))
  }

  private static func places(_ files: RunFiles) -> PromptContext.Places {
    PromptContext.Places(
      diffDirectory: files.diffDirectory, contextDirectory: files.contextDirectory, sharedContext: files.sharedContext)
  }

  /// The prompt of one attempt.
  package func prompt(for request: AgentRequest) throws(ReviewFailure) -> [UInt8] {
    try prompt(for: request.specialist, attempt: request.attempt, model: request.model, material: "")
  }

  /// The coordinator's prompt, with what it has to judge.
  package func prompt(
    for request: AgentRequest, judging candidates: CandidateList
  ) throws(ReviewFailure) -> [UInt8] {
    try prompt(
      for: request.specialist, attempt: request.attempt, model: request.model, material: candidates.text(fence))
  }

  /// Bytes of what models read: the part that all share, and the agent's own.
  package func sizes(of agent: SpecialistID) throws(ReviewFailure) -> (common: Int, own: Int) {
    let words = TaskBlock.words(of: try prompt(for: agent, attempt: 1, model: nil, material: "")).count
    let common = assembly.common.utf8.count
    return (common, max(0, words - common))
  }

  /// What `conclave prompts show` prints.
  package func shown(_ agent: SpecialistID) throws(ReviewFailure) -> [UInt8] {
    let material = agent == .coordinator ? CandidateList.placeholder(fence) : ""
    return try prompt(for: agent, attempt: 1, model: nil, material: material)
  }

  private func prompt(
    for agent: SpecialistID, attempt: Int, model: String?, material: String
  ) throws(ReviewFailure) -> [UInt8] {
    var block = TaskBlock()
    try block.add("specialist", agent.rawValue)
    try block.add("attempt", String(attempt))
    if let model { try block.add("model", model) }
    // So that an agent that puts more between what all share and what is its own finds the place, and fences that too.
    try block.add("common_bytes", String(assembly.common.utf8.count))
    try block.add("boundary", fence.boundary)
    try block.add("diff_directory", files.diffDirectory)
    try block.add("context_directory", files.contextDirectory)
    try block.add("shared_context", files.sharedContext)
    for field in fields + modelFields(model) { try block.add(field.key, field.value) }
    return assembly.prompt(
      for: agent, paragraphs: own.filter { $0.specialists?.contains(agent) ?? false }.map(\.paragraph),
      material: material, task: block)
  }
}

extension PromptSection {
  /// The same for the layers below plugins.
  package var paragraph: PromptParagraph {
    PromptParagraph(
      name: name, text: text,
      quotation: quotation.map {
        PromptContext.Text($0.kind == .agentsTemplate ? .agentsTemplate : .instructions, $0.text)
      })
  }
}
