internal import Glibc

/// Paths that must stay inside a directory, whatever links lie on the way.
package enum ContainedPath {
  /// The real path of `relative` below `root`; throws where it does not exist or leads outside.
  package static func resolve(_ relative: String, inside root: String) throws(ReviewFailure) -> String {
    guard let base = real(root) else {
      throw ReviewFailure(.configuration, "\(root) can't be read: \(SystemError.last)")
    }
    guard let path = real(base + "/" + relative) else {
      throw ReviewFailure(
        .configuration, "\(relative) can't be read: \(SystemError.last)", hints: ["create it, or do not name it"])
    }
    guard path.hasPrefix(base == "/" ? base : base + "/") else {
      throw ReviewFailure(
        .refused, "\(relative) leads out of the repository", hints: ["replace the link by a file of the repository"])
    }
    return path
  }

  private static func real(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}
