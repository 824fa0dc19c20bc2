internal import Engine

/// A recorded run, read whole.
struct Recording: Sendable {
  var location: RunLocation
  var events: [ReviewEvent]
  var damages: [JournalDamage]

  /// Reads the run that `argument` names; nil is the newest one of the repository around. What agents said is kept only
  /// with `withTranscripts`: it is nearly all of a recording, and a report needs none of it.
  static func open(
    _ argument: String?, withTranscripts: Bool, _ around: Surroundings
  ) async throws(ReviewFailure) -> Recording {
    let location = try locate(argument, around)
    var events: [ReviewEvent] = []
    let source = try JournalSource(path: location.journal)
    let reader = try await JournalStream.read(source, time: SystemTime()) { read in
      events += withTranscripts ? read : read.filter(\.kind.countsInReport)
    }
    return Recording(location: location, events: events, damages: reader.damages)
  }

  static func locate(_ argument: String?, _ around: Surroundings) throws(ReviewFailure) -> RunLocation {
    let store = try RunStore(environment: around.environment)
    if let argument { return try store.find(argument, repository: "") }
    guard let repository = try RepositoryFace.around(around.intakeEnvironment) else {
      throw ReviewFailure(
        .usage, "not in a git repository, so there is no newest run of it",
        hints: ["name a run; `conclave runs` lists them"])
    }
    return try store.find(nil, repository: repository.identity)
  }

  /// The decisions about it; none where only a recording was named.
  func triage() throws(ReviewFailure) -> [TriageAction] {
    try location.directory.map { directory throws(ReviewFailure) in try Recording.triage(in: directory) } ?? []
  }

  /// The decisions about the run in a directory.
  static func triage(in directory: String) throws(ReviewFailure) -> [TriageAction] {
    let recording = try TriageJournal.read(directory + "/" + RunFile.triage)
    return recording.entries.compactMap { entry in
      if case .action(let action) = TriageWire.decode(entry.action) { action } else { nil }
    }
  }

  /// The report with the decisions of the person.
  func report() throws(ReviewFailure) -> Report { Report.build(events: events, triage: try triage()) }

  /// What is damaged, in words; nil for a whole recording.
  var damage: String? {
    guard let first = damages.first else { return nil }
    return damages.count == 1 ? first.description : "\(first.description), and \(damages.count - 1) more"
  }
}
