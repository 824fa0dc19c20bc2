/// Drives a journal writer: the reader of the log that turns events into lines.
package enum JournalRecorder {
  /// Writes the events of `log` from the first one until the log is closed (or the task is cancelled and nothing is
  /// left), then commits. Returns the number of the first event that could not be recorded, nil where all are.
  package static func record(
    _ log: EventLog, to files: JournalFiles, time: any TimeSource, onChange: @escaping @Sendable (JournalChange) -> Void
  ) async -> Int? {
    var writer = JournalWriter(files, onChange: onChange)
    var next = 0
    while true {
      if let deadline = writer.deadline {
        await log.waitForEvents(from: next, count: writer.room, until: deadline, time: time)
      } else {
        await log.waitForEvents(from: next, count: 1)
      }
      // Asked before the events are taken: none can follow once it is true.
      let isOver = log.isClosed || Task.isCancelled
      let events = log.snapshot(from: next, limit: JournalWriter.batchLines)
      let now = time.now()
      for event in events { writer.append(event, now: now) }
      writer.tick(now: now)
      if let last = events.last { next = last.sequence + 1 } else if isOver { break }
    }
    return writer.finish(now: time.now())
  }
}

extension EventLog {
  /// Returns when `count` events from `index` on exist, at `deadline`, when the log is closed, or when the task is
  /// cancelled.
  package func waitForEvents(from index: Int, count: Int, until deadline: Duration, time: any TimeSource) async {
    await withTaskGroup { group in
      group.addTask { await self.waitForEvents(from: index, count: count) }
      group.addTask { try? await time.sleep(until: deadline) }
      await group.next()
      group.cancelAll()
    }
  }
}
