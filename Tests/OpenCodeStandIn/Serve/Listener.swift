internal import Foundation
internal import Glibc

/// A port of the loopback. It takes connections before the server is ready, and answers those never: seen on the real one.
final class Listener: @unchecked Sendable {
  let port: UInt16
  private let socket: Int32
  private let lock = NSLock()
  private var isReady = false

  /// Port 0 tries 4096 first, as the real one does. Nil where it can't be had.
  init?(port: UInt16, hostname: String) {
    let choices = port == 0 ? [4096, 0] : [port]
    let numbers = hostname.split(separator: ".").compactMap { UInt32($0) }
    let host = numbers.count == 4 ? numbers.reduce(0) { $0 << 8 | $1 } : 0x7F00_0001
    for choice in choices {
      let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = host.bigEndian
      address.sin_port = UInt16(choice).bigEndian
      var one: Int32 = 1
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      unsafe setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
      let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
          unsafe bind(socket, generic, size) + listen(socket, 128) + getsockname(socket, generic, &size)
        }
      }
      if status == 0 {
        self.socket = socket
        self.port = UInt16(bigEndian: address.sin_port)
        return
      }
      close(socket)
    }
    return nil
  }

  func becomeReady() { lock.withLock { isReady = true } }

  /// Serves each connection on a thread of its own.
  func serve(_ body: @escaping @Sendable (Int32) -> Void) {
    Thread.detachNewThread { [self] in
      while true {
        let connection = accept(socket, nil, nil)
        if connection < 0 {
          if errno == EINTR || errno == ECONNABORTED { continue }
          return
        }
        // It stays open, and is never looked at.
        guard lock.withLock({ isReady }) else { continue }
        Thread.detachNewThread {
          body(connection)
          close(connection)
        }
      }
    }
  }
}
