internal import AIGatewayPlugin
internal import AgentsMDPlugin
internal import CompliancePlugin
internal import Engine
internal import LocalPlugin

/// The plugins that this program comes with, in the order in which they configure, each with its part of the settings.
struct InstalledPlugins {
  private let all: [any ReviewPlugin]
  private let isInteractive: Bool

  init(_ setup: ReviewSetup, _ around: Surroundings) throws(ReviewFailure) {
    try self.init(setup.configuration, rules: setup.rules, facts: AgentsMDFacts(setup), around)
  }

  /// `facts` are those of the change; nil where there is none.
  init(
    _ configuration: Configuration, rules: [OrganisationRule], facts: AgentsMDFacts? = nil, _ around: Surroundings
  ) throws(ReviewFailure) {
    var template: AgentsMDPlugin.Template?
    if let source = AgentsTemplateSource(configuration.agentsTemplate, around) {
      template = { try await source.read() }
    }
    let gateway = AIGatewayPlugin(try AIGatewaySettings(configuration))
    let agents = AgentsMDPlugin(facts: facts, template: template)
    all = [LocalPlugin(), gateway, CompliancePlugin(rules: rules), agents]
    isInteractive = around.isTerminal
  }

  /// Leads them through their phases; what they note is told to the reader.
  func assemble(run: String) async throws(ReviewFailure) -> (AssembledConfiguration, [Notice]) {
    let notices = Locked<[Notice]>([])
    let host = PluginHost(plugins: all, run: run, isInteractive: isInteractive) { notice in
      notices.withLock { $0.append(notice) }
    }
    return (try await host.assemble(), notices.withLock { $0 })
  }
}
