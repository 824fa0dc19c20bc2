/// The head side beyond the change, read only when asked: its paths, and the documentation that cross-file rules need.
package struct HeadDocuments: Sendable {
  package struct Document: Sendable, Hashable {
    package var path: RepoPath
    package var text: [UInt8]
  }

  /// Paths of the head, in git's order, at most `pathLimit`.
  package let paths: [RepoPath]
  /// Whether the head has more.
  package let isCut: Bool
  private let reader: GitReader?
  private let candidates: [GitReader.TreeEntry]

  /// Limits that keep the context of a review small.
  package static let pathLimit = 50_000
  package static let documentLimit = 200
  package static let documentBytes = 256 << 10
  package static let totalBytes = 8 << 20

  /// Of a patch nothing is known beyond it.
  package static let none = HeadDocuments(paths: [], isCut: false, reader: nil, candidates: [])

  private init(paths: [RepoPath], isCut: Bool, reader: GitReader?, candidates: [GitReader.TreeEntry]) {
    self.paths = paths
    self.isCut = isCut
    self.reader = reader
    self.candidates = candidates
  }

  init(head: String, reader: GitReader) throws(ReviewFailure) {
    let listing = try reader.entries(of: head, limit: HeadDocuments.pathLimit)
    let documents = listing.entries.filter { $0.mode & 0o170000 == 0o100000 && HeadDocuments.isDocument($0.path) }
    self.init(
      paths: listing.entries.map(\.path), isCut: listing.isCut, reader: reader,
      candidates: Array(documents.prefix(HeadDocuments.documentLimit)))
  }

  /// The documents within the limits, in git's order.
  package func read() throws(ReviewFailure) -> [Document] {
    guard let reader, !candidates.isEmpty else { return [] }
    let texts = try reader.contents(of: candidates.map(\.object), limit: HeadDocuments.documentBytes)
    var left = HeadDocuments.totalBytes
    var documents: [Document] = []
    for (entry, text) in zip(candidates, texts) {
      guard let text, text.count <= left else { continue }
      left -= text.count
      documents.append(Document(path: entry.path, text: text))
    }
    return documents
  }

  /// Whether the head holds instructions for coding agents.
  package var hasAgentInstructions: Bool { paths.contains(where: ChangeSurface.isAgentInstructions) }

  private static func isDocument(_ path: RepoPath) -> Bool {
    let name = path.name
    let lower = name.lowercased()
    if ChangeSurface.isAgentInstructions(path) || lower == ".env.example" { return true }
    if lower.hasPrefix("readme") || lower.hasPrefix("changelog") { return true }
    return lower.hasSuffix(".md") && path.components.dropLast().contains("docs")
  }
}
