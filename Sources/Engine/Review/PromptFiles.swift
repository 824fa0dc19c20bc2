/// Makes the prompts of our own agents: the task block, and what plugins injected. No model reads the block.
package struct PromptFiles: Sendable {
  package var files: RunFiles
  /// Added to every block, in order; the runtime's own keys, such as `scenario` or `compliance_rules`.
  package var fields: [(key: String, value: String)]

  /// What plugins injected.
  package var sections: [PromptSection]

  package init(
    files: RunFiles, fields: [(key: String, value: String)] = [], sections: [PromptSection] = []
  ) {
    self.files = files
    self.fields = fields
    self.sections = sections
  }

  /// The prompt of one attempt.
  package func prompt(for request: AgentRequest) throws(ReviewFailure) -> [UInt8] {
    var block = TaskBlock()
    try block.add("specialist", request.specialist.rawValue)
    try block.add("attempt", String(request.attempt))
    if let model = request.model { try block.add("model", model) }
    try block.add("diff_directory", files.diffDirectory)
    try block.add("context_directory", files.contextDirectory)
    try block.add("shared_context", files.sharedContext)
    for field in fields { try block.add(field.key, field.value) }
    let injected = sections.filter { $0.specialists?.contains(request.specialist) ?? true }
    return Array((block.text + injected.map { "\n## \($0.name)\n\n\($0.text)\n" }.joined()).utf8)
  }
}
