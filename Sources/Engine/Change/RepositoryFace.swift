/// What the program needs of a repository beside the change: where it is, and files of the side that is trusted.
package struct RepositoryFace: Sendable {
  /// Top of the working tree; nil in a bare repository.
  package let worktree: String?
  /// Absolute path by which runs of this repository are found again; linked worktrees share it.
  package let identity: String
  /// Directory in which git looks for hooks.
  package let hooks: String
  private let reader: GitReader
  /// The tree whose configuration counts; nil where it is the working tree.
  private let trusted: String?

  /// Longest file that is read.
  private static let limit = 1 << 20

  init(_ reader: GitReader, trusted: String?) {
    self.reader = reader
    self.trusted = trusted
    worktree = reader.worktree
    identity = reader.commonDirectory
    hooks = RepositoryFace.hooks(of: reader)
  }

  /// The repository around the current directory, its working tree trusted; nil where there is none.
  package static func around(_ environment: IntakeEnvironment) throws(ReviewFailure) -> RepositoryFace? {
    do throws(ReviewFailure) {
      return RepositoryFace(try GitReader(environment), trusted: nil)
    } catch {
      if error.code == .change { return nil }
      throw error
    }
  }

  /// A file of the trusted side by its path from the top: of the base for ranges, of the disk for the index and the working
  /// tree (system.md, section 12). Nil where there is none.
  package func trustedFile(_ path: String) throws(ReviewFailure) -> [UInt8]? {
    guard let trusted else {
      guard let worktree else { return nil }
      return try ConfigurationFile.read("\(worktree)/\(path)", name: path)?.bytes
    }
    let result = try reader.run(["cat-file", "blob", "\(trusted):\(path)"], limit: RepositoryFace.limit)
    if result.isCut {
      throw ReviewFailure(.configuration, "\(path) has more than \(RepositoryFace.limit >> 20) MiB")
    }
    return result.status == 0 ? result.output : nil
  }

  /// Whether the working tree is what is trusted.
  var isDisk: Bool { trusted == nil }

  /// What the trusted tree has at some paths; a path with a slash at its end means what is in that folder.
  func listing(_ paths: [String]) throws(ReviewFailure) -> [GitReader.TreeEntry] {
    guard let trusted else { return [] }
    return try reader.entries(of: trusted, at: paths)
  }

  /// Git runs hooks in the top directory, so a relative `core.hooksPath` counts from there.
  private static func hooks(of reader: GitReader) -> String {
    guard let path = reader.configuration["core.hookspath"], !path.isEmpty else {
      return reader.commonDirectory + "/hooks"
    }
    return path.hasPrefix("/") ? path : (reader.worktree ?? reader.gitDirectory) + "/" + path
  }
}
