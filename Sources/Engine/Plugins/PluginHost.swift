/// Leads plugins through their three phases with each phase's rule for failures (system.md, section 7).
package struct PluginHost: Sendable {
  private let plugins: [any ReviewPlugin]
  private let run: String
  private let isInteractive: Bool
  private let note: @Sendable (Notice) -> Void

  package init(
    plugins: [any ReviewPlugin], run: String, isInteractive: Bool, note: @escaping @Sendable (Notice) -> Void
  ) {
    self.plugins = plugins
    self.run = run
    self.isInteractive = isInteractive
    self.note = note
  }

  /// Runs all phases and returns what was assembled; throws what ends the review.
  package func assemble() async throws(ReviewFailure) -> AssembledConfiguration {
    let ready = await bootstrap()
    var contributions: [Contribution] = []
    for plugin in ready {
      var context = ConfigureContext(plugin: plugin.id)
      do {
        try await plugin.configure(&context)
      } catch {
        throw ReviewFailure(.plugin, "plugin \(plugin.id) could not be configured: \(Self.words(error))")
      }
      contributions += context.contributions
    }
    let assembled = try AssembledConfiguration.assemble(contributions)
    await postConfigure(ready)
    return assembled
  }

  private func bootstrap() async -> [any ReviewPlugin] {
    let context = BootstrapContext(run: run, isInteractive: isInteractive)
    let failed = await failures(of: plugins) { plugin in try await plugin.bootstrap(context) }
    for (plugin, words) in failed { note(Notice(.warning, "plugin \(plugin) is left out: \(words)")) }
    let names = Set(failed.map(\.0))
    return plugins.filter { !names.contains($0.id) }
  }

  private func postConfigure(_ ready: [any ReviewPlugin]) async {
    let note = self.note
    let failed = await failures(of: ready) { [run] plugin in
      let words: @Sendable (String) -> Void = { note(Notice(.note, "\(plugin.id): \($0)")) }
      try await plugin.postConfigure(PostConfigureContext(run: run, note: words))
    }
    for (plugin, words) in failed { note(Notice(.warning, "plugin \(plugin) did not finish its set-up: \(words)")) }
  }

  /// Runs a phase of all plugins at once; returns the failures in the plugins' order.
  private func failures(
    of plugins: [any ReviewPlugin], phase: @escaping @Sendable (any ReviewPlugin) async throws -> Void
  ) async -> [(PluginID, String)] {
    let words = await withTaskGroup(of: (Int, String?).self) { group in
      for (index, plugin) in plugins.enumerated() {
        group.addTask {
          do {
            try await phase(plugin)
            return (index, nil)
          } catch {
            return (index, Self.words(error))
          }
        }
      }
      return await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
    }
    return words.sorted { $0.key < $1.key }.map { (plugins[$0.key].id, $0.value) }
  }

  private static func words(_ error: any Error) -> String {
    (error as? ReviewFailure)?.description ?? String(describing: error)
  }
}
