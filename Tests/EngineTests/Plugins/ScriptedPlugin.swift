import Engine
import EngineTestKit
import Testing

/// A plugin whose phases do what a test says.
struct Scripted: ReviewPlugin {
  struct Broken: Error, CustomStringConvertible { let description: String }

  let id: PluginID
  var failsIn: Set<String> = []
  /// Never returns there, whether it is cancelled or not.
  var hangsIn: Set<String> = []
  /// Told when it begins to hang.
  let hangs = Mailbox<Bool>()
  var contribute: @Sendable (inout ConfigureContext) -> Void = { _ in }

  init(_ name: String, failsIn: Set<String> = [], hangsIn: Set<String> = [], variable: String? = nil) {
    id = PluginID(rawValue: name)
    self.failsIn = failsIn
    self.hangsIn = hangsIn
    contribute = { context in
      if let variable { context.setEnvironment("CI_NAME", to: variable) }
      context.inject(PromptSection(name: name, text: "about \(name)"))
    }
  }

  init(_ name: String, _ contribute: @escaping @Sendable (inout ConfigureContext) -> Void) {
    id = PluginID(rawValue: name)
    self.contribute = contribute
  }

  private func play(_ phase: String, _ words: String) async throws {
    if failsIn.contains(phase) { throw Broken(description: words) }
    guard hangsIn.contains(phase) else { return }
    hangs.send(true)
    // Like somebody who waits for an answer that never comes, and for nothing else.
    _ = await Task { await Mailbox<Bool>().next() }.value
  }

  func bootstrap(_ context: BootstrapContext) async throws { try await play("bootstrap", "no socket") }

  func configure(_ context: inout ConfigureContext) async throws {
    try await play("configure", "no key")
    contribute(&context)
  }

  func postConfigure(_ context: PostConfigureContext) async throws {
    context.note("ready")
    try await play("postConfigure", "404")
  }
}

/// What assembling came to, and what was noted.
struct Assembly {
  var result: Result<AssembledConfiguration, ReviewFailure>
  var notes: [String]

  var failure: ReviewFailure? { if case .failure(let failure) = result { failure } else { nil } }

  static func of(
    _ plugins: [any ReviewPlugin], time: any TimeSource = ManualTime(), meanwhile: @Sendable () async -> Void = {}
  ) async -> Assembly {
    let notes = Locked<[String]>([])
    let host = PluginHost(plugins: plugins, run: "r1", isInteractive: false, time: time) { notice in
      notes.withLock { $0.append(notice.text) }
    }
    async let assembled = Self.result(host)
    await meanwhile()
    let result = await assembled
    return Assembly(result: result, notes: notes.withLock { $0 }.sorted())
  }

  private static func result(_ host: PluginHost) async -> Result<AssembledConfiguration, ReviewFailure> {
    do { return .success(try await host.assemble()) } catch { return .failure(error) }
  }
}
