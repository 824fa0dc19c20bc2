internal import Glibc

/// The folder that an export is written into: every file is made by us alone, and no link is followed on the way.
final class ExportFolder {
  private let root: Descriptor
  private let path: String
  /// Folders below, by their paths; closed against writing at the end.
  private var folders: Set<String> = []

  /// Makes the folder, which must not exist yet.
  init(_ path: String) throws(ReviewFailure) {
    self.path = path
    guard unsafe mkdir(path, 0o700) == 0, unsafe chmod(path, 0o700) == 0 else { throw ExportFolder.failure(path) }
    root = Descriptor(owning: unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
    guard root.number >= 0 else { throw ExportFolder.failure(path) }
  }

  /// Writes a file that does not exist yet; returns why it can't have that name here.
  func write(_ components: [String], _ bytes: [UInt8]) throws(ReviewFailure) -> String? {
    guard let name = components.last else { return "not a name" }
    do throws(SystemError) {
      try put(bytes, name, try folder(components.dropLast()))
      return nil
    } catch {
      switch error.number {
      case EEXIST, ENOTDIR, EISDIR, ELOOP: return "another file has its name"
      case ENAMETOOLONG, EILSEQ, EINVAL: return "its name can't be written here: \(error)"
      default: throw ExportFolder.failure("\(path)/\(components.joined(separator: "/"))", error)
      }
    }
  }

  /// From now on nothing of it can be changed by who is not root.
  func close() throws(ReviewFailure) {
    for folder in folders where unsafe fchmodat(root.number, folder, 0o500, 0) != 0 {
      throw ExportFolder.failure("\(path)/\(folder)")
    }
    guard fchmod(root.number, 0o500) == 0 else { throw ExportFolder.failure(path) }
  }

  private func folder(_ components: ArraySlice<String>) throws(SystemError) -> Descriptor {
    var current = Descriptor(owning: fcntl(root.number, F_DUPFD_CLOEXEC, 3))
    var reached = ""
    for component in components {
      reached += (reached.isEmpty ? "" : "/") + component
      if !folders.contains(reached) {
        guard unsafe mkdirat(current.number, component, 0o700) == 0 else { throw .last }
        // Whatever the umask (reliability.md, DK-12).
        guard unsafe fchmodat(current.number, component, 0o700, 0) == 0 else { throw .last }
        folders.insert(reached)
      }
      let next = unsafe openat(current.number, component, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard next >= 0 else { throw .last }
      current = Descriptor(owning: next)
    }
    return current
  }

  private func put(_ bytes: [UInt8], _ name: String, _ folder: borrowing Descriptor) throws(SystemError) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let file = Descriptor(owning: unsafe openat(folder.number, name, flags, 0o600))
    guard file.number >= 0 else { throw .last }
    fchmod(file.number, 0o400)
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        return unsafe Glibc.write(file.number, base + offset, buffer.count - offset)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .last }
      offset += count
    }
  }

  private static func failure(_ path: String, _ error: SystemError = .last) -> ReviewFailure {
    ReviewFailure(
      .delivery, "the tree can't be written for the agents: \(path): \(error)",
      hints: ["make room or choose another place with XDG_STATE_HOME"])
  }
}
