internal import Glibc

/// Removes folders that others have filled, or that are closed against writing.
package enum FolderRemoval {
  /// Removes `path` with everything in it, whatever the names and modes; no link is followed. What can't be removed stays, and
  /// nothing happens where there is no folder.
  package static func remove(_ path: String) {
    unsafe path.withCString { unsafe empty(AT_FDCWD, $0, depth: 128) }
    _ = unsafe rmdir(path)
  }

  private static func empty(_ parent: Int32, _ name: UnsafePointer<CChar>, depth: Int) {
    let folder = unsafe openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0, depth > 0 else {
      if folder >= 0 { close(folder) }
      return
    }
    fchmod(folder, 0o700)
    // The stream owns the descriptor from here on.
    guard let stream = unsafe fdopendir(folder) else {
      close(folder)
      return
    }
    defer { unsafe closedir(stream) }
    while let item = unsafe readdir(stream) {
      unsafe withUnsafePointer(to: &item.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe drop(folder, $0, depth: depth) }
      }
    }
  }

  private static func drop(_ folder: Int32, _ name: UnsafePointer<CChar>, depth: Int) {
    if unsafe strcmp(name, ".") == 0 || strcmp(name, "..") == 0 { return }
    if unsafe unlinkat(folder, name, 0) == 0 { return }
    unsafe empty(folder, name, depth: depth - 1)
    _ = unsafe unlinkat(folder, name, AT_REMOVEDIR)
  }
}
