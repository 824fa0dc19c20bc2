internal import Engine

/// What a review is expected to use, and how large its prompts are to its models.
struct ReviewForecast: Sendable {
  /// By agent, the coordinator included; empty where no model is asked.
  let byAgent: [SpecialistID: UsageForecast]
  /// The model that each agent begins with.
  let models: [SpecialistID: String]
  private let windows: [String: Int]
  private let inline: [String: Int]
  /// Bytes of what each agent's first request sends.
  private let sizes: [SpecialistID: Int]

  /// No model is asked.
  static let none = ReviewForecast(byAgent: [:], models: [:], windows: [:], inline: [:], sizes: [:])

  private init(
    byAgent: [SpecialistID: UsageForecast], models: [SpecialistID: String], windows: [String: Int],
    inline: [String: Int],
    sizes: [SpecialistID: Int]
  ) {
    self.byAgent = byAgent
    self.models = models
    self.windows = windows
    self.inline = inline
    self.sizes = sizes
  }

  /// `sendsPatches` is said of agents of `direct`, who send the patches with their prompts; others read them by tool.
  init(
    _ setup: ReviewSetup, _ assembled: AssembledConfiguration, _ prompts: PromptFiles, _ choice: DirectChoice,
    sendsPatches: Bool
  ) throws(ReviewFailure) {
    let agents = setup.specialists.filter { $0.skipped == nil }.map(\.id) + [.coordinator]
    let patches = sendsPatches ? setup.intake.change.files.map { PatchText.git($0).count } : []
    var models: [SpecialistID: String] = [:]
    var inline: [String: Int] = [:]
    var sizes: [Forecast.Prompt] = []
    for agent in agents {
      guard let chain = choice.models(for: agent) else { continue }
      for model in chain.models where inline[model] == nil {
        inline[model] = choice.settings(of: model).map { DirectPrompt.bytes(of: patches, $0) }
      }
      models[agent] = chain.first
      let (common, own) = try prompts.sizes(of: agent)
      let added = agent == .coordinator ? Forecast.candidates : 0
      sizes.append(
        Forecast.Prompt(
          agent: agent, model: chain.first, common: common + (inline[chain.first] ?? 0), own: own + added))
    }
    self.init(
      byAgent: Forecast.make(sizes, prices: assembled.prices), models: models, windows: assembled.contextWindows,
      inline: inline, sizes: Dictionary(uniqueKeysWithValues: sizes.map { ($0.agent, $0.common + $0.own) }))
  }

  /// The same before anything is written.
  func warning(of agent: SpecialistID) -> String? {
    guard let bytes = sizes[agent], let model = models[agent] else { return nil }
    return Forecast.warning(of: agent, bytes: bytes, model: model, window: windows[model])
  }

  /// Said where a prompt that was written takes much of its model's context window.
  func warning(for request: AgentRequest, prompt: [UInt8]) -> String? {
    guard let model = request.model else { return nil }
    return Forecast.warning(
      of: request.specialist, bytes: TaskBlock.words(of: prompt).count + (inline[model] ?? 0), model: model,
      window: windows[model])
  }
}

extension PromptFiles {
  /// The prompts of a review; `fence` has bits that nobody outside can know.
  init(
    _ setup: ReviewSetup, files: RunFiles, fence: PromptFence, sections: [PromptSection], runtime: RuntimeChoice? = nil,
    texts: [PromptContext.Text]
  ) {
    let noFields: ModelFields = { _ in [] }
    self.init(
      files: files, change: setup.intake.change, tier: setup.tier,
      reviewers: setup.specialists.filter { $0.skipped == nil }.map(\.id), book: setup.prompts, fence: fence,
      fields: runtime?.promptFields ?? [], modelFields: runtime?.modelFields ?? noFields, sections: sections,
      texts: texts)
  }
}
