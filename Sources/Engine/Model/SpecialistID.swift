/// The name of a reviewer, as it is written in prompts, reports, file names and on the screen (system.md, section 3).
public struct SpecialistID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
  /// Lower-case words joined by hyphens, for example `code-quality`.
  public let rawValue: String

  /// Takes any name; the engine accepts only those of registered agents.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The name itself.
  public var description: String { rawValue }

  /// Exploitable or concretely dangerous code.
  public static let security = SpecialistID(rawValue: "security")
  /// Real regressions of speed or memory.
  public static let performance = SpecialistID(rawValue: "performance")
  /// Bugs and maintainability.
  public static let codeQuality = SpecialistID(rawValue: "code-quality")
  /// What would confuse a future maintainer.
  public static let documentation = SpecialistID(rawValue: "documentation")
  /// Versions, changelogs, migrations, pinned images.
  public static let release = SpecialistID(rawValue: "release")
  /// An organisation's own rules.
  public static let compliance = SpecialistID(rawValue: "compliance")
  /// The instructions for coding agents.
  public static let agentsMD = SpecialistID(rawValue: "agents-md")
  /// The one reviewer of a trivial change.
  public static let generalist = SpecialistID(rawValue: "generalist")
  /// Judges what the specialists reported.
  public static let coordinator = SpecialistID(rawValue: "coordinator")

  /// The seven specialists in the order in which panes, sections and reports list them.
  public static let specialists: [SpecialistID] = [
    .security, .performance, .codeQuality, .documentation, .release, .compliance, .agentsMD,
  ]

  /// Everyone who can be asked for a review: the seven specialists and the generalist.
  package static let reviewers: [SpecialistID] = specialists + [.generalist]
}
