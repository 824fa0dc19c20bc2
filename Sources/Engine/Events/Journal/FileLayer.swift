internal import Glibc

/// The few calls that a journal makes, so that tests can let each of them fail.
package protocol FileLayer: Sendable {
  /// Opens `path` for appending, creating it; mode 0600 whatever the umask; never follows a link at its end.
  func openForAppending(_ path: String) throws(SystemError) -> Int32
  /// Writes some of `bytes`, at least one, and returns how many.
  func write(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int
  /// Returns when the file's data would survive a power cut.
  func synchronise(_ descriptor: Int32) throws(SystemError)
  func close(_ descriptor: Int32)
}

extension FileLayer {
  /// Writes all of `bytes`, going on after interruptions and short writes. `written` counts what the system took, also
  /// where this throws.
  package func writeAll(
    _ descriptor: Int32, _ bytes: ArraySlice<UInt8>, written: inout Int
  ) throws(SystemError) {
    var rest = bytes
    var interruptions = 0
    while !rest.isEmpty {
      do throws(SystemError) {
        let count = try write(descriptor, rest)
        // A file that takes nothing and says nothing would be asked for ever.
        guard count > 0 else { throw SystemError(ENOSPC) }
        written += count
        rest = rest.dropFirst(count)
        interruptions = 0
      } catch {
        interruptions += 1
        guard error.number == EINTR, interruptions < 100 else { throw error }
      }
    }
  }
}

/// The real system.
package struct SystemFiles: FileLayer {
  package init() {}

  package func openForAppending(_ path: String) throws(SystemError) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY
    let descriptor = unsafe Glibc.open(path, flags, 0o600)
    guard descriptor >= 0 else { throw .last }
    _ = fchmod(descriptor, 0o600)
    return descriptor
  }

  package func write(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
    let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    guard count >= 0 else { throw .last }
    return count
  }

  package func synchronise(_ descriptor: Int32) throws(SystemError) {
    guard fdatasync(descriptor) == 0 || errno == EINVAL || errno == EROFS else { throw .last }
  }

  package func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }
}
