internal import Glibc

/// The session that an agent's stream names.
enum SessionName {
  private static let limit = 4096

  /// Reads the first line of what an agent printed; nil where it names none.
  static func read(from path: String) -> String? {
    let file = Descriptor(owning: unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK))
    guard file.number >= 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = unsafe Glibc.read(file.number, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let line = Array(bytes[..<count].prefix { $0 != 0x0A })
    var name: String?
    _ = JSONIndex.object(in: line.span) { name = $0.text("sessionID", of: nil, limit: 200) }
    return name.flatMap { OpenCodeServer.isName($0) ? $0 : nil }
  }
}

/// A prompt without what is meant for our own programs.
enum PromptWords {
  /// Writes the words of a prompt beside it and returns where.
  static func write(of path: String) throws(ReviewFailure) -> String {
    let prompt = try AgentFiles.disk.read(path)
    let words = Array(TaskBlock.words(of: prompt))
    let target = path + ".words"
    let file = Descriptor(owning: unsafe open(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600))
    var written = 0
    while file.number >= 0, written < words.count {
      let count = unsafe words.withUnsafeBytes { buffer in
        unsafe buffer.baseAddress.map { unsafe Glibc.write(file.number, $0 + written, buffer.count - written) } ?? 0
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      written += count
    }
    guard file.number >= 0, written == words.count else {
      throw ReviewFailure(.agent, "can't write the prompt \(target): \(SystemError.last)", hints: ["free some space"])
    }
    return target
  }
}
