internal import Glibc

/// Sockets that are listened on.
enum RelayListener {
  private static let backlog: Int32 = 64

  /// A socket in the file system for this user alone; there must be nothing at the path.
  static func open(path: String) throws(SystemError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count < room else { throw SystemError(ENAMETOOLONG) }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    let descriptor = try make(AF_UNIX)
    let status = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard status == 0, unsafe chmod(path, 0o600) == 0, listen(descriptor, backlog) == 0 else {
      throw failure(closing: descriptor)
    }
    return descriptor
  }

  /// A port of the loopback that is free.
  static func openPort() throws(SystemError) -> (descriptor: Int32, port: Int) {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = try make(AF_INET)
    let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        guard unsafe bind(descriptor, generic, size) == 0 else { return Int32(-1) }
        return unsafe getsockname(descriptor, generic, &size)
      }
    }
    guard status == 0, listen(descriptor, backlog) == 0 else { throw failure(closing: descriptor) }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  private static func make(_ family: Int32) throws(SystemError) -> Int32 {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw SystemError.last }
    return descriptor
  }

  private static func failure(closing descriptor: Int32) -> SystemError {
    let error = SystemError.last
    close(descriptor)
    return error
  }
}
