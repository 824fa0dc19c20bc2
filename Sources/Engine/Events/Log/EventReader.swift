/// One reader's place in an `EventLog`: what it has not taken yet stays in the log.
package final class EventReader: Sendable {
  private let log: EventLog
  private let id: Int

  init(of log: EventLog, id: Int) {
    self.log = log
    self.id = id
  }

  deinit { log.leave(id) }

  /// Whether nothing will follow what is in the log.
  package var isLogClosed: Bool { log.isClosed }

  /// The next events, at least one; nil after the last one of a closed log, or where the task is cancelled and nothing
  /// is left to read. A batch may end before the newest event; ask again.
  package func next() async -> ArraySlice<ReviewEvent>? { await log.nextBatch(for: id) }

  /// What has come since the last call, at most `limit`; empty where there is nothing. Never waits.
  package func take(upTo limit: Int) -> ArraySlice<ReviewEvent> { log.take(limit, for: id) }

  /// Returns when `count` events wait, the log is closed, or the task is cancelled.
  package func wait(for count: Int) async { await log.waitForEvents(from: log.position(of: id), count: count) }

  /// Returns when `count` events wait, at `deadline`, when the log is closed, or when the task is cancelled.
  package func wait(for count: Int, until deadline: Duration, time: any TimeSource) async {
    await withTaskGroup { group in
      group.addTask { await self.wait(for: count) }
      group.addTask { try? await time.sleep(until: deadline) }
      await group.next()
      group.cancelAll()
    }
  }
}
