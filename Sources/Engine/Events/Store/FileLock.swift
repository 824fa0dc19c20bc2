internal import Glibc

/// An exclusive lock on an open file, as long as the file is open.
enum FileLock {
  /// A process that is being started holds a copy of each open file up to its exec; the lock of a file that has just been closed
  /// is still held by it for that moment.
  private static let patience = (tries: 10, pause: timespec(tv_sec: 0, tv_nsec: 10_000_000))

  /// False where somebody else has it and keeps it.
  static func take(_ descriptor: Int32) throws(SystemError) -> Bool {
    for attempt in 1...patience.tries {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      guard errno == EWOULDBLOCK || errno == EINTR else { throw .last }
      var pause = patience.pause
      if attempt < patience.tries { unsafe nanosleep(&pause, nil) }
    }
    return false
  }
}
