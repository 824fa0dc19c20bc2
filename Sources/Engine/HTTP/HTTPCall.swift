internal import CCurl

/// One exchange, or several one after another, that somebody else may end.
@safe package final class HTTPCall: @unchecked Sendable {
  private let handle: OpaquePointer?

  package init() { unsafe handle = conclave_curl_new() }

  deinit { if let handle = unsafe handle { unsafe conclave_curl_free(handle) } }

  /// Ends the exchange that runs and lets none begin; may be called from any thread.
  package func cancel() { if let handle = unsafe handle { unsafe conclave_curl_cancel(handle) } }

  /// Calls `body` with libcurl's handle; nil where there is none.
  func withHandle<Result>(_ body: (OpaquePointer) -> Result) -> Result? {
    guard let handle = unsafe handle else { return nil }
    return unsafe body(handle)
  }
}
