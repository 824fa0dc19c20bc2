internal import Glibc

/// Room on a file system.
package enum FreeSpace {
  /// An agent's last words fit in so many bytes.
  private static let probeBytes = 64 << 10

  /// Bytes that an ordinary user may still write where `path` lies; nil where the system does not say.
  package static func bytes(at path: String) -> Int64? {
    var status = statvfs()
    guard unsafe statvfs(path, &status) == 0 else { return nil }
    let (bytes, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
    return overflow ? .max : Int64(clamping: bytes)
  }

  /// Why nothing more can be written beside the file `path`, found out by writing; nil where something can. What the system
  /// says about free space knows neither quotas nor what root may use.
  package static func failure(beside path: String) -> SystemError? {
    let probe = path + ".probe"
    let number = unsafe open(probe, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard number >= 0 else { return .last }
    let file = Descriptor(owning: number)
    defer { unsafe unlink(probe) }
    let zeroes = [UInt8](repeating: 0, count: probeBytes)
    var written = 0
    while written < zeroes.count {
      let count = unsafe zeroes.withUnsafeBytes { unsafe write(file.number, $0.baseAddress, $0.count - written) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return .last }
      written += count
    }
    return nil
  }
}
