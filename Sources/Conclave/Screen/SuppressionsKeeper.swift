internal import Engine
internal import Glibc

/// Puts what a person suppressed into the repository's suppressions file, when the findings list is left: until then it can
/// be undone.
enum SuppressionsKeeper {
  static func keep(_ events: [ReviewEvent], _ actions: [TriageAction], in worktree: String?) throws(ReviewFailure) {
    guard let worktree, let judgement = judgement(of: events) else { return }
    let today = CalendarDate(wallMilliseconds: SystemTime().wallMilliseconds())
    let wanted = TriageLedger(judgement, actions: actions).suppressions(by: userName(), on: today)
    guard !wanted.isEmpty else { return }
    let path = worktree + "/" + Suppressions.path
    let bytes = try ConfigurationFile.read(path, name: Suppressions.path)?.bytes ?? []
    let (extended, count) = try extend(bytes, by: wanted)
    guard count > 0 else { return }
    try RunStore.writeShared(extended, to: "suppressions.toml", in: ".conclave", of: worktree)
    let what = count == 1 ? "1 suppression" : "\(count) suppressions"
    Messages.say("added \(what) to \(Suppressions.path); commit it to keep it for everybody")
  }

  /// The file with those of `wanted` that it does not have yet, and how many these are.
  private static func extend(
    _ bytes: [UInt8], by wanted: [Suppression]
  ) throws(ReviewFailure) -> (bytes: [UInt8], count: Int) {
    do throws(TOMLError) {
      let present = Set(try Suppressions.parse(bytes).entries.map(\.target))
      let new = wanted.filter { !present.contains($0.target) }
      var extended = bytes
      for entry in new { extended = try Suppressions.appending(entry, to: extended) }
      return (extended, new.count)
    } catch {
      throw error.failure(in: Suppressions.path, hints: ["mend the file; your decisions are kept in the run"])
    }
  }

  /// As `keep`, where what came before stands without the file: a failure is told and changes no status.
  static func keepOrTell(_ events: [ReviewEvent], _ actions: [TriageAction], in worktree: String?) {
    do throws(ReviewFailure) {
      try keep(events, actions, in: worktree)
    } catch {
      Messages.say("no suppression was added: \(error)")
    }
  }

  private static func judgement(of events: [ReviewEvent]) -> Judgement? {
    events.lazy.compactMap { if case .judged(let judgement) = $0.kind { judgement } else { nil } }.last
  }

  private static func userName() -> String {
    guard let entry = unsafe getpwuid(geteuid()), let name = unsafe entry.pointee.pw_name else { return "unknown" }
    return unsafe String(cString: name)
  }
}
