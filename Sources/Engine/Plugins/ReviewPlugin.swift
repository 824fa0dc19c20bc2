/// The name of a plugin, as errors and reports print it.
public struct PluginID: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// Lower-case words joined by hyphens, for example `ai-gateway`.
  public let rawValue: String

  /// Takes any name; two plugins of one review must differ.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The name itself.
  public var description: String { rawValue }
}

/// One job that a review needs done beside reviewing, in three phases (system.md, section 7).
///
/// A plugin sees what it is given and contributes what it knows; it never sees the assembled configuration, another
/// plugin, or anything of the engine that is not public.
public protocol ReviewPlugin: Sendable {
  /// The name; unique within a review.
  var id: PluginID { get }

  /// Prepares the plugin, at the same time as all others. A failure is noted and the review goes on without it: its later
  /// phases are skipped.
  func bootstrap(_ context: BootstrapContext) async throws

  /// Contributes to the configuration, one plugin after another in their order. A failure ends the review.
  func configure(_ context: inout ConfigureContext) async throws

  /// Does what needs the configuration to be settled, such as fetching overrides. A failure is noted.
  func postConfigure(_ context: PostConfigureContext) async throws
}

extension ReviewPlugin {
  /// Nothing to prepare.
  public func bootstrap(_ context: BootstrapContext) async throws {}

  /// Nothing left to do.
  public func postConfigure(_ context: PostConfigureContext) async throws {}
}

/// What a plugin is told while it prepares.
public struct BootstrapContext: Sendable {
  /// The run's identifier, such as `20261125-142233-7f3a`.
  public let run: String
  /// Whether a person sits at a terminal.
  public let isInteractive: Bool

  package init(run: String, isInteractive: Bool) {
    self.run = run
    self.isInteractive = isInteractive
  }
}

/// What a plugin is told when the configuration is settled.
public struct PostConfigureContext: Sendable {
  /// The run's identifier.
  public let run: String
  /// Adds a line for the reader of the review; untrusted text is escaped where it is shown.
  public let note: @Sendable (String) -> Void

  package init(run: String, note: @escaping @Sendable (String) -> Void) {
    self.run = run
    self.note = note
  }
}
