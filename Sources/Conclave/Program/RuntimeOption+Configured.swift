internal import Engine

extension RuntimeOption {
  /// What `review.runtime` names. `auto` is OpenCode where it is installed and a model is configured, `direct` where only a model
  /// is, else `rules` (system.md, section 1).
  init(
    _ configuration: Configuration, _ assembled: AssembledConfiguration, worktree: String?, _ around: Surroundings
  ) {
    switch configuration.runtime {
    case "rules": self = .rules
    case "direct": self = .direct
    case "opencode": self = .opencode
    default:
      guard assembled.models(for: .codeQuality, in: .full) != nil else {
        self = .rules
        return
      }
      let program = try? OpenCodeProgram.find(configuration, around, worktree: worktree)
      self = program == nil ? .direct : .opencode
    }
  }
}
