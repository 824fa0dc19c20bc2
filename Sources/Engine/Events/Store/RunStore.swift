internal import Glibc

/// The directory that holds one directory for each run (system.md, section 12: Files).
package struct RunStore: Sendable {
  /// Absolute path of the directory `runs`.
  package let root: String
  /// Said where it is not the usual place (reliability.md, DK-06).
  package let notice: Notice?

  /// Finds the store in `environment` and creates what is missing: below an absolute `XDG_STATE_HOME`, else below
  /// `HOME/.local/state`; where that is unset, not ours or can't be written, in a private directory below `TMPDIR` or
  /// `/tmp`. Throws where somebody else has put something in the way.
  package init(environment: [String: String]) throws(ReviewFailure) {
    var reason = "neither XDG_STATE_HOME nor HOME is an absolute path"
    if let home = Self.stateHome(environment) {
      switch try Self.prepare(home) {
      case .ready(let root):
        self.root = root
        notice = nil
        return
      case .unusable(let why): reason = why
      }
    }
    root = try Self.prepareTemporary(Self.absolute(environment["TMPDIR"]) ?? "/tmp")
    notice = Notice(.warning, "recordings go to \(root): \(reason)")
  }

  private enum Place {
    case ready(String)
    case unusable(String)
  }

  private static func absolute(_ path: String?) -> String? {
    path.flatMap { $0.hasPrefix("/") && !$0.utf8.contains(0) ? $0 : nil }
  }

  private static func stateHome(_ environment: [String: String]) -> String? {
    absolute(environment["XDG_STATE_HOME"]) ?? absolute(environment["HOME"]).map { $0 + "/.local/state" }
  }

  private static func prepare(_ home: String) throws(ReviewFailure) -> Place {
    do throws(SystemError) {
      try createParents(home)
      let base = try Directory(path: home)
      guard try base.status().owner == geteuid() else { return .unusable("\(home) belongs to somebody else") }
      _ = try base.create("conclave")
      return .ready(try runs(in: base, below: "conclave"))
    } catch {
      if error.number == ELOOP || error.number == ENOTDIR || error.number == EPERM {
        try refuseIfInTheWay(home + "/conclave")
        try refuseIfInTheWay(home + "/conclave/runs")
      }
      return .unusable("\(home): \(error)")
    }
  }

  private static func prepareTemporary(_ directory: String) throws(ReviewFailure) -> String {
    let name = "conclave-\(geteuid())"
    do throws(SystemError) {
      let base = try Directory(path: directory)
      _ = try base.create(name)
      return try runs(in: base, below: name)
    } catch {
      try refuseIfInTheWay("\(directory)/\(name)")
      try refuseIfInTheWay("\(directory)/\(name)/runs")
      throw ReviewFailure(
        .recording, "there is no place for recordings: \(directory): \(error)",
        hints: ["set XDG_STATE_HOME to a directory of yours", "use --no-record"])
    }
  }

  /// Opens `name` and `runs` in it, both ours and closed to others; `EPERM` where one belongs to somebody else.
  private static func runs(in base: borrowing Directory, below name: String) throws(SystemError) -> String {
    let own = try Directory(name, in: base)
    try claim(own)
    _ = try own.create("runs")
    let runs = try Directory("runs", in: own)
    try claim(runs)
    guard unsafe faccessat(runs.descriptor, ".", W_OK, 0) == 0 else { throw .last }
    return runs.path
  }

  private static func claim(_ directory: borrowing Directory) throws(SystemError) {
    let (owner, mode) = try directory.status()
    guard owner == geteuid() else { throw SystemError(EPERM) }
    if mode != 0o700, fchmod(directory.descriptor, 0o700) != 0 { throw .last }
  }

  private static func refuseIfInTheWay(_ path: String) throws(ReviewFailure) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    let isDirectory = status.st_mode & S_IFMT == S_IFDIR
    guard !isDirectory || status.st_uid != geteuid() else { return }
    let what = isDirectory ? "belongs to somebody else" : "is not a directory"
    throw ReviewFailure(
      .refused, "\(path) \(what); recordings are not put there",
      hints: ["remove it", "set XDG_STATE_HOME to a directory of yours"])
  }

  private static func createParents(_ path: String) throws(SystemError) {
    var parent = ""
    for component in path.split(separator: "/") {
      parent += "/" + component
      if unsafe mkdir(parent, 0o700) == 0 {
        guard unsafe chmod(parent, 0o700) == 0 else { throw .last }
      } else if errno != EEXIST, errno != EISDIR {
        throw .last
      }
    }
  }
}
