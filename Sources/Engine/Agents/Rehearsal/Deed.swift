/// What a rehearsed agent does to its process and to its streams as bytes, beside what it says.
package enum Deed: Sendable, Hashable {
  /// How a process is left behind.
  package enum Leftover: String, Sendable, Hashable, CaseIterable {
    case holdout, group, session, daemon, chain
  }

  /// Bytes of standard output as they stand, no line feed added.
  case raw([UInt8])
  /// So many bytes on standard output, without a line feed.
  case flood(bytes: Int)
  /// Lines of so many bytes together on standard error.
  case errors(bytes: Int)
  /// Memory that is used and never given back.
  case allocate(bytes: Int)
  /// From here on TERM is ignored.
  case ignoreTermination
  /// SIGSTOP to itself.
  case stop
  case spawn(Leftover, time: Duration)
  /// What follows is said as this session; nil for the agent's own.
  case session(String?)
}
