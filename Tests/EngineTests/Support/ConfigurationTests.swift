import Testing

@testable import Engine

@Suite struct ConfigurationTests {
  private static func read(
    system: String? = nil, user: String? = nil, repository: String? = nil, environment: [String: String] = [:],
    flags: [ConfigurationReader.Flag] = [], owner: UInt32? = 1000, mode: UInt32? = 0o100644
  ) throws(ReviewFailure) -> Configuration {
    let texts: [ConfigurationLayer: (String, String?)] = [
      .system: ("/etc/conclave/config.toml", system), .user: ("config.toml", user),
      .repository: ("conclave.toml", repository),
    ]
    return try ConfigurationReader(trustedOwners: [0, 1000], otherVariables: ["CONCLAVE_OTHER"]).read(
      file: { (layer) throws(ReviewFailure) in
        guard let (name, text) = texts[layer], let text else { return nil }
        return ConfigurationFile(name: name, bytes: Array(text.utf8), owner: owner, mode: mode)
      }, environment: environment, flags: flags)
  }

  @Test func `nothing set gives the design's figures`() throws {
    let configuration = try Self.read()
    #expect(configuration.limits == Limits())
    #expect(configuration.runtime == "auto")
    #expect(configuration.failOn == .critical)
    #expect(configuration.only.isEmpty && configuration.skip.isEmpty && configuration.complianceRules.isEmpty)
    #expect(configuration[.task].origin == .builtIn)
  }

  @Test func `the later wins and says where it stands`() throws {
    let configuration = try Self.read(
      system: "[limits]\ntask = \"1m\"\nsilence = \"1m\"\noverall = \"2m\"\nretries = 1\nsteps = 5",
      user: "[limits]\nsilence = \"2m\"\noverall = \"3m\"\nretries = 2\nsteps = 6",
      repository: "[limits]\n\noverall = \"4m\"\nretries = 3\nsteps = 7",
      environment: ["CONCLAVE_LIMITS_RETRIES": "4", "CONCLAVE_LIMITS_STEPS": "8", "HOME": "/", "CONCLAVE_OTHER": ""],
      flags: [.init(.steps, name: "--steps", value: "9")])
    #expect(
      configuration[.task] == .init(value: .duration(.seconds(60)), origin: .file("/etc/conclave/config.toml", line: 2))
    )
    #expect(configuration[.silence] == .init(value: .duration(.seconds(120)), origin: .file("config.toml", line: 2)))
    #expect(configuration[.overall] == .init(value: .duration(.seconds(240)), origin: .file("conclave.toml", line: 3)))
    #expect(configuration[.retries] == .init(value: .count(4), origin: .environment("CONCLAVE_LIMITS_RETRIES")))
    #expect(configuration[.steps] == .init(value: .count(9), origin: .flag("--steps")))
    #expect(configuration.limits.overall == .seconds(240) && configuration.limits.steps == 9)
    #expect("\(configuration[.overall].origin)" == "conclave.toml:3")
  }

  @Test func `every key is read from a file and from the environment`() throws {
    for key in ConfigurationKey.allCases {
      let (toml, text, expected): (String, String, Configuration.Value) =
        switch key.kind {
        case .choice(let names): ("\"\(names.last ?? "")\"", names.last ?? "", .text(names.last ?? ""))
        case .specialists:
          ("[\"security\", \"generalist\"]", "security, generalist", .list(["security", "generalist"]))
        case .words: ("[\"Ledger\", \"ledger\"]", "LEDGER", .list(["ledger"]))
        case .paths: ("[\"rules/a.toml\"]", "rules/a.toml", .list(["rules/a.toml"]))
        case .duration: ("\"1m30s\"", "90s", .duration(.seconds(90)))
        case .count(let range): ("\(range.upperBound)", "\(range.upperBound)", .count(range.upperBound))
        case .decimal: ("0.5", "0.5", .number(0.5))
        case .models: ("[\"large-2\", \"large-1\"]", "large-2, large-1", .list(["large-2", "large-1"]))
        case .endpoint: ("\"https://a.example:80/v1\"", "https://a.example:80/v1", .text("https://a.example:80/v1"))
        case .variable: ("\"A_KEY\"", "A_KEY", .text("A_KEY"))
        case .program: ("\"/usr/bin/x\"", "/usr/bin/x", .text("/usr/bin/x"))
        case .flag: ("true", "yes", .flag(true))
        case .pathPart: ("\"a-1_b\"", "a-1_b", .text("a-1_b"))
        case .prices: ("[\"large-2 3 15 0.3\"]", "large-2 3 15 0.3", .list(["large-2 3 15 0.3"]))
        case .windows: ("[\"large-2 200000 8192\"]", "large-2 200000 8192", .list(["large-2 200000 8192"]))
        case .document: ("\"https://a.example/t.md\"", "https://a.example/t.md", .text("https://a.example/t.md"))
        }
      let file = try Self.read(user: "[\(key.section)]\n\(key.name) = \(toml)")
      #expect(file[key] == .init(value: expected, origin: .file("config.toml", line: 2)))
      let variable = try Self.read(environment: [key.variable: text])
      #expect(variable[key] == .init(value: expected, origin: .environment(key.variable)))
      #expect(!key.summary.isEmpty)
    }
  }

  @Test(arguments: [
    ("[limits]\ntsk = \"5m\"", "conclave.toml:2:1: unknown key tsk in [limits]; did you mean task?"),
    ("[limit]\n", "conclave.toml:1:2: unknown section limit; did you mean limits?"),
    (
      "verbose = true",
      "unknown section verbose; there are review, limits, tier, compliance, models, gateway, agents_md, direct,"
    ),
    ("limits = 5", "conclave.toml:1:10: limits is a section, written [limits]"),
    (
      "[limits]\ntask = 300",
      "2:8: limits.task takes a duration from 100ms to 6h, such as \"90s\" or \"5m\", not an integer"
    ),
    ("[limits]\ntask = \"0s\"", "not \"0s\""), ("[limits]\ntask = \"-5m\"", "not \"-5m\""),
    ("[limits]\ntask = \"1000000000000s\"", "not \"1000000000000s\""),
    ("[limits]\ntask = nan", "not a floating-point number"),
    ("[limits]\nretries = -1", "2:11: limits.retries takes an integer from 0 to 10"),
    ("[limits]\nconcurrent_agents = 0", "takes an integer from 1 to 32"),
    ("[limits]\nsteps = 1000000000000", "takes an integer from 1 to 1000"),
    ("[review]\nfail_on = \"warnings\"", "not \"warnings\"; did you mean warning?"),
    ("[review]\nruntime = \"rehearsal:calm\"", "review.runtime takes one of auto, rules, direct"),
    ("[review]\nskip = [\"secuirty\"]", "knows no reviewer \"secuirty\"; did you mean security?"),
    ("[review]\nskip = [1]", "takes a list of strings, but one is an integer"),
    ("[compliance]\nrules = [\"../x.toml\"]", "takes files inside the repository"),
    ("[compliance]\nrules = [\"/etc/x.toml\"]", "takes files inside the repository"),
    ("[compliance]\nrules = [\"a\\nb\"]", "takes files inside the repository"),
    ("[tier]\nsensitive = [\"a/b\"]", "takes words of letters and digits"),
    ("[models]\nstandard = [\"a b\"]", "takes names of models without blanks, not \"a b\""),
    ("[models]\nstandard = 4", "takes the name of a model or a list of names, not an integer"),
    ("[models]\nmedium = \"a\"", "unknown key medium in [models]; there are top, standard, light"),
    ("[models]\nprices = [\"m 3 15\"]", "models.prices can't be set by the repository"),
    ("[models]\nlimits = [\"m 1000\"]", "models.limits can't be set by the repository"),
    ("[gateway]\naccount = \"a\"", "gateway.account can't be set by the repository"),
    ("[gateway]\nid = \"a\"", "gateway.id can't be set by the repository"),
    ("[gateway]\ntoken_env = \"A\"", "gateway.token_env is not the repository's to set"),
    ("[agents_md]\ntemplate = \"https://a.example/t\"", "agents_md.template can't be set by the repository"),
    ("[opencode]\npath = \"/tmp/x\"", "opencode.path is not the repository's to set, since it decides what is run"),
    ("[direct]\ntemperature = 3", "takes a number from 0.0 to 2.0"),
    ("[direct]\ntemperature = nan", "takes a number from 0.0 to 2.0"),
    ("[direct]\nbase_url = \"https://a.example/v1\"", "direct.base_url is not the repository's to set"),
    ("[direct]\nkey_env = \"A_KEY\"", "direct.key_env is not the repository's to set"),
    ("[direct]\nbase_ulr = \"x\"", "unknown key base_ulr in [direct]; did you mean base_url?"),
    ("[direct]\nmax_tokens = 5", "takes an integer from 16 to 1000000"),
    ("[screen]\nascii = 1", "takes true or false, not an integer"),
    ("[limits]\ntask = \"1m\"\ntask = \"2m\"", "conclave.toml:3:"), ("[limits\n", "conclave.toml:1:"),
  ])
  func `a mistake is refused with its place and what to do`(text: String, message: String) {
    #expect {
      try Self.read(repository: text)
    } throws: {
      guard let failure = $0 as? ReviewFailure else { return false }
      return failure.code == .configuration && failure.message.contains(message) && !failure.hints.isEmpty
    }
  }

  @Test(arguments: [
    ("[models]\nprices = [\"m 3\"]", "takes lines \"MODEL INPUT OUTPUT"),
    ("[models]\nprices = [\"m -1 2\"]", "not \"m -1 2\""),
    ("[models]\nprices = [\"m nan 2\"]", "not \"m nan 2\""), ("[models]\nprices = [\"m 1e300 2\"]", "not \"m 1e300"),
    ("[models]\nprices = [\"m 1 2\", \"m 2 3\"]", "names \"m\" twice"),
    ("[models]\nlimits = [\"m 99999999999999999999\"]", "takes lines \"MODEL CONTEXT"),
    ("[models]\nlimits = [\"m 1\"]", "not \"m 1\""), ("[gateway]\nid = \"a/../b\"", "takes letters, digits"),
    ("[gateway]\ntoken_env = \"cf-secret-value\"", "takes the name of an environment variable"),
    ("[agents_md]\ntemplate = \"http://a.example/t\"", "takes an absolute path or an https URL"),
    ("[agents_md]\ntemplate = \"t.md\"", "takes an absolute path or an https URL"),
  ])
  func `what a user writes of models and gateways is read as strictly`(text: String, message: String) {
    #expect {
      try Self.read(user: text)
    } throws: {
      ($0 as? ReviewFailure).map { $0.code == .configuration && $0.message.contains(message) } ?? false
    }
  }

  @Test func `prices and limits are read by model`() throws {
    let configuration = try Self.read(
      user:
        "[models]\nsecurity = \"a\"\nprices = [\"a 3 15 0.3 3.75\", \"b 1 2\"]\nlimits = [\"a 200000 64000\", \"b 32768\"]"
    )
    #expect(configuration.agentModels == [.security: ["a"]])
    #expect(
      configuration.modelPrices == [
        "a": ModelPrices(input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75), "b": ModelPrices(input: 1, output: 2),
      ])
    #expect(
      configuration.modelWindows == [
        "a": ModelWindow(context: 200_000, output: 64_000), "b": ModelWindow(context: 32_768),
      ])
  }

  @Test func `an absolute rule file is the user's to name, not the repository's`() throws {
    #expect(try Self.read(user: "[compliance]\nrules = [\"/srv/rules.toml\"]").complianceRules == ["/srv/rules.toml"])
  }

  @Test(arguments: [
    (["CONCLAVE_LIMITS_TSK": "5m"], "did you mean CONCLAVE_LIMITS_TASK?"),
    (["CONCLAVE_LIMITS_TASK": "5"], "CONCLAVE_LIMITS_TASK takes a duration"),
    (["CONCLAVE_SCREEN_ASCII": "maybe"], "CONCLAVE_SCREEN_ASCII takes true or false"),
  ])
  func `the environment is read as strictly`(environment: [String: String], message: String) {
    #expect {
      try Self.read(environment: environment)
    } throws: {
      guard let failure = $0 as? ReviewFailure else { return false }
      return failure.code == .configuration && failure.description.contains(message)
    }
  }

  @Test(arguments: [
    "a.example/v1", "ftp://a.example", "file:///etc/passwd", "https://", "https:///v1", "https://:80/",
    "https://me:pw@a.example/",
    "https://a.example/v1?key=x", "https://a.example/#x", "https://a.example/a b", "https://a.example/\u{7}",
    "https://-x/",
    "HTTPS://a.example", "https://exämple.org/",
  ])
  func `an endpoint is an address without secrets`(text: String) {
    #expect {
      try Self.read(environment: ["CONCLAVE_DIRECT_BASE_URL": text])
    } throws: {
      ($0 as? ReviewFailure)?.message.contains("takes an http or https URL without a user") == true
    }
  }

  @Test func `a key written where its variable belongs is not repeated`() {
    #expect {
      try Self.read(user: "[direct]\nkey_env = \"sk-proj-12345\"")
    } throws: {
      guard let failure = $0 as? ReviewFailure else { return false }
      return failure.message.contains("takes the name of an environment variable")
        && !failure.description.contains("12345")
    }
  }

  @Test func `one model needs no list`() throws {
    #expect(try Self.read(user: "[models]\nstandard = \"a/b:c\"").modelTiers == [.standard: ["a/b:c"]])
    #expect(try Self.read(user: "[direct]\ntemperature = 1").directTemperature == 1)
  }

  @Test func `a bad flag is a mistake of usage`() {
    #expect {
      try Self.read(flags: [.init(.only, name: "--only", value: "docs")])
    } throws: {
      guard let failure = $0 as? ReviewFailure else { return false }
      return failure.code == .usage && failure.message.hasPrefix("--only ")
    }
  }

  @Test func `files that others could have written are refused`() throws {
    for (owner, mode): (UInt32, UInt32) in [(1001, 0o100644), (1000, 0o100666), (0, 0o100602)] {
      #expect {
        try Self.read(user: "", owner: owner, mode: mode)
      } throws: {
        ($0 as? ReviewFailure)?.code == .refused
      }
    }
    _ = try Self.read(user: "", owner: 0, mode: 0o100664)
    _ = try Self.read(repository: "", owner: nil, mode: nil)
  }
}

@Suite struct DurationTextTests {
  @Test(arguments: [
    ("90s", 90_000), ("5m", 300_000), ("1h30m", 5_400_000), ("500ms", 500), ("30d", 2_592_000_000), ("1m500ms", 60_500),
    ("0s", 0), ("999999999d", 86_399_999_913_600_000),
  ])
  func `reads units`(text: String, milliseconds: Int64) {
    #expect(DurationText.parse(text) == .milliseconds(milliseconds))
  }

  @Test(arguments: ["", "5", "m", "5 m", "5M", "-5m", "+5m", "1.5h", "5m1h", "1m1m", "9999999999d", "5m ", "٥m", "5mm"])
  func `refuses everything else`(text: String) {
    #expect(DurationText.parse(text) == nil)
  }

  @Test(arguments: ["90s": "1m30s", "60m": "1h", "500ms": "500ms", "25h": "1d1h", "0s": "0s"])
  func `writes the shortest form`(text: String, written: String) throws {
    #expect(DurationText.format(try #require(DurationText.parse(text))) == written)
  }

  @Test func `extremes do not trap`() {
    #expect(DurationText.format(.seconds(-5)) == "0s")
    #expect(!DurationText.format(.seconds(Int64.max)).isEmpty)
    #expect(DurationText.format(.nanoseconds(1)) == "0s")
  }
}

@Suite struct FailureThresholdTests {
  @Test func `each threshold is reached from its severity on`() {
    let table: [(FailureThreshold, [Severity])] = [
      (.critical, [.critical]), (.warning, [.warning, .critical]), (.suggestion, [.suggestion, .warning, .critical]),
      (.never, []),
    ]
    for (threshold, reached) in table { #expect(Severity.allCases.filter(threshold.isReached(by:)) == reached) }
  }
}
