/// The calls of an adapter, which somebody else may end all at once.
package final class OpenCodeCalls: Sendable {
  private let state = Locked((isStopped: false, open: [HTTPCall]()))

  package init() {}

  package var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Ends what runs and lets nothing begin; may be called from anywhere.
  package func stop() {
    let open = state.withLock { state in
      state.isStopped = true
      return state.open
    }
    for call in open { call.cancel() }
  }

  /// Runs `body` with a call that `stop` ends.
  func with<Result, Failure: Error>(_ body: (HTTPCall) throws(Failure) -> Result) throws(Failure) -> Result {
    let call = HTTPCall()
    let isStopped = state.withLock { state in
      state.open.append(call)
      return state.isStopped
    }
    if isStopped { call.cancel() }
    defer { state.withLock { $0.open.removeAll { $0 === call } } }
    return try body(call)
  }
}
