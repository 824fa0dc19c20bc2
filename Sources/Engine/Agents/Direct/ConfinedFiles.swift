internal import Glibc

/// Why a tool gives nothing; words for the model.
package struct ToolRefusal: Error, Sendable, Hashable {
  package var message: String

  package init(_ message: String) { self.message = message }
}

/// The files that a model may read: those below a few folders of the run. Each folder on the way is opened by name inside of the
/// one before and no link is followed, so that no path leads out (reliability.md, UR-08).
package struct ConfinedFiles: Sendable {
  /// Largest file that is read.
  private static let largest = 8 << 20
  private static let longestPath = 4096

  /// Folders by the first word of a path.
  private let roots: [String: String]

  package init(diff: String, context: String?, tree: String? = nil) {
    roots = [("diff", diff), ("context", context), ("tree", tree)].reduce(into: [:]) { $0[$1.0] = $1.1 }
  }

  /// The first words of paths.
  package var folders: [String] { roots.keys.sorted() }

  /// The whole content of a file, such as `diff/0001.patch`.
  package func read(_ path: String) throws(ToolRefusal) -> [UInt8] {
    let file = try open(path)
    var status = stat()
    guard unsafe fstat(file.number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw ToolRefusal("\(path) is no file")
    }
    guard status.st_size <= ConfinedFiles.largest else { throw ToolRefusal("\(path) is too large to read") }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe Glibc.read(file.number, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw ToolRefusal("\(path) can't be read: \(SystemError.last)") }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      // It may grow while it is read.
      guard bytes.count <= ConfinedFiles.largest else { throw ToolRefusal("\(path) is too large to read") }
    }
  }

  /// Whether the path is one of a folder: of the first words or below one of them.
  package func isFolder(_ path: String) -> Bool { (try? folder(path)) != nil }

  /// The names in a folder, sorted, at most `limit`; those of folders end in a slash.
  package func names(_ path: String, limit: Int) -> [String] {
    guard let opened = try? folder(path), opened.number >= 0 else { return [] }
    // The stream closes its own copy of the descriptor.
    guard let directory = unsafe fdopendir(dup(opened.number)) else { return [] }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while names.count < limit, let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { buffer in
        unsafe String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
      }
      let isFolder = unsafe entry.pointee.d_type == UInt8(DT_DIR)
      if name != ".", name != ".." { names.append(isFolder ? name + "/" : name) }
    }
    return names.sorted()
  }

  /// The paths of all files below a folder, at most `limit`; no link is followed.
  package func paths(below folder: String, limit: Int) -> [String] {
    var found: [String] = []
    var waiting = [folder]
    while let next = waiting.popLast(), found.count < limit {
      var folders: [String] = []
      for name in names(next, limit: limit - found.count) {
        if name.hasSuffix("/") {
          folders.append("\(next)/\(name.dropLast())")
        } else {
          found.append("\(next)/\(name)")
        }
      }
      waiting += folders.reversed()
    }
    return found
  }

  private func folder(_ path: String) throws(ToolRefusal) -> Descriptor {
    let parts = try parts(path)
    var folder = try root(parts[0])
    for name in parts.dropFirst() { folder = try enter(name, from: folder, of: path) }
    return folder
  }

  private func parts(_ path: String) throws(ToolRefusal) -> [String] {
    let parts = path.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).map { String(Substring($0)) }
    guard path.utf8.count <= ConfinedFiles.longestPath, !path.utf8.contains(0),
      parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
    else { throw ToolRefusal("there is no such file; list shows those that can be read") }
    return parts
  }

  private func root(_ name: String) throws(ToolRefusal) -> Descriptor {
    guard let root = roots[name] else {
      throw ToolRefusal("there is no such file; list shows those that can be read")
    }
    let opened = Descriptor(owning: unsafe Glibc.open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    guard opened.number >= 0 else { throw ToolRefusal("\(name) can't be read: \(SystemError.last)") }
    return opened
  }

  private func enter(_ name: String, from folder: borrowing Descriptor, of path: String) throws(ToolRefusal)
    -> Descriptor
  {
    let next = unsafe openat(folder.number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard next >= 0 else { throw ToolRefusal("\(path) can't be read: \(SystemError.last)") }
    return Descriptor(owning: next)
  }

  private func open(_ path: String) throws(ToolRefusal) -> Descriptor {
    let parts = try parts(path)
    guard parts.count > 1 else { throw ToolRefusal("there is no such file; list shows those that can be read") }
    var folder = try root(parts[0])
    for name in parts.dropFirst().dropLast() { folder = try enter(name, from: folder, of: path) }
    // A pipe without a writer would block.
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    let file = unsafe openat(folder.number, parts[parts.count - 1], flags)
    guard file >= 0 else { throw ToolRefusal("\(path) can't be read: \(SystemError.last)") }
    return Descriptor(owning: file)
  }
}
