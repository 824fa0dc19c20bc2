internal import CompliancePlugin
internal import Engine
internal import Glibc

/// Everything about a review that is known before it starts: read, checked, and not yet written anywhere.
struct ReviewSetup: Sendable {
  var intake: IntakeResult
  var configuration: Configuration
  var suppressions: Suppressions.Active
  var prompts: PromptBook
  var tier: TierExplanation
  var specialists: [SpecialistPlan]
  /// Absolute paths of the organisation's rule files with patterns.
  var complianceRules: [String]
  /// All of the organisation's rules, and how many of them have no pattern.
  var rules: [OrganisationRule]
  var rulesWithoutPattern: Int
  var notices: [Notice]
  /// Whether the change is the user's own; see `ChangeSource.isTrusted`.
  let isTrusted: Bool

  /// Whether there is nothing for a reviewer to read; then nobody runs and the change is approved (system.md, section 2).
  var hasNothingToReview: Bool { intake.change.files.isEmpty && intake.change.isWhole }

  /// Reads the change, the configuration and the suppressions.
  init(
    source: SourceOption, tier forced: RiskTier?, settings: [ConfigurationReader.Flag], _ around: Surroundings
  ) throws(ReviewFailure) {
    try self.init(source: Self.changeSource(source, around), tier: forced, settings: settings, around)
  }

  init(
    source: ChangeSource, tier forced: RiskTier?, settings: [ConfigurationReader.Flag], _ around: Surroundings
  ) throws(ReviewFailure) {
    isTrusted = source.isTrusted
    intake = try Intake.read(source, environment: around.intakeEnvironment)
    configuration = try around.configuration(repository: intake.repository?.worktree, flags: settings)
    (complianceRules, rules, rulesWithoutPattern) = try Self.complianceRules(configuration, intake.repository)
    notices = []
    suppressions = try Self.suppressions(intake.repository, notices: &notices)
    prompts = try PromptBook(of: intake.repository)
    notices += prompts.additions.map { Notice(.note, $0.words) }
    var rule = RiskTierRule()
    rule.sensitiveWords.formUnion(configuration.sensitiveWords)
    tier = rule.tier(of: intake.change.files)
    if let forced { tier = TierExplanation(tier: forced, rule: "asked for with --tier") }
    specialists = SpecialistPlanner.plan(
      tier: tier.tier, change: intake.change,
      facts: PlanFacts(
        hasAgentsMD: intake.hasAgentsMD, complianceRulesConfigured: !rules.isEmpty,
        only: Set(configuration.only), skip: Set(configuration.skip)))
    try checkThatSomebodyReviews()
  }

  /// What models read of the change beside the code, all of it words of others: its commits' messages, and the trusted side's
  /// instructions for coding agents, which tell the repository's conventions.
  func promptTexts() throws(ReviewFailure) -> [PromptContext.Text] {
    var texts = try intake.words?.commitMessages().map { [PromptContext.Text(.commits, $0)] } ?? []
    for name in ["AGENTS.md", "CLAUDE.md"] {
      guard let bytes = try intake.repository?.trustedFile(name), !bytes.isEmpty else { continue }
      texts.append(PromptContext.Text(.agentsMD, String(decoding: bytes, as: UTF8.self)))
      break
    }
    return texts
  }

  /// A change that nobody reads must not be approved because of a choice of reviewers.
  private func checkThatSomebodyReviews() throws(ReviewFailure) {
    guard !intake.change.files.isEmpty, specialists.allSatisfy({ $0.skipped != nil }) else { return }
    let chosen = Set(configuration.only).subtracting(configuration.skip)
    let reasons = specialists.filter { chosen.isEmpty || chosen.contains($0.id) }
      .map { "\($0.id): \($0.skipped ?? "")" }
    throw ReviewFailure(
      .usage, "no reviewer is left (\(reasons.joined(separator: ", ")))", hints: ["ask for others with --only"])
  }

  private static func changeSource(_ source: SourceOption, _ around: Surroundings) throws(ReviewFailure) -> ChangeSource
  {
    switch source {
    case .nextPush: .nextPush
    case .range(let text): .range(text)
    case .base(let reference): .base(reference)
    case .staged: .staged
    case .workingTree(let untracked): .workingTree(includeUntracked: untracked)
    case .patch(let path): .patch(bytes: try patch(path, around), name: path == "-" ? "standard input" : path)
    }
  }

  /// Largest patch that is read; a change beyond it is not one review.
  private static let patchLimit = 1 << 30

  private static func patch(_ path: String, _ around: Surroundings) throws(ReviewFailure) -> [UInt8] {
    let descriptor = path == "-" ? 0 : unsafe open(around.absolute(path), O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else {
      throw ReviewFailure(
        .usage, "the patch \(path) can't be read: \(SystemError.last)", hints: ["name a file, or - for standard input"])
    }
    defer { if descriptor > 0 { close(descriptor) } }
    guard let bytes = StandardStreams.readAll(descriptor, limit: patchLimit) else {
      throw ReviewFailure(
        .usage, "the patch \(path) can't be read or has more than \(patchLimit >> 30) GiB",
        hints: ["give a regular file"])
    }
    return bytes
  }

  /// The organisation's rule files with patterns, in TOML, and the rules of all, those in Markdown included.
  static func complianceRules(
    _ configuration: Configuration, _ repository: RepositoryFace?
  ) throws(ReviewFailure) -> (paths: [String], rules: [OrganisationRule], withoutPattern: Int) {
    var paths: [String] = []
    for path in configuration.complianceRules {
      if path.hasPrefix("/") {
        paths.append(path)
      } else if let worktree = repository?.worktree {
        paths.append(try ContainedPath.resolve(path, inside: worktree))
      }
    }
    var rules: [OrganisationRule] = []
    var withoutPattern = 0
    // A mistake in a rule file is found before a review is paid for.
    for path in paths {
      guard let file = try ConfigurationFile.read(path, name: path) else {
        throw ReviewFailure(
          .configuration, "the rule file \(path) does not exist", hints: ["create it, or remove it from [compliance]"])
      }
      if Self.isMarkdown(path) {
        let read = try MarkdownRules.parse(file.bytes, file: path)
        withoutPattern += read.count
        rules += read
      } else {
        rules += try ComplianceRules.parse(file.bytes, file: path).map { OrganisationRule($0.card) }
      }
    }
    return (paths.filter { !Self.isMarkdown($0) }, rules, withoutPattern)
  }

  private static func isMarkdown(_ path: String) -> Bool { path.hasSuffix(".md") || path.hasSuffix(".markdown") }

  private static func suppressions(
    _ repository: RepositoryFace?, notices: inout [Notice]
  ) throws(ReviewFailure) -> Suppressions.Active {
    guard let bytes = try repository?.trustedFile(Suppressions.path) else { return .none }
    let suppressions: Suppressions
    do throws(TOMLError) {
      suppressions = try Suppressions.parse(bytes)
    } catch {
      throw error.failure(in: Suppressions.path, hints: ["mend the file; a review never runs without it"])
    }
    let today = CalendarDate(wallMilliseconds: SystemTime().wallMilliseconds())
    notices += suppressions.expired(on: today).map {
      Notice(.note, "a suppression has expired and does not count: \($0.words)")
    }
    return suppressions.active(on: today)
  }
}

extension PromptBook {
  /// The prompts as the trusted side of a repository has them.
  init(of repository: RepositoryFace?) throws(ReviewFailure) {
    let files = try repository?.trustedFiles(in: PromptBook.folder, limit: PromptBook.mostFiles) ?? []
    try self.init(files: files.map { ($0.name, $0.bytes) })
  }
}

extension Surroundings {
  var intakeEnvironment: IntakeEnvironment {
    IntakeEnvironment(variables: environment, currentDirectory: directory, temporaryDirectory: temporaryDirectory)
  }

  /// An absolute directory for files that live as long as the program.
  var temporaryDirectory: String { TemporaryPlace(environment).path }

  /// Said where that is not the usual place.
  var temporaryNotice: Notice? {
    TemporaryPlace(environment).reason.map { Notice(.warning, "this review works in memory: \($0)") }
  }

  /// The configuration of all layers, with the flags of the command line on top.
  func configuration(
    repository: String?, flags: [ConfigurationReader.Flag] = []
  ) throws(ReviewFailure) -> Configuration {
    let reader = ConfigurationReader(
      trustedOwners: [0, geteuid()], otherVariables: [RuntimeChoice.speedVariable])
    return try reader.read(
      file: { layer throws(ReviewFailure) in
        guard let path = layer.path(environment: environment, repository: repository) else { return nil }
        return try ConfigurationFile.read(path, name: path)
      }, environment: environment, flags: flags)
  }
}
