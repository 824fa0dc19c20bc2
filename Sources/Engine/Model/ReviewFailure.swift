/// An error with its kind, one line of what happened to what, and what to do next.
public struct ReviewFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds that callers tell apart; `ExitStatus` maps each to a status.
  public enum Code: String, Sendable, Hashable, Codable {
    /// A wrong flag, argument or input.
    case usage
    /// A configuration, rule or suppressions file that can't be used.
    case configuration
    /// The change can't be read: no repository, unknown reference, not a patch.
    case change
    /// An agent could not be started, died, timed out or did not prove that it finished.
    case agent
    /// The result could not be written or posted.
    case delivery
    /// Refused for safety.
    case refused
    /// A recording was required and is impossible.
    case recording
    /// Stopped by the user or by a deadline.
    case cancelled
    /// A plugin failed in a phase in which that ends the review.
    case plugin
  }

  /// The kind.
  public let code: Code
  /// What happened, to what; one line, without a full stop.
  public let message: String
  /// What to do next, most useful first; may be empty.
  public let hints: [String]

  /// Takes the parts as they are; whoever prints them escapes them.
  public init(_ code: Code, _ message: String, hints: [String] = []) {
    self.code = code
    self.message = message
    self.hints = hints
  }

  /// Message and hints on one line.
  public var description: String { ([message] + hints).joined(separator: "; ") }
}
