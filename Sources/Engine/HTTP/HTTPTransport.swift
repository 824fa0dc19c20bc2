/// Something that can carry a request to a server and its answer back.
package protocol HTTPTransport: Sendable {
  /// Sends a request and hands on the answer as it arrives: the head once, before the first piece of the body. `body` says
  /// whether it wants more. Blocks until the exchange is over; `call` ends it from another thread. Follows no redirect and
  /// tries nothing again.
  func send(
    _ request: HTTPRequest, call: HTTPCall, head: (HTTPHead) -> Void, body: (Span<UInt8>) -> Bool
  ) throws(HTTPFailure)
}

/// Why an exchange did not come to its end.
package struct HTTPFailure: Error, Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case cancelled
    /// The receiver of the body wanted no more.
    case unwanted
    /// No byte for longer than the limit.
    case stalled
    /// More bytes than the limit.
    case tooLarge
    /// The URL or a header can't be sent.
    case badRequest
    /// No such host, or nobody who knows it.
    case unresolved
    /// The host does not take the connection.
    case refused
    case connectTimeout
    /// The proxy, not the server, is the trouble.
    case proxy
    /// Its certificate is not to be trusted.
    case certificate
    /// No encrypted connection can be agreed upon.
    case tls
    /// The connection broke before the answer was whole.
    case broken
    case other
  }

  package var kind: Kind
  /// The library's own words; may be empty.
  package var message: String

  package init(_ kind: Kind, _ message: String = "") {
    self.kind = kind
    self.message = message
  }
}
