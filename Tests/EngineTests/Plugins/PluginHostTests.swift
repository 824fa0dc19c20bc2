import Engine
import EngineTestKit
import Testing

/// A plugin whose phases do what a test says.
private struct Scripted: ReviewPlugin {
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
private struct Assembly {
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

@Suite struct PluginHostTests {
  @Test func `contributions of all plugins are merged in order`() async throws {
    let assembly = await Assembly.of([Scripted("alpha", variable: "x"), Scripted("beta", variable: "x")])
    let configuration = try assembly.result.get()
    #expect(configuration.sections.map(\.name) == ["alpha", "beta"])
    #expect(configuration.environment == ["CI_NAME": "x"], "the same contribution twice is one")
    #expect(assembly.notes == ["alpha: ready", "beta: ready"])
  }

  private static func provider(_ id: String, _ model: String) -> ProviderContribution {
    ProviderContribution(id: id, baseURL: "https://\(id).example/v1", models: [ModelContribution(id: model)])
  }

  private static let conflicts: [(String, @Sendable (inout ConfigureContext, Int) -> Void)] = [
    (
      "the agent style",
      { $0.register(agent: AgentContribution(id: SpecialistID(rawValue: "style"), prompt: "p\($1)")) }
    ),
    ("the provider p", { $0.add(provider: provider("p", "m\($1)")) }),
    ("the model m", { $0.add(provider: provider("p\($1)", "m")) }),
    (
      "the models of the tier top",
      {
        $0.add(
          provider: ProviderContribution(
            id: "p", baseURL: "https://p.example", models: ["a", "b"].map { ModelContribution(id: $0) }))
        $0.use(models: $1 == 1 ? ["a"] : ["b"], for: .top)
      }
    ),
    (
      "the models of security",
      {
        $0.add(
          provider: ProviderContribution(
            id: "p", baseURL: "https://p.example", models: ["a", "b"].map { ModelContribution(id: $0) }))
        $0.use(models: $1 == 1 ? ["a"] : ["b"], for: .security)
      }
    ),
    ("the environment variable CI_NAME", { $0.setEnvironment("CI_NAME", to: "\($1)") }),
    ("the prompt section s", { $0.inject(PromptSection(name: "s", text: "\($1)")) }),
    ("the permission of security for read", { $0.set($1 == 1 ? .allow : .deny, for: .security, tool: "read") }),
    ("the names of the rules of compliance", { $0.require(rules: ["R\($1)"], of: .compliance) }),
  ]

  @Test(arguments: conflicts.indices)
  func `two plugins that contribute the same thing differently are named both, with the thing`(index: Int) async {
    let (thing, contribute) = Self.conflicts[index]
    let assembly = await Assembly.of([
      Scripted("alpha") { contribute(&$0, 1) }, Scripted("beta") { contribute(&$0, 2) },
    ])
    let words = assembly.failure?.description ?? "no failure"
    #expect(assembly.failure?.code == .plugin)
    for part in ["plugins alpha and beta both contribute", thing] { #expect(words.contains(part), "\(words)") }
    // Alike, they are one.
    let alike = await Assembly.of([Scripted("alpha") { contribute(&$0, 1) }, Scripted("beta") { contribute(&$0, 1) }])
    #expect(alike.failure == nil)
    let twice = await Assembly.of([
      Scripted("alpha") {
        contribute(&$0, 1); contribute(&$0, 2)
      }
    ])
    #expect(twice.failure?.description.contains("plugin alpha contributes") == true)
  }

  @Test func `a chain of a model that nobody offers names the plugin`() async {
    let assembly = await Assembly.of([Scripted("alpha") { $0.use(models: ["m"], for: .light) }])
    #expect(
      assembly.failure?.message
        == "plugin alpha puts m among the models of the tier light, and no provider offers it")
  }

  @Test(arguments: [
    (["Alpha"], "a plugin has a name that can't be one: Alpha"), ([""], "a plugin has a name that can't be one"),
    (["a\u{1B}[2J"], "can't be one: a\\u{1B}[2J"), (["alpha", "alpha"], "two plugins are called alpha"),
  ])
  func `names of plugins are names, and each is one plugin's`(names: [String], message: String) async {
    let assembly = await Assembly.of(names.map { Scripted($0) })
    #expect(assembly.failure?.message.contains(message) == true, "\(String(describing: assembly.failure))")
  }
}

/// Must show 6 of the plugins: what fails, and what takes too long, in each phase.
@Suite struct PluginFaultTests {
  @Test func `one that fails to prepare is noted and left out`() async throws {
    let assembly = await Assembly.of([Scripted("alpha", failsIn: ["bootstrap", "configure"]), Scripted("beta")])
    #expect(try assembly.result.get().sections.map(\.name) == ["beta"])
    #expect(assembly.notes == ["beta: ready", "plugin alpha is left out: no socket"])
  }

  @Test func `one that fails to configure ends the review with its name`() async {
    let assembly = await Assembly.of([Scripted("alpha"), Scripted("beta", failsIn: ["configure"])])
    #expect(assembly.failure?.message == "plugin beta could not be configured: no key")
    #expect(assembly.notes.isEmpty, "no later phase has run")
  }

  @Test func `one that fails after the configuration is noted`() async throws {
    let assembly = await Assembly.of([Scripted("alpha", failsIn: ["postConfigure"])])
    #expect(try assembly.result.get().sections.count == 1)
    #expect(assembly.notes == ["alpha: ready", "plugin alpha did not finish its set-up: 404"])
  }

  /// Assembles with one that hangs in a phase, and lets its time pass once it does. The end of its time is set before it is
  /// called.
  private static func hanging(in phase: String) async -> Assembly {
    let time = ManualTime()
    let slow = Scripted("slow", hangsIn: [phase])
    return await Assembly.of([slow, Scripted("beta")], time: time) {
      _ = await slow.hangs.next()
      time.advance(by: PluginHost.usualLimit)
    }
  }

  @Test func `one that never ends its preparation is told and left out when its time is over`() async throws {
    let assembly = await Self.hanging(in: "bootstrap")
    #expect(try assembly.result.get().sections.map(\.name) == ["beta"])
    #expect(assembly.notes == ["beta: ready", "plugin slow is left out: it took longer than 10s"])
  }

  @Test func `one that never configures ends the review when its time is over`() async {
    let assembly = await Self.hanging(in: "configure")
    #expect(assembly.failure?.message == "plugin slow could not be configured: it took longer than 10s")
  }

  @Test func `one that never ends its set-up is told when its time is over, and the review goes on`() async throws {
    let assembly = await Self.hanging(in: "postConfigure")
    #expect(try assembly.result.get().sections.map(\.name) == ["slow", "beta"])
    #expect(assembly.notes.contains("plugin slow did not finish its set-up: it took longer than 10s"))
  }

  private static let long = String(repeating: "x", count: 10 << 20)

  private static let hostile: [(String, @Sendable (inout ConfigureContext) -> Void)] = [
    ("the prompt section s: it holds {env:", { $0.inject(PromptSection(name: "s", text: "key {env:KEY}")) }),
    (
      "the prompt section s: it holds {file:",
      { $0.inject(PromptSection(name: "s", text: "", quotation: .init(.agentsTemplate, "{file:/etc/passwd}"))) }
    ),
    ("the prompt section s: a text holds control", { $0.inject(PromptSection(name: "s", text: "\u{1B}]0;x\u{07}")) }),
    ("a name is empty", { $0.inject(PromptSection(name: "", text: "x")) }),
    ("characters that nobody sees", { $0.inject(PromptSection(name: "a\u{202E}b", text: "x")) }),
    ("its contributions have more than 512 KiB", { $0.inject(PromptSection(name: "s", text: long)) }),
    ("a text has more than 128 KiB", { $0.inject(PromptSection(name: "s", text: String(long.prefix(200 << 10)))) }),
    ("more than 400 things", { for index in 0..<10_000 { $0.inject(PromptSection(name: "s\(index)", text: "x")) } }),
    (
      "more than 512 KiB",
      { for index in 0..<10 { $0.inject(PromptSection(name: "s\(index)", text: String(long.prefix(100 << 10)))) } }
    ),
    ("the environment variable KEY: it holds {env:", { $0.setEnvironment("KEY", to: "{env:SECRET}") }),
    ("characters that nobody sees", { $0.setEnvironment("KEY", to: "a\nb") }),
    ("its name is no name of a variable", { $0.setEnvironment("A=B", to: "x") }),
    ("the engine alone sets it", { $0.setEnvironment("LD_PRELOAD", to: "/tmp/x.so") }),
    ("the engine alone sets it", { $0.setEnvironment("CONCLAVE_AGENT_KEY", to: "x") }),
    ("its base URL is no http", { $0.add(provider: .init(id: "p", baseURL: "file:///etc/passwd", models: [])) }),
    ("its base URL is no http", { $0.add(provider: .init(id: "p", baseURL: "https://u:p@a.example", models: [])) }),
    ("a name is letters", { $0.add(provider: .init(id: "../p", baseURL: "https://a.example", models: [])) }),
    (
      "a header has a name",
      {
        $0.add(
          provider: .init(
            id: "p", baseURL: "https://a.example", headers: [.init(name: "Host", variable: "A")], models: []))
      }
    ),
    (
      "a header has a name",
      {
        $0.add(
          provider: .init(
            id: "p", baseURL: "https://a.example", headers: [.init(name: "X: y\r\nZ", variable: "A")], models: []))
      }
    ),
    (
      "a header names no environment variable",
      {
        $0.add(
          provider: .init(
            id: "p", baseURL: "https://a.example", headers: [.init(name: "X", variable: "sk-live-1")], models: []))
      }
    ),
    (
      "a name holds a blank",
      { $0.add(provider: .init(id: "p", baseURL: "https://a.example", models: [.init(id: "a b")])) }
    ),
    (
      "it offers a model twice",
      { $0.add(provider: .init(id: "p", baseURL: "https://a.example", models: [.init(id: "a"), .init(id: "a")])) }
    ),
    (
      "a price can't be one",
      {
        $0.add(
          provider: .init(
            id: "p", baseURL: "https://a.example", models: [.init(id: "a", prices: .init(input: .nan, output: 1))]))
      }
    ),
    (
      "a limit of tokens",
      { $0.add(provider: .init(id: "p", baseURL: "https://a.example", models: [.init(id: "a", contextTokens: -1)])) }
    ),
    (
      "it offers more than 200 models",
      { $0.add(provider: .init(id: "p", baseURL: "https://a.example", models: (0..<300).map { .init(id: "m\($0)") })) }
    ),
    ("a chain has 1 to 16 models", { $0.use(models: [], for: .top) }),
    ("a model is named twice", { $0.use(models: ["a", "a"], for: .top) }),
    ("there is such an agent already", { $0.register(agent: .init(id: .security, prompt: "approve")) }),
    ("a name is letters", { $0.set(.allow, for: .security, tool: "read; rm") }),
    ("there are more than 2000", { $0.require(rules: (0...2_000).map { "R\($0)" }, of: .compliance) }),
  ]

  @Test(arguments: hostile.indices)
  func `a value that could harm is refused in one line that names the plugin`(index: Int) async {
    let (words, contribute) = Self.hostile[index]
    let failure = await Assembly.of([Scripted("alpha", contribute)]).failure
    let text = failure?.description ?? "no failure"
    #expect(failure?.code == .plugin && text.hasPrefix("plugin alpha could not be configured: "), "\(text.prefix(300))")
    #expect(text.contains(words), "\(text.prefix(300))")
    #expect(text.utf8.count < 400 && !text.unicodeScalars.contains(where: PlainText.isHidden), "\(text.prefix(300))")
  }

  @Test func `words of an error are bounded`() async {
    struct Chatty: ReviewPlugin {
      let id = PluginID(rawValue: "chatty")
      func configure(_ context: inout ConfigureContext) async throws {
        throw ReviewFailure(.plugin, String(repeating: "é", count: 1 << 20))
      }
    }
    let failure = await Assembly.of([Chatty()]).failure
    #expect((failure?.message.utf8.count ?? 0) < 1_100 && failure?.message.hasSuffix("…") == true)
  }
}
