internal import FoundationEssentials
internal import Glibc

/// A tree that was made of the index or of the files on disk, in our own object directory.
struct WrittenTree {
  var reader: GitReader
  var tree: String
  /// Paths that could not go into it, with the reason.
  var excluded: [ExcludedFile] = []
  /// Files on disk that are neither tracked nor ignored; those with `includeUntracked` are in the tree.
  var untracked = 0
}

extension GitReader {
  /// Larger files on disk are not hashed: a sparse file of a terabyte costs nothing to make.
  private static let fileLimit = 64 << 20

  /// The index as a tree. `GIT_INDEX_FILE` counts where it lies inside of the git directory, as that of `git commit -a`
  /// does in a hook; elsewhere it is refused (forges.md, 5.3).
  func indexTree(_ environment: IntakeEnvironment) throws(ReviewFailure) -> WrittenTree {
    var index = "\(gitDirectory)/index"
    if let named = environment.variables["GIT_INDEX_FILE"] {
      let path = named.hasPrefix("/") ? named : "\(environment.currentDirectory)/\(named)"
      let folder = path.split(separator: "/").dropLast().map { "/\($0)" }.joined()
      let real = PrivateDirectory.resolved(folder.isEmpty ? "/" : folder) ?? ""
      guard [gitDirectory, commonDirectory].contains(where: { isInside(real, PrivateDirectory.resolved($0) ?? $0) })
      else {
        throw ReviewFailure(
          .refused, "GIT_INDEX_FILE lies outside of the git directory: \(named)",
          hints: ["unset GIT_INDEX_FILE, or review with --working-tree"])
      }
      index = path
    }
    return try write(index: index) { _, _ in }
  }

  /// The tracked files on disk as a tree, with the untracked ones where asked.
  func worktreeTree(includeUntracked: Bool) throws(ReviewFailure) -> WrittenTree {
    try write(index: "\(gitDirectory)/index") { (runner, result) throws(ReviewFailure) in
      try takeTracked(runner, &result)
      let untracked = try names(runner, ["ls-files", "--others", "--exclude-standard", "-z"])
      result.untracked = untracked.count
      if includeUntracked { try add(untracked, runner, &result) }
    }
  }

  /// How many files have changes that are in no commit, staged ones included; a merely touched one does not count.
  func uncommittedFiles(head: String?) throws(ReviewFailure) -> Int {
    guard let worktree else { return 0 }
    let index = "\(scratch.path)/index-of-notice"
    try copyIndex(from: "\(gitDirectory)/index", to: index)
    let runner = runner(in: worktree, worktree: worktree, index: index)
    // Unmerged paths make this end with 1; the next two name them.
    _ = try runner.run(["update-index", "-q", "--refresh"])
    var paths = Set(try names(runner, ["diff-files", "--name-only", "-z", "--ignore-submodules=dirty"]))
    if let head {
      paths.formUnion(
        try names(runner, ["diff-index", "--cached", "--name-only", "-z", "--ignore-submodules=dirty", head]))
    }
    return paths.count
  }

  private func isInside(_ path: String, _ directory: String) -> Bool {
    path == directory || path.hasPrefix(directory + "/")
  }

  private func copyIndex(from source: String, to copy: String) throws(ReviewFailure) {
    var status = stat()
    guard unsafe lstat(source, &status) == 0 else { return }
    do {
      try FileManager.default.copyItem(atPath: source, toPath: copy)
    } catch {
      throw ReviewFailure(.change, "the index can't be copied: \(source)")
    }
    // Git reads a file again that is not older than the index; a younger copy would pass over what was edited in the
    // second in which the index was written.
    let times = [status.st_atim, status.st_mtim]
    guard unsafe utimensat(AT_FDCWD, copy, times, 0) == 0 else {
      throw ReviewFailure(.change, "the copy of the index can't get its time: \(SystemError.last)")
    }
  }

  private func write(
    index source: String, _ body: (GitRunner, inout WrittenTree) throws(ReviewFailure) -> Void
  ) throws(ReviewFailure) -> WrittenTree {
    guard let worktree else {
      throw ReviewFailure(
        .usage, isBare ? "a bare repository has no index and no working tree" : "not inside of the working tree",
        hints: ["review a range A..B"])
    }
    let reader = try withPrivateObjects()
    let index = "\(scratch.path)/index"
    try copyIndex(from: source, to: index)
    var result = WrittenTree(reader: reader, tree: "")
    let runner = reader.runner(in: worktree, worktree: worktree, index: index)
    let unmerged = try self.unmerged(runner)
    try body(runner, &result)
    if !unmerged.isEmpty {
      let idLength = try emptyTree().utf8.count
      let input = unmerged.flatMap { path, ours in
        let removal = "0 \(String(repeating: "0", count: idLength))\t".utf8 + path.bytes + [0]
        return removal + (ours.map { $0 + [0x09] + path.bytes + [0] } ?? [])
      }
      _ = try checked(
        runner, ["update-index", "-z", "--index-info"], input: input, "unmerged paths can't be set aside")
      result.excluded += unmerged.map { ExcludedFile(path: $0.path, reason: "unmerged: resolve the conflict first") }
    }
    let tree = try checked(runner, ["write-tree"], "the index can't be written as a tree")
    result.tree = String(decoding: tree.prefix { $0 != 0x0A }, as: UTF8.self)
    return result
  }

  /// Unmerged paths, each with mode and object of our side (which is HEAD's) where it has one.
  private func unmerged(_ runner: GitRunner) throws(ReviewFailure) -> [(path: RepoPath, ours: [UInt8]?)] {
    let output = try checked(runner, ["ls-files", "--unmerged", "-z"], "the index can't be read")
    var order: [RepoPath] = []
    var ours: [RepoPath: [UInt8]] = [:]
    for record in output.split(separator: 0) {
      guard let tab = record.firstIndex(of: 0x09) else { continue }
      let path = RepoPath(bytes: Array(record[(tab + 1)...]))
      if order.last != path { order.append(path) }
      let head = record[..<tab].split(separator: 0x20)
      if head.count == 3, head[2].elementsEqual([0x32]) { ours[path] = Array(head[0] + [0x20] + head[1]) }
    }
    return order.map { ($0, ours[$0]) }
  }

  /// Takes what changed on disk into the private index. `diff-files` names candidates, `update-index` reads them;
  /// neither looks into submodules, whose own configuration could run programs.
  private func takeTracked(_ runner: GitRunner, _ result: inout WrittenTree) throws(ReviewFailure) {
    let output = try checked(
      runner, ["diff-files", "--raw", "-z", "--no-abbrev", "--ignore-submodules=dirty"],
      "the working tree can't be read")
    var gone: [[UInt8]] = []
    var present: [[UInt8]] = []
    let fields = output.split(separator: 0)
    for index in stride(from: 0, to: fields.count - 1, by: 2) {
      switch fields[index].last {
      case 0x44: gone.append(Array(fields[index + 1]))
      case 0x55: break
      default: present.append(Array(fields[index + 1]))
      }
    }
    if !gone.isEmpty {
      _ = try checked(
        runner, ["update-index", "-z", "--force-remove", "--stdin"], input: GitReader.list(gone),
        "deleted files can't be taken")
    }
    try add(present, runner, &result)
  }

  private func add(_ paths: [[UInt8]], _ runner: GitRunner, _ result: inout WrittenTree) throws(ReviewFailure) {
    var usable: [[UInt8]] = []
    for path in paths {
      if let reason = obstacle(path, in: runner.directory) {
        result.excluded.append(ExcludedFile(path: RepoPath(bytes: path), reason: reason))
      } else {
        usable.append(path)
      }
    }
    guard !usable.isEmpty else { return }
    _ = try checked(
      runner, ["update-index", "-z", "--add", "--replace", "--stdin"], input: GitReader.list(usable),
      "changed files can't be read")
  }

  /// Why a file on disk can't be read; a pipe would wait for ever, and a huge file fill the disk.
  private func obstacle(_ path: [UInt8], in directory: String) -> String? {
    if path.last == 0x2F { return "a repository of its own" }
    var status = stat()
    let whole = Array(directory.utf8CString.dropLast()) + (([0x2F] + path + [0]).map { CChar(bitPattern: $0) })
    guard unsafe lstat(whole, &status) == 0 else { return "unreadable: \(SystemError.last)" }
    switch status.st_mode & S_IFMT {
    case S_IFLNK, S_IFDIR: return nil
    case S_IFREG:
      if status.st_size > GitReader.fileLimit { return "oversized: larger than 64 MB on disk" }
      return unsafe access(whole, R_OK) == 0 ? nil : "unreadable: \(SystemError.last)"
    default: return "not a regular file"
    }
  }

  private static func list(_ names: [[UInt8]]) -> [UInt8] { names.flatMap { $0 + [0] } }

  private func names(_ runner: GitRunner, _ arguments: [String]) throws(ReviewFailure) -> [[UInt8]] {
    try checked(runner, arguments, "the working tree can't be listed").split(separator: 0).map(Array.init)
  }

  private func checked(
    _ runner: GitRunner, _ arguments: [String], input: [UInt8] = [], _ task: String
  ) throws(ReviewFailure) -> [UInt8] {
    try GitReader.checked(try runner.run(arguments, input: input), task: task)
  }
}
