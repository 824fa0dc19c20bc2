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
    let words = Array(TaskBlock.words(of: try AgentFiles.disk.read(path)))
    let target = path + ".words"
    do throws(ReviewFailure) {
      try PrivateFolder.write(words, to: target)
    } catch {
      throw ReviewFailure(.agent, error.message, hints: ["free some space"])
    }
    return target
  }
}
