internal import Glibc

/// The files that an agent is given, as functions, so that tests need no disk.
package struct AgentFiles: Sendable {
  /// The whole content of a file.
  package var read: @Sendable (_ path: String) throws(ReviewFailure) -> [UInt8]
  /// The names in a directory, sorted.
  package var names: @Sendable (_ directory: String) throws(ReviewFailure) -> [String]

  package init(
    read: @escaping @Sendable (String) throws(ReviewFailure) -> [UInt8],
    names: @escaping @Sendable (String) throws(ReviewFailure) -> [String]
  ) {
    self.read = read
    self.names = names
  }

  /// Files on disk, each up to 64 MiB: the engine leaves larger ones out of a change.
  package static let disk = AgentFiles(read: { path throws(ReviewFailure) in try Disk.read(path) }) {
    path throws(ReviewFailure) in try Disk.names(path)
  }

  private enum Disk {
    private static let largest = 64 << 20

    static func read(_ path: String) throws(ReviewFailure) -> [UInt8] {
      let file = Descriptor(owning: unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY))
      guard file.number >= 0 else { throw failure("read", path) }
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = unsafe Glibc.read(file.number, &buffer, buffer.count)
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { throw failure("read", path) }
        if count == 0 { return bytes }
        bytes += buffer[..<count]
        guard bytes.count <= largest else {
          throw ReviewFailure(.agent, "\(path) has more than \(largest >> 20) MiB")
        }
      }
    }

    static func names(_ path: String) throws(ReviewFailure) -> [String] {
      guard let directory = unsafe opendir(path) else { throw failure("list", path) }
      defer { unsafe closedir(directory) }
      var names: [String] = []
      while let entry = unsafe readdir(directory) {
        let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { buffer in
          unsafe String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != ".", name != ".." { names.append(name) }
      }
      return names.sorted()
    }

    private static func failure(_ what: String, _ path: String) -> ReviewFailure {
      ReviewFailure(.agent, "can't \(what) \(path): \(SystemError.last)")
    }
  }
}
