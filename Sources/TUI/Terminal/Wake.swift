/// Wakes the one task that waits for it, from any thread. Several calls before it runs are one.
package final class Wake: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  package init() {
    (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  package func raise() { continuation.yield() }

  /// Returns when `raise` has been called since the last time, or when the task is cancelled.
  package func wait() async {
    var iterator = stream.makeAsyncIterator()
    _ = await iterator.next()
  }
}
