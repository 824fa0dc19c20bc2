/// The `opencode` runtime: specialists as sessions of one server, each behind an adapter process of ours, the coordinator as a
/// process of its own (opencode.md, section 0).
package struct OpenCodeRuntime: AgentRuntime {
  private let plan: OpenCodePlan
  private let host: OpenCodeHost

  package init(
    _ plan: OpenCodePlan, transport: any HTTPTransport = CurlTransport(), time: any TimeSource = SystemTime()
  ) {
    self.plan = plan
    host = OpenCodeHost(plan, transport: transport, time: time)
  }

  package var name: String { plan.name }
  package var judges: Bool { true }

  package func models(for specialist: SpecialistID) -> ModelChain? { plan.models(specialist) }

  package func hosting<Result: Sendable>(_ review: @Sendable () async -> Result) async -> Result {
    async let kept: Void = host.keep()
    let result = await review()
    host.close()
    await kept
    return result
  }

  package func run(
    _ request: AgentRequest, report: @escaping @Sendable (AgentEvent) -> Void,
    vitals: @escaping @Sendable (Vitals) -> Void
  ) async throws(ReviewFailure) -> AgentExit {
    guard let name = request.model, let model = OpenCodeModel(name, among: plan.configuration.providers) else {
      throw ReviewFailure(
        .agent, "no provider of OpenCode's has the model \(request.model ?? "")", hints: ["see conclave config show"])
    }
    if plan.mode == .process || request.specialist == .coordinator {
      return try await runAlone(request, model, report, vitals)
    }
    return try await runHosted(request, model, report, vitals)
  }

  private func runAlone(
    _ request: AgentRequest, _ model: OpenCodeModel, _ report: @escaping @Sendable (AgentEvent) -> Void,
    _ vitals: @escaping @Sendable (Vitals) -> Void
  ) async throws(ReviewFailure) -> AgentExit {
    var request = request
    request.promptPath = try PromptWords.write(of: request.promptPath)
    let plan = plan
    let command = plan.run(request, model)
    let runtime = ProcessRuntime(name: name, shim: plan.shim, sandbox: { plan.sandbox($0) }) { _ in command }
    var exit = try await runtime.run(request, report: report, vitals: vitals)
    let scrubber = SecretScrubber(plan.secrets)
    scrubber.scrub(file: request.errorPath)
    exit.errorTail = scrubber.scrub(exit.errorTail)
    return exit
  }

  private func runHosted(
    _ request: AgentRequest, _ model: OpenCodeModel, _ report: @escaping @Sendable (AgentEvent) -> Void,
    _ vitals: @escaping @Sendable (Vitals) -> Void
  ) async throws(ReviewFailure) -> AgentExit {
    let place = try await host.place()
    let command = plan.adapter(request, model, place.server)
    let runtime = ProcessRuntime(name: name, shim: plan.shim) { _ in command }
    let seen = Locked((hasEnded: false, hasLostHost: false))
    let result: Result<AgentExit, ReviewFailure>
    do throws(ReviewFailure) {
      let exit = try await runtime.run(
        request,
        report: { event in
          switch event {
          case .sessionEnd: seen.withLock { $0.hasEnded = true }
          case .error(let error) where error.name == AgentError.hostLost: seen.withLock { $0.hasLostHost = true }
          default: break
          }
          report(event)
        }, vitals: vitals)
      result = .success(exit)
    } catch {
      result = .failure(error)
    }
    let (hasEnded, hasLostHost) = seen.withLock { ($0.hasEnded, $0.hasLostHost) }
    if hasLostHost { host.suspect(place.life) }
    // An adapter that was killed could not say goodbye; its session would go on and be paid for (reliability.md, CP-23).
    if !hasEnded, let session = SessionName.read(from: request.outputPath) { await host.abort(session, at: place) }
    return try result.get()
  }
}
