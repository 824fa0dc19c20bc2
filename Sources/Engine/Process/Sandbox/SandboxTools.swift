internal import Glibc

/// What a sandbox is made with and what of the system every program needs, as found on this machine.
package struct SandboxTools: Sendable, Hashable {
  /// A part of the system that a confined program sees.
  package enum SystemPart: Sendable, Hashable {
    /// A folder with programs and libraries.
    case folder(String)
    case file(String)
    /// A link such as `/lib`, with what it says.
    case link(String, target: String)
  }

  /// The path of `agent-shim`.
  package var shim: String
  /// The path of `bwrap`; nil where it is not installed.
  package var bubblewrap: String?
  package var system: [SystemPart]

  package init(shim: String, bubblewrap: String?, system: [SystemPart]) {
    self.shim = shim
    self.bubblewrap = bubblewrap
    self.system = system
  }

  private static let folders = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store"]
  /// What finds libraries, alternatives and the time of day; nothing that names users, hosts or keys.
  private static let files = ["/etc/ld.so.cache", "/etc/localtime"]
  private static let more = ["/etc/alternatives"]
  /// Programs come from here only: a search of PATH could find one of the reviewed tree.
  private static let places = [
    "/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap", "/run/current-system/sw/bin/bwrap",
  ]

  /// Looks around on this machine.
  package static func find(shim: String) -> SandboxTools {
    var system: [SystemPart] = []
    for path in folders + more {
      switch kind(of: path) {
      case S_IFDIR: system.append(.folder(path))
      case S_IFLNK: if let target = target(of: path) { system.append(.link(path, target: target)) }
      default: break
      }
    }
    system += ownLibraries().map { .folder($0) }
    // A link among them is bound as the file that it leads to.
    system += files.filter { unsafe access($0, R_OK) == 0 }.map { .file($0) }
    return SandboxTools(
      shim: real(shim) ?? shim, bubblewrap: places.first { unsafe access($0, X_OK) == 0 }, system: system)
  }

  /// Folders outside the system's from which this program itself has its libraries: those of the language in a build for
  /// debugging, which `agent-shim` needs as well.
  private static func ownLibraries() -> [String] {
    guard let maps = unsafe fopen("/proc/self/maps", "re") else { return [] }
    defer { unsafe fclose(maps) }
    var found: Set<String> = []
    var line = [CChar](repeating: 0, count: 8192)
    while unsafe fgets(&line, Int32(line.count), maps) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard let start = text.firstIndex(of: "/"), let end = text.lastIndex(of: "/"), text.contains(".so") else {
        continue
      }
      let folder = String(text[start..<end])
      if !folders.contains(where: { folder == $0 || folder.hasPrefix($0 + "/") }) { found.insert(folder) }
    }
    return found.sorted()
  }

  /// Without links and steps back, which a sandbox does not have inside.
  private static func real(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  private static func kind(of path: String) -> mode_t? {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func target(of path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe bytes.baseAddress.map { unsafe readlink(path, $0.assumingMemoryBound(to: CChar.self), bytes.count) } ?? -1
    }
    return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
  }
}
