internal import Glibc

extension ConfigurationFile {
  /// Reads the file at `path` with its owner and mode; nil where there is none.
  /// - Parameter name: what messages call it.
  package static func read(_ path: String, name: String) throws(ReviewFailure) -> ConfigurationFile? {
    // A FIFO must not make us wait.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw failure(name, "\(SystemError.last)")
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw failure(name, "\(SystemError.last)") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw failure(name, "it is not a regular file") }
    let bytes = try contents(of: descriptor, name)
    return ConfigurationFile(name: name, bytes: bytes, owner: status.st_uid, mode: status.st_mode)
  }

  /// One byte more than the limit at most, so that the parser sees that there is too much.
  private static func contents(of descriptor: Int32, _ name: String) throws(ReviewFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= TOML.maximumSize {
      let wanted = min(buffer.count, TOML.maximumSize + 1 - bytes.count)
      let count = unsafe Glibc.read(descriptor, &buffer, wanted)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(name, "\(SystemError.last)") }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes
  }

  private static func failure(_ name: String, _ reason: String) -> ReviewFailure {
    ReviewFailure(.configuration, "\(name) can't be read: \(reason)", hints: ["make it readable, or remove it"])
  }
}
