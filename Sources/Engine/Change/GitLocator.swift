internal import Glibc

/// Finds git once, by absolute path, so that a `PATH` with relative entries can't choose another one later.
enum GitLocator {
  static func find(_ variables: [String: String]) throws(ReviewFailure) -> String {
    let path = variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    for folder in path.split(separator: ":") where folder.hasPrefix("/") {
      let candidate = "\(folder)/git"
      var status = stat()
      if unsafe stat(candidate, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        unsafe access(candidate, X_OK) == 0
      {
        return candidate
      }
    }
    throw ReviewFailure(
      .change, "git is not installed: no PATH entry holds it",
      hints: ["install git, or review a patch with --patch FILE"])
  }
}
