internal import Engine
internal import LocalPlugin

/// The plugins that this program comes with, in the order in which they configure.
enum InstalledPlugins {
  static let all: [any ReviewPlugin] = [LocalPlugin()]

  /// Leads them through their phases; what they note is told to the reader.
  static func assemble(
    run: String, _ around: Surroundings
  ) async throws(ReviewFailure) -> (AssembledConfiguration, [Notice]) {
    let notices = Locked<[Notice]>([])
    let host = PluginHost(plugins: all, run: run, isInteractive: around.isTerminal) { notice in
      notices.withLock { $0.append(notice) }
    }
    return (try await host.assemble(), notices.withLock { $0 })
  }
}
