internal import Glibc

/// Where a recording is.
package struct RunLocation: Sendable, Hashable {
  /// The run's directory; nil where only a recording was named.
  package var directory: String?
  /// Path of the journal.
  package var journal: String
  /// What was reviewed, as given to `createRun`; nil where the directory does not say.
  package var repository: String?
}

extension RunStore {
  /// The run that `argument` means: nothing = the newest one of `repository`; else a run's id or the start of it that
  /// no other has; else the path of a run's directory or of a recording.
  package func find(_ argument: String?, repository: String) throws(ReviewFailure) -> RunLocation {
    guard let argument else { return try newest(of: repository) }
    let ids: [String]
    do throws(SystemError) { ids = try self.ids(in: Directory(path: root)) } catch { ids = [] }
    let matches = argument.isEmpty ? [] : ids.filter { $0.hasPrefix(argument) }
    if matches.count == 1 { return location(root + "/" + matches[0]) }
    var status = stat()
    // The system would read a path only up to a NUL.
    let isPath = !argument.isEmpty && !argument.utf8.contains(0)
    if isPath, unsafe stat(argument, &status) == 0 {
      let isDirectory = status.st_mode & S_IFMT == S_IFDIR
      return isDirectory ? location(argument) : RunLocation(directory: nil, journal: argument)
    }
    guard matches.isEmpty else {
      throw ReviewFailure(
        .usage, "\(argument) is the start of \(matches.count) runs: \(matches.prefix(5).joined(separator: ", "))",
        hints: ["give more of it"])
    }
    throw ReviewFailure(.usage, "there is no run or recording \(argument)", hints: ["`conclave runs` lists them"])
  }

  private func location(_ directory: String) -> RunLocation {
    let about = (try? Directory(path: directory).contents(RunFile.about, limit: 1 << 16)).flatMap(RunAbout.init)
    return RunLocation(
      directory: directory, journal: directory + "/" + RunFile.journal, repository: about?.repository)
  }

  private func newest(of repository: String) throws(ReviewFailure) -> RunLocation {
    let runs = try runs().filter { $0.repository == repository && $0.state != .unreadable }
    // Runs of one second are in no order by their ids.
    let run = runs.max { ($0.startedMilliseconds ?? 0, $1.id) < ($1.startedMilliseconds ?? 0, $0.id) }
    guard let run else {
      throw ReviewFailure(
        .usage, "there is no recorded run of \(repository)",
        hints: ["`conclave review` makes one", "`conclave runs` lists those of other repositories"])
    }
    return location(run.path)
  }

  /// Removes the runs that ended more than `age` before `now`, by the time in their recordings and never by that of
  /// files; a run whose lock is held, or of which no time is known, stays. Returns the ids of those removed.
  package func prune(olderThan age: Duration, now: Int64) throws(ReviewFailure) -> [String] {
    let (limit, overflow) = now.subtractingReportingOverflow(max(0, age.wholeMilliseconds))
    guard !overflow else { return [] }
    var removed: [String] = []
    do throws(SystemError) {
      let runs = try Directory(path: root)
      for id in try ids(in: runs) {
        let summary = summary(id, in: runs)
        guard summary.state != .running, let end = summary.endedMilliseconds ?? summary.startedMilliseconds, end < limit
        else { continue }
        if try remove(id, in: runs) { removed.append(id) }
      }
    } catch {
      throw ReviewFailure(
        .recording, "can't remove a run in \(root): \(error)",
        hints: removed.isEmpty ? [] : ["\(removed.count) runs were removed before"])
    }
    return removed
  }

  private func remove(_ id: String, in runs: borrowing Directory) throws(SystemError) -> Bool {
    let directory = try Directory(id, in: runs)
    do throws(SystemError) {
      guard let lock = try RunLock.take(in: directory) else { return false }
      try runs.remove(id)
      _ = consume lock
    } catch {
      // A run that was started by a version without locks, or that was cut down by hand.
      guard error.number == ENOENT else { throw error }
      try runs.remove(id)
    }
    return true
  }
}
