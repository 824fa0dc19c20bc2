internal import Glibc

/// A file of the side that is trusted.
package struct TrustedFile: Sendable, Hashable {
  /// Without its folder.
  package var name: String
  package var bytes: [UInt8]
}

extension RepositoryFace {
  /// The files of a folder of the trusted side (see `trustedFile`), sorted by name, without hidden ones; none where there is
  /// no such folder. A link, whether folder or file, and a folder inside are refused: what counts is what the side itself
  /// holds, in a place where everybody looks for it.
  package func trustedFiles(in folder: String, limit: Int) throws(ReviewFailure) -> [TrustedFile] {
    let entries = try isDisk ? diskEntries(folder) : treeEntries(folder)
    let visible = entries.filter { !$0.name.hasPrefix(".") }.sorted { $0.name < $1.name }
    guard visible.count <= limit else {
      throw ReviewFailure(
        .configuration, "\(folder) has more than \(limit) files", hints: ["remove what is not needed"])
    }
    var files: [TrustedFile] = []
    for entry in visible {
      let path = "\(folder)/\(entry.name)"
      guard entry.isRegular else {
        throw ReviewFailure(
          .configuration, "\(PlainText.escape(path)) is no regular file",
          hints: ["replace it by a file of the repository"])
      }
      guard let bytes = try trustedFile(path) else { continue }
      files.append(TrustedFile(name: entry.name, bytes: bytes))
    }
    return files
  }

  fileprivate typealias Entry = (name: String, isRegular: Bool)

  private func treeEntries(_ folder: String) throws(ReviewFailure) -> [Entry] {
    let own = try listing([folder])
    guard let first = own.first else { return [] }
    guard first.mode & UInt32(S_IFMT) == UInt32(S_IFDIR) else { throw Self.noFolder(folder) }
    return try listing([folder + "/"]).map { entry in
      (String(decoding: entry.path.name.utf8, as: UTF8.self), entry.mode & UInt32(S_IFMT) == UInt32(S_IFREG))
    }
  }

  private func diskEntries(_ folder: String) throws(ReviewFailure) -> [Entry] {
    guard let worktree else { return [] }
    var path = worktree
    for part in folder.split(separator: "/") {
      path += "/\(part)"
      guard let mode = Self.mode(of: path) else { return [] }
      guard mode & S_IFMT == S_IFDIR else { throw Self.noFolder(folder) }
    }
    guard let directory = unsafe opendir(path) else {
      throw ReviewFailure(.configuration, "\(folder) can't be read: \(SystemError.last)", hints: ["make it readable"])
    }
    defer { unsafe closedir(directory) }
    var entries: [Entry] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { buffer in
        unsafe String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
      }
      entries.append((name, Self.mode(of: "\(path)/\(name)").map { $0 & S_IFMT == S_IFREG } ?? false))
    }
    return entries
  }

  private static func noFolder(_ folder: String) -> ReviewFailure {
    ReviewFailure(.configuration, "\(folder) is no folder", hints: ["replace it by a folder of the repository"])
  }

  /// What a path is itself, whatever a link points to; nil where there is nothing.
  private static func mode(of path: String) -> mode_t? {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status.st_mode : nil
  }
}
