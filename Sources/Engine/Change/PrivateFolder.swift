internal import Glibc

/// A folder of a run in which files are made by name only by us: 0700, files 0600, no symbolic link followed.
final class PrivateFolder {
  private let descriptor: Int32
  private let path: String

  /// Makes the folder, which must not exist yet, inside of a run's directory.
  init(_ path: String) throws(ReviewFailure) {
    self.path = path
    guard unsafe mkdir(path, 0o700) == 0, unsafe chmod(path, 0o700) == 0 else { throw PrivateFolder.failure(path) }
    descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw PrivateFolder.failure(path) }
  }

  deinit { close(descriptor) }

  /// Writes a file that does not exist yet.
  func write(_ name: String, _ bytes: [UInt8]) throws(ReviewFailure) {
    try PrivateFolder.write(bytes, to: name, in: descriptor, shown: "\(path)/\(name)")
  }

  /// Writes a file that does not exist yet in a directory that does.
  static func write(_ bytes: [UInt8], to path: String) throws(ReviewFailure) {
    try write(bytes, to: path, in: AT_FDCWD, shown: path)
  }

  private static func write(
    _ bytes: [UInt8], to name: String, in directory: Int32, shown: String
  ) throws(ReviewFailure) {
    let file = unsafe openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(shown) }
    defer { close(file) }
    fchmod(file, 0o600)
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        return unsafe Glibc.write(file, base + offset, buffer.count - offset)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure(shown) }
      offset += count
    }
  }

  private static func failure(_ path: String) -> ReviewFailure {
    ReviewFailure(
      .delivery, "\(path) can't be written: \(SystemError.last)",
      hints: ["make room or choose another place with XDG_STATE_HOME"])
  }
}
