internal import Engine

/// `conclave explain`: what a review would do, without running it.
enum ExplainCommand {
  static func run(_ options: ExplainOptions, _ around: Surroundings) throws -> ExitStatus {
    let setup = try ReviewSetup(source: options.source, tier: options.tier, settings: options.settings, around)
    let change = setup.intake.change
    let option = options.runtime ?? RuntimeOption(configured: setup.configuration.runtime)
    var lines = [
      "change      \(change.source)", "title       \(change.title)",
      "size        \(change.totalFiles) files, +\(change.totalAdded) -\(change.totalRemoved)",
      "tier        \(setup.tier.tier.rawValue): \(setup.tier.rule)\(setup.tier.path.map { ": \($0)" } ?? "")",
      "runtime     \(runtime(option, setup.configuration))", "",
    ]
    lines += change.files.map { "read        \($0.path)  +\($0.added) -\($0.removed)" }
    lines += change.excluded.map { "left out    \($0.path)  \($0.reason)" }
    lines +=
      [""]
      + setup.specialists.map { plan in
        plan.skipped.map { "skipped     \(plan.id): \($0)" } ?? "runs        \(plan.id)"
      }
    let forecast =
      option == .direct || option == .opencode
      ? "unknown: each reviewer sends the patches to a model at least once"
      : "no tokens and no cost: neither rules nor rehearsals ask a model"
    lines += ["", "forecast    \(forecast)"]
    lines += (change.notices + setup.notices.map(\.text)).map { "note        \($0)" }
    if setup.hasNothingToReview { lines.append("note        nothing is left to review: the change would be approved") }
    if !change.isWhole { lines.append("note        part of the change can't be read: the review would be incomplete") }
    try OutputSink(descriptor: 1).write(lines: lines.map { PlainText.defused(PlainText.escape($0)) })
    return .clean
  }

  private static func runtime(_ option: RuntimeOption, _ configuration: Configuration) -> String {
    switch option {
    case .rules: RuntimeName.words("rules")
    case .direct: RuntimeName.words("direct:\(DirectSettings(configuration)?.host ?? "no endpoint is set")")
    case .opencode: RuntimeName.words("opencode:\(DirectSettings(configuration)?.host ?? "no endpoint is set")")
    case .rehearsal(let name): "\(RuntimeName.words("rehearsal")) (\(name))"
    }
  }
}
