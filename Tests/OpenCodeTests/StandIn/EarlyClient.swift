import Foundation

/// A client that asks as soon as a port takes its connection.
final class EarlyClient: Sendable {
  private let socket: Int32

  init(port: UInt16) throws {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = port.bigEndian
    let end = Date(timeIntervalSinceNow: 60)
    while true {
      let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      let status = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
          unsafe connect(socket, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      if status == 0 {
        self.socket = socket
        break
      }
      close(socket)
      guard Date() < end else { throw CocoaError(.fileReadUnknown) }
      sched_yield()
    }
    let request = Array("GET /global/health HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
    _ = unsafe request.withUnsafeBytes { unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }

  deinit { close(socket) }

  /// How many bytes of an answer have come; -1 where the connection is over.
  func bytes() -> Int {
    var byte: UInt8 = 0
    let count = unsafe recv(socket, &byte, 1, Int32(MSG_DONTWAIT) | Int32(MSG_PEEK))
    return count > 0 ? count : count < 0 && errno == EAGAIN ? 0 : -1
  }
}
