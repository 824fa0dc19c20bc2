/// What is asked of whom.
package struct OpenCodeTask: Sendable {
  package var specialist: SpecialistID
  package var model: OpenCodeModel
  package var agent: String
  /// What all reviewers are told, and what this one.
  package var common: String
  package var own: String

  /// - Throws: `.agent` where the prompt can't be used.
  package init(prompt: [UInt8], model: OpenCodeModel, agent: String) throws(ReviewFailure) {
    guard let block = TaskBlock(prompt: prompt), let name = block["specialist"] else {
      throw ReviewFailure(.agent, "the prompt has no <conclave-task> block that names a specialist")
    }
    specialist = SpecialistID(rawValue: name)
    self.model = model
    self.agent = agent
    (common, own) = block.parts(of: prompt)
  }
}
