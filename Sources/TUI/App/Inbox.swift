internal import Engine

/// Where other tasks leave what the screen should know: events of the review, results of effects, the place of a replay.
package final class Inbox: Sendable {
  /// Raised when something has come into an empty inbox.
  package let wake: Wake
  private let waiting = Locked(Waiting())

  private struct Waiting {
    var events: [TUIEvent] = []
    /// How many of them are taken already: moving the rest up for each batch would cost more than the batch.
    var taken = 0

    var isEmpty: Bool { taken == events.count }
  }

  package init(wake: Wake = Wake()) { self.wake = wake }

  package func post(_ events: some Sequence<TUIEvent> & Sendable) {
    let wasEmpty: Bool = waiting.withLock { waiting in
      defer { waiting.events += events }
      return waiting.isEmpty
    }
    if wasEmpty { wake.raise() }
  }

  package func post(_ event: TUIEvent) { post(CollectionOfOne(event)) }

  /// The oldest events, at most `limit` of them.
  func take(upTo limit: Int) -> [TUIEvent] {
    waiting.withLock { waiting in
      let batch = Array(waiting.events[waiting.taken...].prefix(limit))
      waiting.taken += batch.count
      if waiting.taken * 2 >= waiting.events.count {
        waiting.events.removeFirst(waiting.taken)
        waiting.taken = 0
      }
      return batch
    }
  }

  var isEmpty: Bool { waiting.withLock { $0.isEmpty } }
}
