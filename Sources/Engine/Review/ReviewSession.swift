/// One review from the change that was read to the last event: specialists side by side, judge, decision.
///
/// Everything that happens goes into the log; whoever shows, records or posts reads it there.
package struct ReviewSession: Sendable {
  /// What a review needs to know; values only.
  package struct Plan: Sendable {
    package var run: String
    package var engineVersion: String
    package var change: Change
    package var tier: TierExplanation
    package var specialists: [SpecialistPlan]
    /// What the reader should know before it begins.
    package var notices: [Notice]
    package var files: RunFiles
    package var limits: Limits
    package var suppressions: Suppressions.Active
    package var failOn: FailureThreshold
    /// What confines the agents; see `ReviewStart`.
    package var isolation: String?
    /// What must not leave in a finding.
    package var secrets: LeakGuard
    /// The rules by which a section alone may judge.
    package var rules = RequiredRules.none
    /// What models cost, by model, where their agents do not say what a step cost.
    package var prices: [String: ModelPrices] = [:]
    /// What agents are expected to use, the coordinator included.
    package var forecasts: [SpecialistID: UsageForecast] = [:]

    package init(
      run: String, engineVersion: String, change: Change, tier: TierExplanation, specialists: [SpecialistPlan],
      notices: [Notice], files: RunFiles, limits: Limits, suppressions: Suppressions.Active, failOn: FailureThreshold,
      isolation: String? = nil, secrets: LeakGuard = .none
    ) {
      self.run = run
      self.engineVersion = engineVersion
      self.change = change
      self.tier = tier
      self.specialists = specialists
      self.notices = notices
      self.files = files
      self.limits = limits
      self.suppressions = suppressions
      self.failOn = failOn
      self.isolation = isolation
      self.secrets = secrets
    }
  }

  private let plan: Plan
  private let runtime: any AgentRuntime
  private let time: any TimeSource
  private let random: @Sendable () -> Double
  private let log: EventLog
  private let control: ReviewControl
  private let prepare: @Sendable (AgentRequest) throws(ReviewFailure) -> Void
  private let prepareJudge: (@Sendable (CandidateList, AgentRequest) throws(ReviewFailure) -> Void)?

  /// `prepare` writes the prompt file of a specialist's attempt, `prepareJudge` that of the coordinator's, who is asked only
  /// where there is one and the runtime has one; `random` gives numbers from 0 up to 1.
  package init(
    _ plan: Plan, runtime: any AgentRuntime, time: any TimeSource, random: @escaping @Sendable () -> Double,
    log: EventLog, control: ReviewControl,
    prepareJudge: (@Sendable (CandidateList, AgentRequest) throws(ReviewFailure) -> Void)? = nil,
    prepare: @escaping @Sendable (AgentRequest) throws(ReviewFailure) -> Void
  ) {
    self.plan = plan
    self.runtime = runtime
    self.time = time
    self.random = random
    self.log = log
    self.control = control
    self.prepare = prepare
    self.prepareJudge = prepareJudge
  }

  /// Runs the review and closes the log. When it returns, no agent is left.
  @discardableResult
  package func run() async -> ReviewEnd {
    let end = await runtime.hosting { await review() }
    log.append(.finished(end))
    log.close()
    return end
  }

  private func review() async -> ReviewEnd {
    let start = time.now()
    announce()
    let desk = FindingDesk(change: plan.change, secrets: plan.secrets, log: log)
    let models = ModelBoard(time: time, random: random, log: log)
    let sentry = ReviewSentry(limits: plan.limits, time: time, log: log)
    @Sendable func runner(
      _ id: SpecialistID, _ sentry: ReviewSentry,
      _ prepare: @escaping @Sendable (AgentRequest) throws(ReviewFailure) -> Void
    ) -> SpecialistRunner {
      SpecialistRunner(
        specialist: id, runtime: runtime, limits: plan.limits, time: time, random: random, log: log, desk: desk,
        files: plan.files, models: models, sentry: sentry, prices: plan.prices, prepare: prepare, reviewStart: start)
    }
    @Sendable func crew(_ runners: [SpecialistRunner], _ sentry: ReviewSentry) -> SpecialistCrew {
      SpecialistCrew(
        runners: runners, limits: plan.limits, log: log, control: control, sentry: sentry, time: time,
        lastStart: start + plan.limits.overall - plan.limits.closingTime)
    }
    let reviewers = plan.specialists.filter { $0.skipped == nil }.map { runner($0.id, sentry, prepare) }
    let result = await crew(reviewers, sentry).run()
    log.append(.judging)
    var judgement = Judge.judge(desk.findings, suppressions: plan.suppressions, rules: plan.rules)
    if let prepareJudge, hasCoordinator {
      let (watch, spent) = sentry.forJudge()
      let coordination = Coordination(desk: desk, log: log, suppressions: plan.suppressions, rules: plan.rules) {
        ballot, candidates in
        var judge = runner(.coordinator, watch) { request throws(ReviewFailure) in
          try prepareJudge(candidates, request)
        }
        judge.ballot = ballot
        return await crew([judge], watch).run().ends[.coordinator]
          ?? SpecialistEnd(state: .cancelled, attempts: 0, milliseconds: 0, findings: 0)
      }
      judgement = await coordination.judge(
        judgement, refusal: result.refusal ?? spent.map { StopCause.budget($0).reason })
    }
    log.append(.judged(judgement))
    return conclusion(judgement, result.ends, milliseconds: Int(clamping: (time.now() - start).wholeMilliseconds))
  }

  private var hasCoordinator: Bool {
    runtime.judges && prepareJudge != nil && plan.specialists.contains { $0.skipped == nil }
  }

  private func announce() {
    log.append(
      .started(
        ReviewStart(
          run: plan.run, engine: plan.engineVersion, runtime: runtime.name,
          wallMilliseconds: time.wallMilliseconds(),
          overallLimitSeconds: Int(plan.limits.overall.components.seconds), isolation: plan.isolation)))
    log.append(.changeRead(ChangeSummary(plan.change)))
    let coordinator = hasCoordinator ? [SpecialistPlan(id: .coordinator)] : []
    let plans = (plan.specialists + coordinator).map { specialist in
      var specialist = specialist
      if specialist.skipped == nil { specialist.forecast = plan.forecasts[specialist.id] }
      return specialist
    }
    log.append(.planned(plan.tier, plans))
    for notice in plan.notices { log.append(.notice(notice)) }
  }

  private func conclusion(
    _ judgement: Judgement, _ ends: [SpecialistID: SpecialistEnd], milliseconds: Int
  ) -> ReviewEnd {
    let missing = plan.specialists.filter { $0.skipped == nil }.compactMap { specialist -> MissingReviewer? in
      guard let end = ends[specialist.id] else { return MissingReviewer(id: specialist.id, reason: "never started") }
      return end.state == .done ? nil : MissingReviewer(id: specialist.id, reason: end.reason ?? end.state.rawValue)
    }
    let isComplete = missing.isEmpty && plan.change.isWhole
    return ReviewEnd(
      decision: judgement.decision, complete: isComplete, missing: missing, milliseconds: milliseconds,
      exitStatus: ReviewVerdict.exitStatus(
        severities: judgement.findings.map(\.severity), complete: isComplete, failOn: plan.failOn))
  }
}
