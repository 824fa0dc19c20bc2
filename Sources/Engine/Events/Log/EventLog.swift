/// The ordered list of everything that happened, which all readers share (architecture.md, section 3).
///
/// A writer never waits. A reader keeps its own index: a slow one lags instead of losing events, a late one starts at
/// 0. A log that forgets keeps only what some `EventReader` of it has not taken yet, so that its size does not grow
/// with the length of a review; its readers are there from the start.
package final class EventLog: Sendable {
  private let state: Locked<EventLogState>
  private let time: any TimeSource
  private let start: Duration

  /// Times of events count from now on. With `forgets`, events that all readers have taken are dropped.
  package init(time: any TimeSource, forgets: Bool = false) {
    self.time = time
    start = time.now()
    state = Locked(EventLogState(forgets: forgets))
  }

  /// A reader that stands before the oldest event still kept. What comes stays until it has taken it or is gone.
  package func reader() -> EventReader { EventReader(of: self, id: state.withLock { $0.addReader() }) }

  /// Adds an event at the present time and returns its sequence number. Never suspends. After `close()` nothing is
  /// taken and the answer is the number of events.
  @discardableResult
  package func append(_ kind: ReviewEvent.Kind) -> Int {
    // The clock is read under the lock, so that times never go backwards along the sequence.
    append(kind) { time.now() - start }
  }

  /// Adds an event that happened at `at`; for replay. A time before that of the last event counts as that one's.
  @discardableResult
  package func append(_ kind: ReviewEvent.Kind, at: Duration) -> Int {
    append(kind) { at }
  }

  private func append(_ kind: ReviewEvent.Kind, at clock: () -> Duration) -> Int {
    let (sequence, ready) = state.withLock { state in
      let sequence = state.append(kind, at: clock())
      return (sequence, state.takeReady())
    }
    for continuation in ready { continuation.resume() }
    return sequence
  }

  /// Ends the log: readers get what is left, then nil.
  package func close() {
    let ready = state.withLock { state in
      state.isClosed = true
      return state.takeReady()
    }
    for continuation in ready { continuation.resume() }
  }

  /// Number of events so far.
  package var count: Int { state.withLock { $0.count } }
  package var isClosed: Bool { state.withLock { $0.isClosed } }

  /// The events from `index` on that are still kept, at most `limit`; empty where there are none yet. Never waits.
  package func snapshot(from index: Int, limit: Int = .max) -> ArraySlice<ReviewEvent> {
    state.withLock { $0.events(from: index, limit: limit) }
  }

  /// The next events from `index` on, at least one; nil after the last one of a closed log, or where the task is
  /// cancelled and nothing is left to read. A batch may end before the newest event; ask again.
  package func batch(from index: Int) async -> ArraySlice<ReviewEvent>? {
    await waitForEvents(from: index, count: 1)
    let batch = state.withLock { $0.batch(from: index) }
    return batch.isEmpty ? nil : batch
  }

  /// Returns when `count` events from `index` on exist, the log is closed, or the task is cancelled.
  package func waitForEvents(from index: Int, count: Int) async {
    let (needed, overflow) = max(index, 0).addingReportingOverflow(count)
    let target = overflow ? Int.max : needed
    guard let ticket = state.withLock({ $0.ticket(for: target) }) else { return }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // A cancellation that comes before the waiter is stored is seen here; one that comes later finds the waiter.
        let resumes = state.withLock { state in
          if Task.isCancelled || state.isReady(for: target) { return true }
          state.waiters[ticket] = EventLogState.Waiter(target: target, continuation: continuation)
          return false
        }
        if resumes { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: ticket)?.continuation }?.resume()
    }
  }

  func position(of reader: Int) -> Int { state.withLock { $0.position(of: reader) } }

  /// What a reader has not taken, at most `limit`; with that it counts as taken.
  func take(_ limit: Int, for reader: Int) -> ArraySlice<ReviewEvent> {
    state.withLock { $0.take(limit, for: reader) }
  }

  /// The same, at least one event and at most to the end of its block; nil after the last one of a closed log, or where
  /// the task is cancelled and nothing is left.
  func nextBatch(for reader: Int) async -> ArraySlice<ReviewEvent>? {
    await waitForEvents(from: position(of: reader), count: 1)
    let batch = state.withLock { $0.takeBatch(for: reader) }
    return batch.isEmpty ? nil : batch
  }

  func leave(_ reader: Int) { state.withLock { $0.removeReader(reader) } }
}
