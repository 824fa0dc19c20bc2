internal import Engine
internal import TUI

/// A review in progress: the session, whoever writes its events down, and whoever shows them, side by side until all have
/// ended.
struct LiveReview: Sendable {
  let place: RunPlace
  let log: EventLog
  let control = ReviewControl()
  let session: ReviewSession
  /// Taken by whoever records; there from the start, so that no event goes before it.
  private let recorder: Locked<EventReader?>
  private let shower: EventReader
  private let kept = Locked<[ReviewEvent]>([])
  private let keepsAll: Bool
  private let time: SystemTime
  private let start: Duration

  /// With `keepsAll`, what agents said is still there at the end; otherwise only what counts in a report.
  init(
    _ setup: ReviewSetup, place: RunPlace, runtime: RuntimeChoice, notices: [Notice], failOn: FailureThreshold,
    keepsAll: Bool
  ) throws(ReviewFailure) {
    let time = SystemTime()
    let log = EventLog(time: time, forgets: true)
    let prompts = PromptFiles(
      setup, files: place.files, fence: PromptFence(.random(in: 0 ... .max), .random(in: 0 ... .max)),
      sections: runtime.promptSections, runtime: runtime,
      texts: runtime.runtime.judges ? try setup.promptTexts() : [])
    let forecast =
      try runtime.direct.map { choice throws(ReviewFailure) in
        try ReviewForecast(
          setup, runtime.assembled, prompts, choice, sendsPatches: runtime.sendsPatches)
      } ?? .none
    self.place = place
    self.time = time
    start = time.now()
    self.keepsAll = keepsAll
    self.log = log
    recorder = Locked(log.reader())
    shower = log.reader()
    var plan = ReviewSession.Plan(
      run: place.id, engineVersion: Surroundings.version, change: setup.intake.change, tier: setup.tier,
      specialists: setup.specialists, notices: setup.notices + notices, files: place.files,
      limits: setup.configuration.limits, suppressions: setup.suppressions, failOn: failOn,
      isolation: runtime.isolation, secrets: runtime.secrets)
    plan.rules = runtime.requiredRules
    plan.prices = runtime.assembled.prices
    plan.forecasts = forecast.byAgent
    /// Agents that were told to have a large prompt.
    let told = Locked<Set<SpecialistID>>([])
    let write: @Sendable ([UInt8], AgentRequest) throws(ReviewFailure) -> Void = {
      bytes, request throws(ReviewFailure) in
      if let words = forecast.warning(for: request, prompt: bytes),
        told.withLock({ $0.insert(request.specialist).inserted })
      {
        log.append(.notice(Notice(.warning, words)))
      }
      try RunPlace.write(bytes, to: request.promptPath)
    }
    session = ReviewSession(
      plan, runtime: runtime.runtime, time: time, random: { Double.random(in: 0..<1) }, log: log, control: control,
      prepareJudge: { candidates, request throws(ReviewFailure) in
        try write(try prompts.prompt(for: request, judging: candidates), request)
      }
    ) { request throws(ReviewFailure) in
      try write(try prompts.prompt(for: request), request)
    }
  }

  /// Time since the review's start, in the clock of its events.
  var elapsed: Duration { time.now() - start }

  /// Writes the journal until the log is closed. Returns the first event that could not be recorded.
  func record(onChange: @escaping @Sendable (JournalChange) -> Void) async throws(ReviewFailure) -> Int? {
    let reader = recorder.withLock { $0.take() }
    guard let reader, let run = place.run else { return nil }
    let files = try JournalFiles(journal: run.journal, index: run.index)
    return await JournalRecorder.record(reader, to: files, time: time, onChange: onChange)
  }

  /// Hands all events to `take`, in order and in batches, until the log is closed. Only once.
  func read(_ take: (ArraySlice<ReviewEvent>) throws -> Void) async rethrows {
    while let batch = await shower.next() {
      let counting = batch.filter { keepsAll || $0.kind.countsInReport }
      if !counting.isEmpty { kept.withLock { $0 += counting } }
      try take(batch)
    }
  }

  /// What is kept of everything that was read.
  var events: [ReviewEvent] { kept.withLock { $0 } }
}
