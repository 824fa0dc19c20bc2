import Engine
import EngineTestKit
import Foundation
import Testing

/// What is written into `opencode.json`, and what never is.
@Suite struct AssemblerTests {
  @Test(arguments: SetUp.allCases)
  func `the configuration of a set-up is as it was looked at, and valid`(setUp: SetUp) throws {
    let text = try setUp.configuration().text
    let golden = "opencode-config/\(setUp.rawValue).json"
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try Data(text).write(to: ProjectFiles.root.appending(path: "Tests/Fixtures/\(golden)"))
    }
    #expect(String(decoding: text, as: UTF8.self) == String(decoding: try Fixtures.bytes(golden), as: UTF8.self))
    #expect(try Self.schema().problems(text) == [])
  }

  /// Each of these is dropped by the program without a word.
  @Test(arguments: [
    ("\"permission\": ", "\"permision\": "), ("\"share\":", "\"shared\":"), ("\"autoupdate\":", "\"autoUpdate\":"),
    ("\"compaction\":", "\"compact\":"), ("\"auto\":", "\"automatic\":"), ("\"disable\":", "\"disabled\":"),
    ("\"external_directory\":", "\"external_dir\":"), ("\"webfetch\":", "\"web_fetch\":"),
    ("\"baseURL\":", "\"baseUrl\":"), ("\"chunkTimeout\":", "\"chunk_timeout\":"), ("\"steps\":", "\"maxSteps\":"),
    ("\"enabled_providers\":", "\"enabledProviders\":"), ("\"context\":", "\"ctx\":"),
  ])
  func `CF-11: a misspelt key fails`(right: String, wrong: String) throws {
    let text = String(decoding: try SetUp.local.configuration().text, as: UTF8.self)
    let right = right.replacing(": ", with: ":")
    let broken = text.replacing(right, with: wrong.replacing(": ", with: ":"))
    #expect(broken != text)
    #expect(try Self.schema().problems(Array(broken.utf8)) != [])
  }

  @Test func `the only braces of a value are those of our own variables`() throws {
    for setUp in SetUp.allCases {
      let object = try JSONSerialization.jsonObject(with: Data(try setUp.configuration().text))
      for text in Self.strings(object) where text.contains("{") || text.contains("$") {
        let isOurs = text.wholeMatch(of: /(Bearer )?\{env:[A-Z_]+\}/) != nil || text == "$schema"
        #expect(isOurs, "\(text)")
      }
    }
  }

  /// What a plugin or a file could contribute that the program would fill in, look up or match.
  private static let hostile = [
    "{env:API_KEY}", "{file:/etc/passwd}", "a{env:X}b", "${HOME}", "a\"b", "a\nb", "a b", "", "ä", "a*", "../x\u{0}",
    String(repeating: "a", count: 300),
  ]

  @Test(arguments: hostile)
  func `contributed text that could mean something else is refused`(text: String) throws {
    let good = SetUp.local.providers[0]
    func with(_ change: (inout OpenCodeProvider) -> Void) -> [OpenCodeProvider] {
      var provider = good
      change(&provider)
      return [provider]
    }
    let cases: [[OpenCodeProvider]] = [
      with { $0.id = text }, with { $0.models[0].id = text }, with { $0.keyVariable = text },
      with { $0.baseURL = "http://127.0.0.1/\(text.isEmpty ? " " : text + "{")" },
      with { $0.headers = [.init(text, variable: "X")] }, with { $0.headers = [.init("x", variable: text)] },
      with { $0.headers = [.init("x", prefix: text + "{", variable: "X")] },
    ]
    for providers in cases {
      #expect(throws: ReviewFailure.self) { try OpenCodeConfiguration(providers: providers, folders: ["/run/tree"]) }
    }
    #expect(throws: ReviewFailure.self) {
      try OpenCodeConfiguration(
        providers: [good], folders: ["/run/tree"], permissions: [SpecialistID(rawValue: text): ["read": false]])
    }
    #expect(throws: ReviewFailure.self) {
      try OpenCodeConfiguration(providers: [good], folders: ["/run/tree"], permissions: [.security: [text: false]])
    }
  }

  @Test(arguments: ["/run/{env:X}", "/run/*", "/run/a?", "tree", "~/tree", "/run/$HOME", "/run/a\nb", "/run/\"x\"", ""])
  func `a folder whose name is a pattern is refused`(folder: String) {
    #expect(throws: ReviewFailure.self) {
      try OpenCodeConfiguration(providers: SetUp.local.providers, folders: [folder])
    }
  }

  @Test(arguments: ["bash", "edit", "task", "webfetch", "write", "*", "mcp_x", "external_directory"])
  func `no plugin gives a reviewer more than reading`(tool: String) {
    #expect(throws: ReviewFailure.self) {
      try OpenCodeConfiguration(
        providers: SetUp.local.providers, folders: ["/run/tree"], permissions: [.security: [tool: true]])
    }
  }

  @Test(arguments: [
    (["a"], 0), ([], 0), (["a"], -1), (["a", "a"], 100),
  ])
  func `limits and models that are none are refused`(models: [String], context: Int) {
    let provider = OpenCodeProvider(
      id: "p", baseURL: "http://127.0.0.1/v1",
      models: models.map { .init(id: $0, contextTokens: context, outputTokens: 10) })
    #expect(throws: ReviewFailure.self) { try OpenCodeConfiguration(providers: [provider], folders: []) }
  }

  @Test(arguments: [
    ("review-1", "local", "review-1"), ("local/review-1", "local", "review-1"),
    ("anthropic/claude", "local", "anthropic/claude"), ("other/m", "other", "m"),
    ("other/anthropic/claude", "other", "anthropic/claude"),
  ])
  func `a chain's names find their provider`(name: String, provider: String, model: String) throws {
    let providers = [
      OpenCodeProvider(
        id: "local", baseURL: "http://a/v1", models: [SetUp.model("review-1"), SetUp.model("anthropic/claude")]),
      OpenCodeProvider(
        id: "other", baseURL: "http://b/v1", models: [SetUp.model("m"), SetUp.model("anthropic/claude")]),
    ]
    let found = try #require(OpenCodeModel(name, among: providers))
    #expect(found.provider == provider && found.model == model && found.argument == "\(provider)/\(model)")
    #expect(OpenCodeModel("nobody", among: providers) == nil)
  }

  @Test(arguments: [
    ("1.18.33\n", true), ("opencode 1.18.0", true), ("1.17.12", false), ("v1.19", true), ("2.0.1", false),
    ("0.9", false),
  ])
  func `CF-12: versions that can be used are known`(printed: String, isGood: Bool) throws {
    let problem = try #require(OpenCodeVersion(printed: printed)).problem
    #expect((problem == nil) == isGood)
  }

  @Test(arguments: ["", "x", "1", "one.two", "99999999999999999999.1"])
  func `what is no version is none`(printed: String) { #expect(OpenCodeVersion(printed: printed) == nil) }

  @Test func `the environment has every switch, and nothing of the user's but language and time zone`() {
    let variables = OpenCodeEnvironment.variables(
      configuration: "/run/opencode.json",
      from: [
        "LANG": "C", "LC_ALL": "C", "TZ": "UTC", "PATH": "/evil", "API_KEY": "s", "HOME": "/h", "OPENCODE_CONFIG": "x",
      ])
    for name in [
      "DISABLE_PROJECT_CONFIG", "PURE", "DISABLE_AUTOUPDATE", "DISABLE_MODELS_FETCH", "DISABLE_LSP_DOWNLOAD",
      "DISABLE_CLAUDE_CODE", "DISABLE_EXTERNAL_SKILLS", "DISABLE_DEFAULT_PLUGINS", "DISABLE_AUTOCOMPACT",
    ] { #expect(variables["OPENCODE_\(name)"] == "1") }
    #expect(variables["OPENCODE_CONFIG"] == "/run/opencode.json" && variables["PATH"] == "/usr/local/bin:/usr/bin:/bin")
    #expect(variables["API_KEY"] == nil && variables["HOME"] == nil && variables["LC_ALL"] == "C")
  }

  private static func schema() throws -> SchemaChecker {
    try SchemaChecker(try Fixtures.bytes("opencode-config/schema.json"))
  }

  private static func strings(_ value: Any) -> [String] {
    switch value {
    case let text as String: [text]
    case let list as [Any]: list.flatMap(strings)
    case let object as [String: Any]: object.flatMap { [$0.key] + strings($0.value) }
    default: []
    }
  }
}
