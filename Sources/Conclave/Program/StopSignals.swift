internal import CSystem
internal import Dispatch
internal import Engine
internal import Glibc

/// Lets a review without a screen end in order when it is asked to by a signal: its agents are stopped, what they found is
/// judged and the recording closed (reliability.md, CP-11). A second signal ends it at once.
final class StopSignals {
  private let stoppedBy = Locked<Int32?>(nil)
  private let source: (any DispatchSourceRead)?

  /// Takes the signals over for the rest of the program's life; `stop` is called once, by the first of them.
  init(_ stop: @escaping @Sendable () -> Void) {
    let pipe = conclave_stop_signals()
    // Without a pipe the signals end the program, as they did before.
    source = pipe < 0 ? nil : DispatchSource.makeReadSource(fileDescriptor: pipe, queue: .global())
    source?.setEventHandler { [stoppedBy] in
      var number: UInt8 = 0
      guard unsafe read(pipe, &number, 1) == 1 else { return }
      stoppedBy.withLock { $0 = Int32(number) }
      stop()
    }
    source?.activate()
  }

  deinit { source?.cancel() }

  /// The signal that has come.
  var signal: Int32? { stoppedBy.withLock { $0 } }
}
