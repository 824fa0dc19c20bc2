/// What the relay sees, for whoever supervises and counts.
package enum RelayEvent: Sendable, Hashable {
  /// Something was asked for that is not done (reliability.md, SE-03); the status and in words.
  case refused(by: String?, status: Int, String)
  /// A request went out to a model.
  case asked(by: String?, model: String)
  /// A provider has answered; with a success, or with what it says about trying again.
  case answered(by: String?, status: Int, retryAfterMilliseconds: Int?)
  /// Bytes of an answer have passed: the agent's model lives. At most one a second.
  case alive(by: String?, bytes: Int)
  /// A request has been paid for.
  case used(by: String?, model: String, Usage)
  /// An answer ended before it was whole; in words.
  case broken(by: String?, String)
  /// The client went away before its answer was whole, and the provider was told.
  case abandoned(by: String?)
}
