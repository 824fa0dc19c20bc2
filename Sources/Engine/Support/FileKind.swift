internal import Glibc

/// What stands at a path, with no link followed.
package enum FileKind: Sendable, Hashable {
  case none
  /// A regular file that nobody can run.
  case file
  case runnable, folder, link, other

  package static func of(_ path: String) -> FileKind {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return .none }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return status.st_mode & 0o111 == 0 ? .file : .runnable
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .other
    }
  }
}
