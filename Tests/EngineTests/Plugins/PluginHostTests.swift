import Engine
import Testing

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
