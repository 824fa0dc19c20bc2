internal import Glibc

extension RunStore {
  /// Most runs that are looked at: those that crashed lately.
  private static let lookBack = 200
  /// Most crashed runs that are named one by one.
  private static let namedRuns = 3

  /// Tells of runs that ended without a result, each run once (reliability.md, CP-12). Nothing is told where the store can't
  /// be read: whatever needs it says so.
  package func newlyCrashed() -> [Notice] {
    guard let runs = try? Directory(path: root), let ids = try? ids(in: runs).prefix(Self.lookBack) else { return [] }
    let crashed = ids.filter { claimCrash($0, in: runs) }
    var notices = crashed.prefix(Self.namedRuns).map { id in
      Notice(.warning, "the earlier review \(id) crashed or could not be recorded to its end: `conclave replay \(id)`")
    }
    let others = crashed.count - notices.count
    if others > 0 { notices.append(Notice(.warning, "\(others) more reviews have no recorded end: `conclave runs`")) }
    return notices
  }

  /// Whether the run crashed and nobody was told; notes that somebody is now. A report is written at the very end, so that a run
  /// with one need not be read.
  private func claimCrash(_ id: String, in runs: borrowing Directory) -> Bool {
    guard let run = try? Directory(id, in: runs), !run.has(RunFile.report), !run.has(RunFile.crashTold),
      summary(id, in: runs).state == .crashed
    else { return false }
    // Where it can't be noted it would be told again and again.
    return (try? run.openFile(RunFile.crashTold, O_WRONLY | O_CREAT)) != nil
  }
}
