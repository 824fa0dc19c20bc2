internal import AgentsMDPlugin
internal import Engine

extension AgentsMDFacts {
  /// Where no change is.
  static let placeholder = AgentsMDFacts(files: [], documents: [])

  /// What the reviewer of AGENTS.md is told of a change; nil where it takes no part.
  init?(_ setup: ReviewSetup) throws(ReviewFailure) {
    guard setup.specialists.contains(where: { $0.id == .agentsMD && $0.skipped == nil }) else { return nil }
    let change = setup.intake.change
    let read = change.files.enumerated().map { index, file in
      let status: File.Status =
        switch file.status {
        case .added, .copied: .added
        case .deleted: .deleted
        case .renamed: .renamed
        case .modified, .typeChanged: .modified
        }
      return File(
        path: file.path.description, oldPath: status == .renamed ? file.oldPath?.description : nil, status: status,
        patch: index + 1)
    }
    // Of what is left out it is known that it changed, not how.
    let excluded = change.excluded.map { File(path: $0.path.description, status: .modified) }
    let documents = try setup.intake.documents.read().filter { ChangeSurface.isAgentInstructions($0.path) }
    self.init(
      files: read + excluded,
      documents: documents.map { Document(path: $0.path.description, text: String(decoding: $0.text, as: UTF8.self)) })
  }
}

/// Where an organisation's template for AGENTS.md is.
struct AgentsTemplateSource: Sendable {
  private let place: String
  private let transport: CurlTransport

  /// Nil where there is none.
  init?(_ place: String, _ around: Surroundings) {
    guard !place.isEmpty else { return nil }
    self.place = place
    transport = CurlTransport(environment: around.environment)
  }

  /// A file's or a URL's bytes, within limits.
  func read() async throws(ReviewFailure) -> [UInt8] {
    guard place.hasPrefix("/") else { return try await Download(transport: transport).bytes(of: place) }
    guard let file = try ConfigurationFile.read(place, name: place) else {
      throw ReviewFailure(
        .configuration, "the template \(place) does not exist", hints: ["create it, or unset agents_md.template"])
    }
    return file.bytes
  }
}
