internal import Glibc

/// Room on a file system.
enum FreeSpace {
  /// Bytes that an ordinary user may still write where `path` lies; nil where the system does not say.
  static func bytes(at path: String) -> Int64? {
    var status = statvfs()
    guard unsafe statvfs(path, &status) == 0 else { return nil }
    let (bytes, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
    return overflow ? .max : Int64(clamping: bytes)
  }
}
