internal import Glibc

/// The engine's end of the pipe by which a shim knows that its agent is still wanted. A byte asks it to stop; so does the end
/// of the engine, since the system then closes the pipe (reliability.md, 2.1).
package final class Lifeline: Sendable {
  private let end: Descriptor
  private let stopped = Locked(false)

  package init(_ end: consuming Descriptor) { self.end = end }

  package var isStopped: Bool { stopped.withLock { $0 } }

  /// Asks the shim to stop its agent. May be called from anywhere, at any time, more than once.
  package func stop() {
    let isFirst = stopped.withLock { stopped in
      defer { stopped = true }
      return !stopped
    }
    guard isFirst else { return }
    var byte: UInt8 = 1
    // A shim that has just ended no longer reads; SIGPIPE is ignored by the whole program.
    unsafe write(end.number, &byte, 1)
  }
}
