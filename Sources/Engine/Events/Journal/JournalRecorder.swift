/// Drives a journal writer: the reader of the log that turns events into lines.
package enum JournalRecorder {
  /// Writes what `reader` gets until its log is closed (or the task is cancelled and nothing is left), then commits.
  /// Returns the number of the first event that could not be recorded, nil where all are.
  package static func record(
    _ reader: EventReader, to files: JournalFiles, time: any TimeSource,
    onChange: @escaping @Sendable (JournalChange) -> Void
  ) async -> Int? {
    var writer = JournalWriter(files, onChange: onChange)
    while true {
      if let deadline = writer.deadline {
        await reader.wait(for: writer.room, until: deadline, time: time)
      } else {
        await reader.wait(for: 1)
      }
      // Asked before the events are taken: none can follow once it is true.
      let isOver = reader.isLogClosed || Task.isCancelled
      let events = reader.take(upTo: JournalWriter.batchLines)
      let now = time.now()
      for event in events { writer.append(event, now: now) }
      writer.tick(now: now)
      if events.isEmpty, isOver { break }
    }
    return writer.finish(now: time.now())
  }
}
