/// Leads plugins through their three phases with each phase's rule for failures (system.md, section 7). Each call of a plugin
/// has a limit of time: one that takes longer is told, and nobody waits for it.
package struct PluginHost: Sendable {
  private let plugins: [any ReviewPlugin]
  private let run: String
  private let isInteractive: Bool
  private let time: any TimeSource
  private let limit: Duration
  private let note: @Sendable (Notice) -> Void

  /// The longest that one call of a plugin may take.
  package static let usualLimit: Duration = .seconds(10)

  package init(
    plugins: [any ReviewPlugin], run: String, isInteractive: Bool, time: any TimeSource = SystemTime(),
    limit: Duration = usualLimit, note: @escaping @Sendable (Notice) -> Void
  ) {
    self.plugins = plugins
    self.run = run
    self.isInteractive = isInteractive
    self.time = time
    self.limit = limit
    self.note = note
  }

  /// Runs all phases and returns what was assembled; throws what ends the review.
  package func assemble() async throws(ReviewFailure) -> AssembledConfiguration {
    try checkNames()
    let ready = await bootstrap()
    var contributions: [Contribution] = []
    for plugin in ready { contributions += try await configure(plugin) }
    let assembled = try AssembledConfiguration.assemble(contributions)
    await postConfigure(ready)
    return assembled
  }

  private func checkNames() throws(ReviewFailure) {
    var names: Set<PluginID> = []
    for plugin in plugins {
      guard PluginHost.isName(plugin.id.rawValue) else {
        throw ReviewFailure(
          .plugin, "a plugin has a name that can't be one: \(PlainText.escape(String(plugin.id.rawValue.prefix(60))))",
          hints: ["a name is lower-case words joined by hyphens"])
      }
      guard names.insert(plugin.id).inserted else {
        throw ReviewFailure(.plugin, "two plugins are called \(plugin.id)", hints: ["disable one of them"])
      }
    }
  }

  private static func isName(_ text: String) -> Bool {
    (1...60).contains(text.utf8.count) && text.utf8.first != 0x2D
      && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || ASCII.isDigit($0) || $0 == 0x2D }
  }

  private func configure(_ plugin: any ReviewPlugin) async throws(ReviewFailure) -> [Contribution] {
    let outcome = await TimedCall(time: time, limit: limit).run {
      var context = ConfigureContext(plugin: plugin.id)
      try await plugin.configure(&context)
      return (context.contributions, context.problem)
    }
    let (contributions, problem): ([Contribution], String?)
    switch outcome {
    case .value(let value): (contributions, problem) = value
    case .failed(let words): (contributions, problem) = ([], words)
    case .late: (contributions, problem) = ([], "it took longer than \(DurationText.format(limit))")
    case .cancelled: throw ReviewFailure(.cancelled, "stopped while plugin \(plugin.id) was configured")
    }
    if let problem { throw ReviewFailure(.plugin, "plugin \(plugin.id) could not be configured: \(problem)") }
    return contributions
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
    // What a plugin says that nobody waits for any more goes nowhere.
    let isOver = Locked(false)
    let spoken = Locked<[PluginID: Int]>([:])
    let failed = await failures(of: ready) { [run] plugin in
      let words: @Sendable (String) -> Void = { text in
        let count = spoken.withLock { spoken in
          spoken[plugin.id, default: 0] += 1
          return spoken[plugin.id, default: 0]
        }
        guard count <= PluginHost.mostNotes, !isOver.withLock({ $0 }) else { return }
        note(Notice(.note, "\(plugin.id): \(PluginHost.short(text))"))
      }
      try await plugin.postConfigure(PostConfigureContext(run: run, note: words))
    }
    isOver.withLock { $0 = true }
    for (plugin, words) in failed { note(Notice(.warning, "plugin \(plugin) did not finish its set-up: \(words)")) }
  }

  /// Runs a phase of all plugins at once; returns the failures in the plugins' order.
  private func failures(
    of plugins: [any ReviewPlugin], phase: @escaping @Sendable (any ReviewPlugin) async throws -> Void
  ) async -> [(PluginID, String)] {
    let words = await withTaskGroup(of: (Int, String?).self) { group in
      for (index, plugin) in plugins.enumerated() {
        let call = TimedCall(time: time, limit: limit)
        group.addTask { [limit] in
          switch await call.run({ try await phase(plugin) }) {
          case .value: (index, nil)
          case .failed(let words): (index, words)
          case .late: (index, "it took longer than \(DurationText.format(limit))")
          case .cancelled: (index, "stopped")
          }
        }
      }
      return await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
    }
    return words.sorted { $0.key < $1.key }.map { (plugins[$0.key].id, $0.value) }
  }

  /// A plugin's words, at most as long as one reads.
  static func short(_ text: String) -> String {
    UTF8Cut.text(text.utf8.prefix(longestNote + 4), limit: longestNote) + (text.utf8.count > longestNote ? "…" : "")
  }

  private static let longestNote = 1_000
  /// Lines for the reader that are taken from one plugin.
  private static let mostNotes = 20
}

/// One call that somebody waits for only so long. What takes longer is cancelled and left to itself: a call that does not look
/// whether it is cancelled can't be ended.
struct TimedCall: Sendable {
  enum Outcome<Value: Sendable>: Sendable {
    case value(Value)
    case failed(String)
    case late
    /// Whoever waits was told to stop.
    case cancelled
  }

  let time: any TimeSource
  let limit: Duration

  func run<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async -> Outcome<Value> {
    let first = Mailbox<Outcome<Value>>()
    let end = time.now() + limit
    let call = Task {
      do { first.send(.value(try await body())) } catch { first.send(.failed(TimedCall.words(error))) }
    }
    let clock = Task { [time] in
      do { try await time.sleep(until: end) } catch { return }
      first.send(.late)
    }
    defer {
      call.cancel()
      clock.cancel()
    }
    return await first.next() ?? .cancelled
  }

  private static func words(_ error: any Error) -> String {
    PluginHost.short((error as? ReviewFailure)?.description ?? String(describing: error))
  }
}
