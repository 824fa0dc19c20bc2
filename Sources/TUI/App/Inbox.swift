internal import Engine

/// Where other tasks leave what the screen should know: events of the review, results of effects, the place of a replay.
package final class Inbox: Sendable {
  /// Raised when something has come into an empty inbox.
  package let wake: Wake
  private let waiting = Locked<[TUIEvent]>([])

  package init(wake: Wake = Wake()) { self.wake = wake }

  package func post(_ events: some Sequence<TUIEvent> & Sendable) {
    let wasEmpty: Bool = waiting.withLock { waiting in
      defer { waiting += events }
      return waiting.isEmpty
    }
    if wasEmpty { wake.raise() }
  }

  package func post(_ event: TUIEvent) { post(CollectionOfOne(event)) }

  /// The oldest events, at most `limit` of them.
  func take(upTo limit: Int) -> [TUIEvent] {
    waiting.withLock { waiting in
      let taken = Array(waiting.prefix(limit))
      waiting.removeFirst(taken.count)
      return taken
    }
  }

  var isEmpty: Bool { waiting.withLock { $0.isEmpty } }
}
