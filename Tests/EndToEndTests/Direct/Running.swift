import Foundation

/// A process as anybody of the same user sees it.
struct Running {
  var id: Int32
  var parent: Int32
  var arguments: String
  var environment: String

  /// All that there are now.
  static func all() -> [Running] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }.map { id in
      Running(
        id: id, parent: parent(of: id), arguments: read("/proc/\(id)/cmdline"), environment: read("/proc/\(id)/environ")
      )
    }
  }

  /// What its open descriptors lead to, and the beginnings of the files among them.
  var descriptors: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/fd")) ?? []).flatMap { name in
      let path = "/proc/\(id)/fd/\(name)"
      let target = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) ?? ""
      // Files alone: whatever else is open has no end to read to.
      return target.hasPrefix("/") && !target.hasPrefix("/dev/") ? [target, Running.read(path)] : [target]
    }
  }

  func isBelow(_ ancestor: Int32) -> Bool {
    var (next, seen) = (parent, 0)
    while next > 1, seen < 20 {
      if next == ancestor { return true }
      next = Running.parent(of: next)
      seen += 1
    }
    return false
  }

  static func read(_ path: String) -> String {
    guard let file = FileHandle(forReadingAtPath: path) else { return "" }
    return String(decoding: (try? file.read(upToCount: 1 << 20)) ?? Data(), as: UTF8.self)
  }

  private static func parent(of id: Int32) -> Int32 {
    let fields = read("/proc/\(id)/stat").components(separatedBy: ") ").last?.split(separator: " ") ?? []
    return fields.count > 1 ? Int32(fields[1]) ?? 0 : 0
  }
}
