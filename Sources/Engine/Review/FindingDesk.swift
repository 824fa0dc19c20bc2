/// Takes what agents report, in order of arrival: looks it up in the change, numbers it and puts it into the log.
final class FindingDesk: Sendable {
  private struct State {
    var index: AnchorIndex
    var findings: [Finding] = []
  }

  private let log: EventLog
  private let secrets: LeakGuard
  private let state: Locked<State>

  init(change: Change, secrets: LeakGuard, log: EventLog) {
    self.log = log
    self.secrets = secrets
    state = Locked(State(index: AnchorIndex(change.files)))
  }

  /// Everything reported so far.
  var findings: [Finding] { state.withLock { $0.findings } }

  /// How many a specialist has reported.
  func count(of specialist: SpecialistID) -> Int {
    state.withLock { state in state.findings.count { $0.reportedBy == [specialist] } }
  }

  /// Fingerprints of what a specialist has reported until now.
  func fingerprints(of specialist: SpecialistID) -> Set<String> {
    state.withLock { state in Set(state.findings.lazy.filter { $0.reportedBy == [specialist] }.map(\.fingerprint)) }
  }

  /// A reason as readers may have it.
  func readable(_ reason: String) -> String {
    secrets.leaks(reason) ? "[withheld: it holds a credential of this machine]" : reason
  }

  /// Takes one finding, unless it is one of `earlier`: an agent that starts over repeats itself.
  func take(_ raw: RawFinding, from specialist: SpecialistID, earlier: Set<String>) {
    state.withLock { state in
      let finding = state.index.anchor(raw, id: FindingID(state.findings.count + 1), reportedBy: specialist)
      guard !earlier.contains(finding.fingerprint) else { return }
      let withheld = finding.withheld(by: secrets)
      state.findings.append(withheld ?? finding)
      // Within the lock, so that the numbers in the log ascend.
      log.append(.finding(withheld ?? finding))
      guard withheld != nil else { return }
      let words = "\(specialist) reported a credential of this machine in \(finding.id): its words are withheld"
      log.append(.notice(Notice(.warning, words)))
    }
  }
}
