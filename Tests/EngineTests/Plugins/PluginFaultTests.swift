import Engine
import EngineTestKit
import Testing

/// What fails, and what takes too long, in each phase.
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

  @Test func `lines for the reader are bounded in number and in length`() async throws {
    struct Chatty: ReviewPlugin {
      let id = PluginID(rawValue: "chatty")
      func configure(_ context: inout ConfigureContext) async throws {}
      func postConfigure(_ context: PostConfigureContext) async throws {
        for _ in 0..<1_000 { context.note(String(repeating: "x", count: 10_000)) }
      }
    }
    let notes = await Assembly.of([Chatty()]).notes
    #expect(notes.count == 20 && notes.allSatisfy { $0.utf8.count < 1_100 })
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
