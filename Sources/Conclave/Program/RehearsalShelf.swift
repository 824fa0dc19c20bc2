internal import Engine
internal import Glibc

/// The rehearsals that come with the program: installed, or in a source tree.
struct RehearsalShelf: Sendable {
  struct Entry: Sendable, Hashable {
    var name: String
    var path: String

    /// One sentence: what it shows. Read from the file.
    var summary: String {
      let file = try? ConfigurationFile.read(path, name: name)
      return ScenarioParser.summary(file?.bytes ?? [])
    }
  }

  private static let suffix = ".rehearsal"
  private static let limit = 1000
  let entries: [Entry]

  init(_ around: Surroundings) {
    for folder in Self.folders(around) {
      let found = Self.entries(in: folder) + Self.entries(in: "\(folder)/faults")
      guard found.isEmpty else {
        entries = found
        return
      }
    }
    entries = []
  }

  /// The file of a rehearsal: a path, or the name of one that comes with the program.
  func path(of text: String, _ around: Surroundings) throws(ReviewFailure) -> String {
    if let entry = entries.first(where: { $0.name == text }) { return entry.path }
    let path = around.absolute(text)
    if !text.isEmpty, unsafe access(path, R_OK) == 0 { return path }
    let near = NearestName.of(text, among: entries.map(\.name)) ?? entries.first { $0.name.hasPrefix(text) }?.name
    let shelf = "conclave rehearsals lists those that come with Conclave"
    guard !text.isEmpty else {
      throw ReviewFailure(.usage, "--runtime rehearsal: needs a name or a file", hints: [shelf])
    }
    throw ReviewFailure(
      .usage, "there is no rehearsal \(text)", hints: [near.map { "did you mean \($0)?" } ?? "name a file", shelf])
  }

  /// The models that the play at `path` names; none where it is a recorded stream.
  static func models(in path: String) throws(ReviewFailure) -> ModelChain? {
    guard let bytes = try ConfigurationFile.read(path, name: path)?.bytes, bytes.first != 0x7B else { return nil }
    return try ScenarioParser.parse(bytes, path: path).models
  }

  private static func folders(_ around: Surroundings) -> [String] {
    let folder = around.executable.prefix(upTo: around.executable.lastIndex(of: "/") ?? around.executable.startIndex)
    return [
      "\(folder)/../share/conclave/rehearsals", "\(folder)/../../../Examples/rehearsals",
      "\(folder)/../../Examples/rehearsals",
    ]
  }

  private static func entries(in folder: String) -> [Entry] {
    FolderListing.names(in: folder, limit: limit).filter { $0.hasSuffix(suffix) }.map { name in
      Entry(name: String(name.dropLast(suffix.count)), path: "\(folder)/\(name)")
    }
  }
}
