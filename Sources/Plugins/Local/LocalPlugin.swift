public import Engine

/// Reviews of one's own work before it is pushed: tells the reviewers that the author reads along.
public struct LocalPlugin: ReviewPlugin {
  /// Always `local`.
  public let id = PluginID(rawValue: "local")

  /// Takes nothing: what is reviewed is the engine's business.
  public init() {}

  /// Injects the prompt section `local-review`.
  public func configure(_ context: inout ConfigureContext) async throws {
    context.inject(
      PromptSection(
        name: "local-review",
        text: """
          The author of this change reads your findings in a terminal before anything is pushed or posted. \
          Report what should change before the push; leave out what only a team discussion could settle.
          """))
  }
}
