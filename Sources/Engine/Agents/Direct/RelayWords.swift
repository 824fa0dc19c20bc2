/// How the relay tells an agent what went wrong where no provider's answer says it: the members of the error in the answer's body.
/// The `code` says what, `type` that it is the relay's own.
package enum RelayWords {
  /// The exchange with the provider broke; the code is a kind of `HTTPFailure`.
  package static let upstream = "conclave_upstream"
  /// The relay does not do that; the code says what was wrong.
  package static let refused = "conclave_relay"
  /// Nothing of the review's budget is left.
  package static let budget = "conclave_budget"

  /// The failure that the relay met in an agent's place; nil for any other error.
  static func failure(_ error: ProviderError) -> HTTPFailure? {
    let words = error.kind.split(separator: " ")
    guard words.count == 2, words[1] == upstream, let kind = HTTPFailure.Kind(rawValue: String(words[0])) else {
      return nil
    }
    return HTTPFailure(kind, error.message)
  }
}

/// How an agent reaches the relay.
package struct RelayAddress: Sendable, Hashable {
  /// Takes the place of the endpoint's base URL.
  package var url: String
  /// The socket to connect to, whatever host the URL names.
  package var socket: String?

  package init(url: String, socket: String?) {
    self.url = url
    self.socket = socket
  }
}
