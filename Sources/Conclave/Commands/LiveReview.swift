internal import Engine
internal import TUI

/// A review in progress: the session, whoever writes its events down, and whoever shows them, side by side until all have
/// ended.
struct LiveReview: Sendable {
  let place: RunPlace
  let log: EventLog
  let control = ReviewControl()
  let session: ReviewSession
  private let time: SystemTime
  private let start: Duration

  init(
    _ setup: ReviewSetup, place: RunPlace, runtime: RuntimeChoice, notices: [Notice], failOn: FailureThreshold
  ) {
    let time = SystemTime()
    let prompts = PromptFiles(files: place.files, fields: runtime.promptFields, sections: runtime.promptSections)
    self.place = place
    self.time = time
    start = time.now()
    log = EventLog(time: time)
    session = ReviewSession(
      ReviewSession.Plan(
        run: place.id, engineVersion: Surroundings.version, change: setup.intake.change, tier: setup.tier,
        specialists: setup.specialists, notices: setup.notices + notices, files: place.files,
        limits: setup.configuration.limits, suppressions: setup.suppressions, failOn: failOn),
      runtime: runtime.runtime, time: time, random: { Double.random(in: 0..<1) }, log: log, control: control
    ) { request throws(ReviewFailure) in
      try RunPlace.write(try prompts.prompt(for: request), to: request.promptPath)
    }
  }

  /// Time since the review's start, in the clock of its events.
  var elapsed: Duration { time.now() - start }

  /// Writes the journal until the log is closed. Returns the first event that could not be recorded.
  func record(onChange: @escaping @Sendable (JournalChange) -> Void) async throws(ReviewFailure) -> Int? {
    guard let run = place.run else { return nil }
    let files = try JournalFiles(journal: run.journal, index: run.index)
    return await JournalRecorder.record(log, to: files, time: time, onChange: onChange)
  }

  /// Hands every event to `take`, in order, until the log is closed.
  func read(_ take: (ReviewEvent) throws -> Void) async rethrows {
    var index = 0
    while let batch = await log.batch(from: index) {
      for event in batch { try take(event) }
      index += batch.count
    }
  }

  /// Everything that has happened.
  var events: ArraySlice<ReviewEvent> { log.snapshot(from: 0) }
}
