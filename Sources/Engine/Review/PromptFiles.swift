/// Writes the prompts of our own offline agents: the task block and nothing else, since no model reads it.
package struct PromptFiles: Sendable {
  package var files: RunFiles
  /// Added to every block, in order; the runtime's own keys, such as `scenario` or `compliance_rules`.
  package var fields: [(key: String, value: String)]

  package init(files: RunFiles, fields: [(key: String, value: String)] = []) {
    self.files = files
    self.fields = fields
  }

  /// The prompt of one attempt.
  package func prompt(for specialist: SpecialistID, attempt: Int) throws(ReviewFailure) -> [UInt8] {
    var block = TaskBlock()
    try block.add("specialist", specialist.rawValue)
    try block.add("attempt", String(attempt))
    try block.add("diff_directory", files.diffDirectory)
    try block.add("context_directory", files.contextDirectory)
    try block.add("shared_context", files.sharedContext)
    for field in fields { try block.add(field.key, field.value) }
    return Array(block.text.utf8)
  }
}
