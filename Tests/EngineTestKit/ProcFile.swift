package import Foundation

/// A file of the system below /proc. Foundation's reader of whole files leaks its buffer for those, since they say that they
/// have no size; that would be counted as ours where memory is measured.
package enum ProcFile {
  package static func bytes(_ path: String) -> Data? {
    guard let file = FileHandle(forReadingAtPath: "/proc/\(path)") else { return nil }
    defer { try? file.close() }
    return try? file.readToEnd() ?? Data()
  }

  package static func text(_ path: String) -> String? { bytes(path).map { String(decoding: $0, as: UTF8.self) } }
}
