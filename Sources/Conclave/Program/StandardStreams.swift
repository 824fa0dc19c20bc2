internal import Glibc

/// The three standard streams, made safe before anything else happens.
enum StandardStreams {
  /// Opens closed descriptors 0 to 2 on `/dev/null`, so that no file of ours gets such a number (reliability.md, TT-13), and
  /// ignores the signals that a reader who went away and a size limit send (D9).
  static func secure() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
      _ = unsafe open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY)
    }
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
  }

  /// Puts the controlling terminal in place of standard input and output; false where there is none.
  static func takeControllingTerminal() -> Bool {
    let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { return false }
    defer { close(terminal) }
    return dup2(terminal, 0) == 0 && dup2(terminal, 1) == 1
  }

  /// Reads a descriptor to its end, at most `limit` bytes; nil where there is more or it can't be read.
  static func readAll(_ descriptor: Int32, limit: Int) -> [UInt8]? {
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      guard count > 0 else { return result }
      result += buffer.prefix(count)
      guard result.count <= limit else { return nil }
    }
  }
}
