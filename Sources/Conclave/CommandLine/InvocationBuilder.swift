internal import Engine

/// Makes typed options of what was written, and finds what does not go together.
struct InvocationBuilder {
  let command: CommandID
  let parsed: ParsedArguments

  func build() throws(ReviewFailure) -> Invocation {
    switch command {
    case .review: .review(try review())
    case .explain:
      .explain(try ExplainOptions(source: source(), runtime: runtime(), tier: tier(), settings: settings()))
    case .triage:
      .triage(TriageOptions(run: parsed.operands.first, isPrinted: parsed.has(.print), settings: try settings()))
    case .post: .post(try post())
    case .replay: .replay(try replay())
    case .runsList: .runsList
    case .runsShow: .runsShow(run: parsed.operands.first, format: try choice(.format, OutputFormat.self))
    case .runsPrune: .runsPrune(try prune())
    case .hookInstall: .hookInstall
    case .hookUninstall: .hookUninstall
    case .hookRun: .hookRun(parsed.operands)
    case .rulesList: .rulesList
    case .promptsList: .promptsList
    case .promptsShow: .promptsShow(parsed.operands[0])
    case .promptsPath: .promptsPath
    case .rehearsals: .rehearsals
    case .rulesTest: .rulesTest(files: parsed.operands)
    case .configCheck: .configCheck
    case .configShow: .configShow
    case .configPath: .configPath
    case .doctor: .doctor
    case .completions: .completions(Completions.script(for: Shell(rawValue: parsed.operands[0]) ?? .bash))
    case .version: .version
    }
  }

  private func review() throws(ReviewFailure) -> ReviewOptions {
    if parsed.has(.noRecord), parsed.has(.requireRecording) {
      throw UsageError.of(command, "--no-record and --require-recording exclude each other", hint: "leave one out")
    }
    return try ReviewOptions(
      source: source(), runtime: runtime(), tier: tier(), isPrinted: parsed.has(.print),
      format: choice(.format, OutputFormat.self), output: nonEmpty(.output), isRecorded: !parsed.has(.noRecord),
      requiresRecording: parsed.has(.requireRecording), allowsUnsandboxed: parsed.has(.allowUnsandboxed),
      settings: settings())
  }

  private func source() throws(ReviewFailure) -> SourceOption {
    var given: [(name: String, source: SourceOption)] = []
    if let range = parsed.operands.first { given.append((range, .range(try reference(range, "A..B")))) }
    if let base = parsed.value(.base) { given.append(("--base", .base(try reference(base, "--base")))) }
    if parsed.has(.staged) { given.append(("--staged", .staged)) }
    if parsed.has(.workingTree) { given.append(("--working-tree", .workingTree(untracked: parsed.has(.untracked)))) }
    if let patch = try nonEmpty(.patch) { given.append(("--patch", .patch(patch))) }
    if given.count > 1 {
      throw UsageError.of(command, "\(given[0].name) and \(given[1].name) exclude each other", hint: "leave one out")
    }
    if parsed.has(.untracked), !parsed.has(.workingTree) {
      throw UsageError.of(command, "--untracked goes with --working-tree only", hint: "add --working-tree")
    }
    return given.first?.source ?? .nextPush
  }

  /// Git would take a reference that begins with a hyphen for an option.
  private func reference(_ text: String, _ name: String) throws(ReviewFailure) -> String {
    guard !text.isEmpty, !text.hasPrefix("-") else {
      throw UsageError.of(command, "\(name) takes a reference of git, not \"\(text)\"")
    }
    return text
  }

  private func runtime() throws(ReviewFailure) -> RuntimeOption? {
    guard let text = parsed.value(.runtime) else { return nil }
    if text == "rules" { return .rules }
    if text == "direct" { return .direct }
    if text == "opencode" { return .opencode }
    let prefix = "rehearsal:"
    if text.hasPrefix(prefix) { return .rehearsal(String(text.dropFirst(prefix.count))) }
    throw UsageError.unknownChoice(
      text, of: "--runtime", among: ["rules", "direct", "opencode", "rehearsal:NAME", "rehearsal:FILE"], in: command)
  }

  private func tier() throws(ReviewFailure) -> RiskTier? { try choice(.tier, RiskTier.self) }

  func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ option: OptionID, _: Value.Type
  ) throws(ReviewFailure) -> Value? {
    guard let text = parsed.value(option) else { return nil }
    guard let value = Value(rawValue: text) else {
      throw UsageError.unknownChoice(text, of: option.flag, among: Value.allCases.map(\.rawValue), in: command)
    }
    return value
  }

  func nonEmpty(_ option: OptionID) throws(ReviewFailure) -> String? {
    guard let text = parsed.value(option) else { return nil }
    guard !text.isEmpty else { throw UsageError.of(command, "\(option.flag) is empty") }
    return text
  }

  /// Flags that are settings; checked here already, so that a mistake is found before anything is read.
  func settings() throws(ReviewFailure) -> [ConfigurationReader.Flag] {
    var flags: [ConfigurationReader.Flag] = []
    let keys: [(OptionID, ConfigurationKey)] = [
      (.only, .only), (.skip, .skip), (.failOn, .failOn), (.sandbox, .sandbox), (.opencode, .openCodeMode),
      (.theme, .theme),
    ]
    for (option, key) in keys {
      guard let value = parsed.joined(option) else { continue }
      let last = option == .only || option == .skip ? value : parsed.value(option) ?? value
      flags.append(.init(key, name: option.flag, value: last))
    }
    if parsed.has(.ascii) { flags.append(.init(.ascii, name: OptionID.ascii.flag, value: "true")) }
    _ = try ConfigurationReader(trustedOwners: []).read(file: { _ in nil }, flags: flags)
    return flags
  }

  private func post() throws(ReviewFailure) -> PostOptions {
    guard let text = parsed.value(.to) else {
      throw UsageError.of(command, "conclave post needs --to", hint: "add --to file:PATH or --to stdout")
    }
    let target: PostOptions.Target
    if text == "stdout" {
      target = .standardOutput
    } else if text.hasPrefix("file:"), text.count > 5 {
      target = .file(String(text.dropFirst(5)))
    } else {
      throw UsageError.unknownChoice(text, of: "--to", among: ["file:PATH", "stdout"], in: command)
    }
    return PostOptions(
      run: parsed.operands.first, target: target, isDryRun: parsed.has(.dryRun), includesOpen: parsed.has(.allOpen))
  }

  private func prune() throws(ReviewFailure) -> PruneOptions {
    guard let text = parsed.value(.olderThan) else {
      throw UsageError.of(command, "conclave runs prune needs --older-than", hint: "for example --older-than 30d")
    }
    guard let age = DurationText.parse(text) else {
      throw UsageError.of(command, "--older-than takes an age such as 30d or 12h, not \"\(text)\"")
    }
    return PruneOptions(olderThan: age, isDryRun: parsed.has(.dryRun))
  }
}
