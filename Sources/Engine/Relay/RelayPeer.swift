internal import Glibc

/// The client at the other end of a connection; blocks, within limits of time.
struct RelayPeer {
  let descriptor: Int32

  /// Reads until `isEnough`; false where the client ends, is too slow or says more than `limit`.
  func read(into bytes: inout [UInt8], limit: Int, within patience: Duration, until isEnough: ([UInt8]) -> Bool) -> Bool
  {
    let end = ContinuousClock.now + patience
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while !isEnough(bytes) {
      guard bytes.count < limit, awaitBytes(until: end) else { return false }
      let room = min(buffer.count, limit - bytes.count)
      let count = unsafe recv(descriptor, &buffer, room, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      bytes += buffer[..<count]
    }
    return true
  }

  /// False where the client is gone, or takes nothing for a minute.
  func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe buffer.baseAddress.map {
          unsafe send(descriptor, $0 + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
        } ?? 0
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Ends the answer. What the client still sends is read for a moment: closed with unread bytes the answer would be lost.
  func end() {
    shutdown(descriptor, Int32(SHUT_WR))
    var rest: [UInt8] = []
    _ = read(into: &rest, limit: 32 << 20, within: .seconds(2)) { _ in false }
  }

  /// The longest that a client may take nothing.
  func limitWrites() {
    var minute = timeval(tv_sec: 60, tv_usec: 0)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &minute, socklen_t(MemoryLayout<timeval>.size))
    var yes: Int32 = 1
    // Of no meaning for a socket in the file system.
    unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
  }

  private func awaitBytes(until end: ContinuousClock.Instant) -> Bool {
    let left = Int32(clamping: (end - ContinuousClock.now).wholeMilliseconds)
    var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard left > 0 else { return false }
    return unsafe poll(&event, 1, left) > 0
  }
}
