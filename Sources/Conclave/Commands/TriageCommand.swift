internal import Engine
internal import TUI

/// `conclave triage`: the findings list of an earlier run.
@MainActor enum TriageCommand {
  static func run(_ options: TriageOptions, _ around: Surroundings) async throws -> ExitStatus {
    let draws = !options.isPrinted && around.isTerminal
    let recording = try await Recording.open(options.run, withTranscripts: draws, around)
    let repository = try RepositoryFace.around(around.intakeEnvironment)
    let configuration = try around.configuration(repository: repository?.worktree, flags: options.settings)
    if let damage = recording.damage { Messages.say("the recording is damaged: \(damage)") }
    guard let directory = recording.location.directory, draws else {
      return try printed(recording, configuration)
    }
    // Files and suppressions of another repository than the run's are none of its business.
    let worktree = repository?.identity == recording.location.repository ? repository?.worktree : nil
    let triage = try TriageDesk(run: directory)
    for notice in triage.notices { Messages.say(notice) }
    let inbox = Inbox()
    inbox.post(recording.events.map(TUIEvent.review))
    let desk = EffectDesk(inbox: inbox, triage: triage, around: around, worktree: worktree)
    let setup = ScreenSetup(target: "file:review.md", triage: triage.actions)
    let end = await ScreenRunner(configuration: configuration, around: around).run(
      setup, inbox: inbox, effects: desk.runner, reviewTime: nil)
    guard let end else { return try printed(recording, configuration) }
    let report = Report.build(events: recording.events, triage: triage.actions)
    try RunStore.write(try report.json(), to: RunFile.report, inRun: directory)
    try SuppressionsKeeper.keep(recording.events, triage.actions, in: worktree)
    if let signal = ScreenOutcome(end: end, triage: []).signal { return .signal(signal) }
    return ExitStatus.of(report, failOn: configuration.failOn)
  }

  private static func printed(_ recording: Recording, _ configuration: Configuration) throws -> ExitStatus {
    let report = try recording.report()
    let status = ExitStatus.of(report, failOn: configuration.failOn)
    try ReviewOutput.write(
      try ReviewOutput.bytes(
        of: report, events: recording.events, format: .text, status: status, recording: recording.location.directory),
      to: nil)
    return status
  }
}
