internal import Engine
internal import TUI

/// `conclave review`: reads a change, has it reviewed, shows it, and says by its exit status how it went.
@MainActor enum ReviewCommand {
  static func run(_ options: ReviewOptions, _ around: Surroundings) async throws -> ExitStatus {
    let setup = try ReviewSetup(source: options.source, tier: options.tier, settings: options.settings, around)
    return try await run(setup, options, around)
  }

  static func run(_ setup: ReviewSetup, _ options: ReviewOptions, _ around: Surroundings) async throws -> ExitStatus {
    let identity = setup.intake.repository?.identity ?? setup.intake.change.repository
    let moment = RunMoment()
    let (assembled, notices) = try await InstalledPlugins(setup, around).assemble(run: moment.id)
    let worktree = setup.intake.repository?.worktree
    let option = options.runtime ?? RuntimeOption(setup.configuration, assembled, worktree: worktree, around)
    try RuntimeChoice.check(option, assembled, setup.configuration, worktree: worktree, around)
    let confinement = try Confinement(
      option, setup.configuration, isTrusted: setup.isTrusted, allowsNone: options.allowsUnsandboxed, around)
    let place = try RunPlace(options: options, setup, identity: identity, moment, around)
    defer { place.discard() }
    let exported = option.readsTree ? try place.exportTree(setup) : []
    let relay = try RelayHost(option, setup, assembled, confinement, around)
    defer { relay?.stop() }
    let runtime = try RuntimeChoice(
      option, setup, assembled: assembled, files: place.files, confinement: confinement, relay: relay, around)
    if !setup.hasNothingToReview { try await runtime.preflight() }
    let review = try LiveReview(
      setup, place: place, runtime: runtime,
      notices: place.notices + confinement.notices + exported + notices + runtime.notices,
      failOn: setup.configuration.failOn, keepsAll: options.format == .jsonl && options.output != nil)
    relay?.tell(review.log)
    let draws = options.mayDraw && around.isTerminal && !setup.hasNothingToReview
    let stop = draws ? nil : StopSignals { review.control.send(.abort) }
    let recorder = RecorderWatch(log: review.log)
    async let end = review.session.run()
    async let unrecorded = recorder.record(review)
    let shown: ScreenOutcome?
    var unwritten: OutputFailure?
    do {
      shown = draws ? try await show(review, setup, recorder, around) : nil
      if !draws { unwritten = try await printed(review, options) }
    } catch {
      review.control.send(.abort)
      _ = await end
      _ = await unrecorded
      throw error
    }
    _ = await end
    let lost = await unrecorded
    if let shown {
      SuppressionsKeeper.keepOrTell(review.events, shown.triage, in: setup.intake.repository?.worktree)
    }
    do {
      return try conclude(
        review, shown, unwritten, signal: shown?.signal ?? stop?.signal, lostFrom: lost, options,
        failOn: setup.configuration.failOn)
    } catch OutputFailure.failed(let failure) {
      let kept = place.run.map { ["the review is kept: conclave runs show \($0.id)"] } ?? []
      throw ReviewFailure(failure.code, failure.message, hints: failure.hints + kept)
    }
  }

  private static func show(
    _ review: LiveReview, _ setup: ReviewSetup, _ recorder: RecorderWatch, _ around: Surroundings
  ) async throws -> ScreenOutcome? {
    let triage = triageDesk(of: review)
    let inbox = Inbox()
    recorder.show(in: inbox, isRecorded: review.place.run != nil)
    let desk = EffectDesk(
      inbox: inbox, triage: triage, control: review.control, around: around,
      worktree: setup.intake.repository?.worktree)
    let screen = ScreenRunner(configuration: setup.configuration, around: around)
    let screenSetup = ScreenSetup(target: "file:review.md", triage: triage?.actions ?? [])
    async let fed: Void = review.read { batch in inbox.post(batch.map(TUIEvent.review)) }
    guard let end = await screen.run(screenSetup, inbox: inbox, effects: desk.runner, reviewTime: { review.elapsed })
    else {
      _ = await fed
      return nil
    }
    // The person has left: whoever still works is stopped, and what is there is kept.
    if !review.log.isClosed { review.control.send(.abort) }
    _ = await fed
    return ScreenOutcome(end: end, triage: triage?.actions ?? desk.unsaved)
  }

  /// Where decisions are kept; nil, told to the reader, where they can't be: the review goes on without.
  private static func triageDesk(of review: LiveReview) -> TriageDesk? {
    guard let run = review.place.run else { return nil }
    do throws(ReviewFailure) {
      return try TriageDesk(run: run.path)
    } catch {
      review.log.append(.notice(Notice(.warning, "your decisions will not outlive this screen: \(error)")))
      return nil
    }
  }

  /// Lines for people as things happen, or the events as they are. Where they can't be written the review still goes on to
  /// its end and is kept; only where the reader went away there is nobody to go on for.
  private static func printed(_ review: LiveReview, _ options: ReviewOptions) async throws -> OutputFailure? {
    let output = OutputSink(descriptor: 1)
    let isLive = options.output == nil && options.format == .jsonl
    let isChatty = options.format == nil || options.output != nil
    var reporter = ConsoleReporter()
    var failure: OutputFailure?
    try await review.read { batch in
      guard failure == nil else { return }
      do throws(OutputFailure) {
        for event in batch {
          if isLive { try output.write(Wire.line(event)) }
          if isChatty { try output.write(lines: reporter.lines(for: event)) }
        }
      } catch {
        if error == .readerGone { throw error }
        failure = error
      }
    }
    return failure
  }

  private static func conclude(
    _ review: LiveReview, _ shown: ScreenOutcome?, _ unwritten: OutputFailure?, signal: Int32?, lostFrom lost: Int?,
    _ options: ReviewOptions, failOn: FailureThreshold
  ) throws -> ExitStatus {
    let events = review.events
    let report = Report.build(events: events, triage: shown?.triage ?? [])
    var status = ExitStatus.of(report, failOn: failOn)
    if let signal { status = .signal(signal) }
    if options.requiresRecording, lost != nil { status = .unrecorded }
    if let run = review.place.run {
      var unkept: ReviewFailure?
      do throws(ReviewFailure) {
        try RunStore.write(try report.json(), to: RunFile.report, inRun: run.path)
      } catch {
        unkept = error
      }
      // A recording that fails at the very end can't say so among the events.
      if let lost {
        let both = unkept == nil ? "" : ", and there is no report.json beside it"
        Messages.say("the recording in \(run.path) is not whole: events from \(lost) on may be missing\(both)")
      } else if let unkept {
        Messages.say("the report is not kept, the recording is: \(unkept)")
      }
    }
    // What was printed meanwhile was all there is to print, or only the way to a file.
    if let unwritten, options.output == nil { throw unwritten }
    let recording = review.place.run?.path
    let format = options.format ?? (shown == nil || options.output != nil ? .text : nil)
    if let format, options.output != nil || format != .jsonl {
      try ReviewOutput.write(
        try ReviewOutput.bytes(of: report, events: events, format: format, status: status, recording: recording),
        to: options.output)
    }
    if shown != nil, let recording {
      Messages.say("recorded in \(recording); conclave triage opens its findings again")
    }
    return status
  }
}

/// How the screen was left, and what was decided on it.
struct ScreenOutcome: Sendable {
  var end: ScreenEnd
  var triage: [TriageAction]

  /// The signal that ended it.
  var signal: Int32? {
    switch end {
    case .signal(let number): number
    case .hangup: 1
    case .quit(.aborted): 2
    case .quit(.finished), .cancelled: nil
    }
  }
}
