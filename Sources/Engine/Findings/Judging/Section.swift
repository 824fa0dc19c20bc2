/// The sections in which findings are listed: those of the seven specialists, in their order.
package enum Section {
  private static let names: [String: SpecialistID] = {
    var names = Dictionary(uniqueKeysWithValues: SpecialistID.specialists.map { ($0.rawValue, $0) })
    for (alias, section) in [
      ("codequality", SpecialistID.codeQuality), ("quality", .codeQuality), ("correctness", .codeQuality),
      ("bug", .codeQuality), ("maintainability", .codeQuality), ("perf", .performance), ("docs", .documentation),
      ("documentation-quality", .documentation), ("sec", .security), ("agentsmd", .agentsMD), ("agents.md", .agentsMD),
      ("codex", .compliance), ("releases", .release),
    ] { names[alias] = section }
    return names
  }()

  private static let places = Dictionary(
    uniqueKeysWithValues: SpecialistID.specialists.enumerated().map { ($1, $0) })

  /// The section that an agent means by `text`; nil where it is none.
  package static func named(_ text: String) -> SpecialistID? {
    let bytes = text.utf8.prefix(40).drop(while: ASCII.isSpace).map {
      $0 == 0x5F || $0 == 0x20 ? 0x2D : ASCII.lowercased($0)
    }
    return names[String(decoding: bytes, as: UTF8.self)]
  }

  /// The section of a reviewer's findings that name none.
  static func home(of reviewer: SpecialistID) -> SpecialistID {
    names[reviewer.rawValue] ?? .codeQuality
  }

  /// The place of a section in lists; unknown ones come last.
  package static func order(_ section: SpecialistID) -> Int {
    places[section] ?? SpecialistID.specialists.count
  }

  /// How special a section is, most special first: of two sections for one issue the more special one is the better
  /// home.
  static func speciality(_ section: SpecialistID) -> Int {
    switch section {
    case .security: 0
    case .compliance: 1
    case .performance: 2
    case .release: 3
    case .agentsMD: 4
    case .documentation: 5
    case .codeQuality: 6
    default: 7
    }
  }
}
