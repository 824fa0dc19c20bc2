internal import Engine

/// The decisions about one run: read when it is opened, each new one on the disk before the screen is told that it counts.
final class TriageDesk: Sendable {
  private let journal: TriageJournal
  private let taken: Locked<[TriageAction]>
  /// Said where the file was damaged or holds acts of a newer version.
  let notices: [String]

  /// - Parameter run: the run's directory.
  init(run: String) throws(ReviewFailure) {
    journal = try TriageJournal(path: run + "/" + RunFile.triage)
    var actions: [TriageAction] = []
    var notices = journal.notice.map { [$0.text] } ?? []
    for entry in journal.entries {
      switch TriageWire.decode(entry.action) {
      case .action(let action): actions.append(action)
      case .unknown(let name): notices.append("a decision of a newer version is left out: \(name)")
      case .damaged: notices.append("a decision that can't be read is left out")
      }
    }
    taken = Locked(actions)
    self.notices = notices
  }

  /// All acts in order, undone ones included.
  var actions: [TriageAction] { taken.withLock { $0 } }

  /// Returns when the act is on the disk.
  func keep(_ action: TriageAction) throws(ReviewFailure) {
    let wall = SystemTime().wallMilliseconds()
    try journal.append(TriageWire.encode(action, wallMilliseconds: wall), wallMilliseconds: wall)
    taken.withLock { $0.append(action) }
  }
}
