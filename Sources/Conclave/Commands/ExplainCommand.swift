internal import Engine

/// `conclave explain`: what a review would do, without running it.
enum ExplainCommand {
  static func run(_ options: ExplainOptions, _ around: Surroundings) async throws -> ExitStatus {
    let setup = try ReviewSetup(source: options.source, tier: options.tier, settings: options.settings, around)
    let change = setup.intake.change
    let (assembled, notices) = try await InstalledPlugins(setup, around).assemble(run: "RUN")
    let option =
      options.runtime
      ?? RuntimeOption(setup.configuration, assembled, worktree: setup.intake.repository?.worktree, around)
    var lines = [
      "change      \(change.source)", "title       \(change.title)",
      "size        \(change.totalFiles) files, +\(change.totalAdded) -\(change.totalRemoved)",
      "tier        \(setup.tier.tier.rawValue): \(setup.tier.rule)\(setup.tier.path.map { ": \($0)" } ?? "")",
      "runtime     \(runtime(option, assembled))", "",
    ]
    lines += change.files.map { "read        \($0.path)  +\($0.added) -\($0.removed)" }
    lines += change.excluded.map { "left out    \($0.path)  \($0.reason)" }
    lines +=
      [""]
      + setup.specialists.map { plan in
        plan.skipped.map { "skipped     \(plan.id): \($0)" } ?? "runs        \(plan.id)"
      }
    lines += [""] + (try forecast(option, setup, assembled, around))
    lines += (change.notices + (setup.notices + notices).map(\.text)).map { "note        \($0)" }
    if setup.hasNothingToReview { lines.append("note        nothing is left to review: the change would be approved") }
    if !change.isWhole { lines.append("note        part of the change can't be read: the review would be incomplete") }
    try OutputSink(descriptor: 1).write(lines: lines.map { PlainText.defused(PlainText.escape($0)) })
    return .clean
  }

  private static func runtime(_ option: RuntimeOption, _ assembled: AssembledConfiguration) -> String {
    switch option {
    case .rules: return RuntimeName.words("rules")
    case .direct, .opencode:
      let host = assembled.providers.first.map { DirectSettings(baseURL: $0.baseURL).host } ?? "no endpoint is set"
      return RuntimeName.words("\(option == .direct ? "direct" : "opencode"):\(host)")
    case .rehearsal(let name): return "\(RuntimeName.words("rehearsal")) (\(name))"
    }
  }

  /// Tokens and cost of each agent's first request and its answer, and of all.
  private static func forecast(
    _ option: RuntimeOption, _ setup: ReviewSetup, _ assembled: AssembledConfiguration, _ around: Surroundings
  ) throws(ReviewFailure) -> [String] {
    guard option.asksProvider else {
      return ["forecast    no tokens and no cost: neither rules nor rehearsals ask a model"]
    }
    guard !setup.hasNothingToReview else { return ["forecast    no tokens and no cost: nobody is asked"] }
    let choice: DirectChoice
    do throws(ReviewFailure) {
      choice = try DirectChoice(
        assembled, setup.configuration, in: setup.tier.tier, around, for: option == .direct ? "direct" : "opencode")
    } catch {
      return ["forecast    unknown: \(error)"]
    }
    // As long as the names of a real run.
    let files = RunFiles(directory: "/" + String(repeating: "r", count: 60))
    let prompts = PromptFiles(
      setup, files: files, fence: PromptFence(0, 0), sections: assembled.sections, texts: try setup.promptTexts())
    let forecast = try ReviewForecast(setup, assembled, prompts, choice, sendsPatches: option == .direct)
    let agents = setup.specialists.map(\.id) + [.coordinator]
    var lines = agents.compactMap { agent in
      forecast.byAgent[agent].map {
        "forecast    \(agent) (\(forecast.models[agent] ?? "no model")): about \(ReportWords.forecast($0))"
      }
    }
    if let all = UsageForecast.sum(agents.compactMap { forecast.byAgent[$0] }) {
      lines.append("forecast    all: about \(ReportWords.forecast(all)); what models read by tool comes on top")
    }
    return lines + agents.compactMap { agent in forecast.warning(of: agent).map { "note        \($0)" } }
  }
}
