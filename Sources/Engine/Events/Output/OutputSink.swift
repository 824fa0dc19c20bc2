internal import Glibc

/// Why a result did not reach its reader.
package enum OutputFailure: Error, Sendable, Hashable {
  /// Whoever read a pipe went away; no error, the program ends quietly with 141 (system.md, section 12).
  case readerGone
  case failed(ReviewFailure)
}

/// Where a result goes: standard output or a file. The program ignores SIGPIPE, else a reader that goes away would kill
/// it.
package struct OutputSink: ~Copyable {
  private let descriptor: Int32
  private let name: String
  private let isOwned: Bool
  private let layer: any FileLayer

  /// An open descriptor, which stays open: standard output as a rule.
  package init(descriptor: Int32, name: String = "standard output", layer: any FileLayer = SystemFiles()) {
    self.descriptor = descriptor
    self.name = name
    isOwned = false
    self.layer = layer
  }

  /// Creates or empties the file `path`, with the modes that the umask leaves.
  package init(path: String, layer: any FileLayer = SystemFiles()) throws(OutputFailure) {
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0o666)
    name = path
    isOwned = true
    self.layer = layer
    guard descriptor >= 0 else { throw Self.failure(.last, path) }
  }

  deinit { if isOwned, descriptor >= 0 { layer.close(descriptor) } }

  /// Writes all of `bytes`, waiting where the other side is slow.
  package func write(_ bytes: [UInt8]) throws(OutputFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      var written = 0
      do throws(SystemError) {
        try layer.writeAll(descriptor, rest, written: &written)
        return
      } catch {
        rest = rest.dropFirst(written)
        guard error.number == EAGAIN else { throw Self.failure(error, name) }
        waitUntilWritable()
      }
    }
  }

  /// Writes `lines`, each with a line feed.
  package func write(lines: [String]) throws(OutputFailure) {
    if !lines.isEmpty { try write(lines.flatMap { Array($0.utf8) + [0x0A] }) }
  }

  /// A terminal or pipe that somebody else has made non-blocking.
  private func waitUntilWritable() {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    unsafe poll(&entry, 1, -1)
  }

  private static func failure(_ error: SystemError, _ name: String) -> OutputFailure {
    if error.number == EPIPE { return .readerGone }
    return .failed(
      ReviewFailure(.delivery, "can't write to \(name): \(error)", hints: ["choose another place with --output"]))
  }
}
