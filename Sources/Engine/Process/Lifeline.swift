internal import Glibc

/// The engine's end of the pipe by which a shim knows that its agent is still wanted. A byte asks it to stop; so does
/// the end of the engine, since the system then closes the pipe (reliability.md, 2.1).
final class Lifeline: Sendable {
  /// Kept open here too: while somebody could read, writing neither fails nor raises SIGPIPE, even when the shim has
  /// ended.
  private let readEnd: Descriptor
  private let writeEnd: Descriptor
  private let stopped = Locked(false)

  init(_ pipe: consuming ChildPipe) {
    readEnd = pipe.read
    writeEnd = pipe.write
  }

  /// The end for the shim to inherit.
  var shimEnd: Int32 { readEnd.number }

  var isStopped: Bool { stopped.withLock { $0 } }

  /// Asks the shim to stop its agent. May be called from anywhere, at any time, more than once.
  func stop() {
    let isFirst = stopped.withLock { stopped in
      defer { stopped = true }
      return !stopped
    }
    guard isFirst else { return }
    var byte: UInt8 = 1
    unsafe write(writeEnd.number, &byte, 1)
  }
}
