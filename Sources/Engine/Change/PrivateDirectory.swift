internal import FoundationEssentials
internal import Glibc

/// A directory of our own (0700), removed with everything in it when nobody holds it any more.
package final class PrivateDirectory: Sendable {
  /// Absolute path without symbolic links.
  package let path: String

  /// Makes one inside of `parent`.
  package init(in parent: String) throws(ReviewFailure) {
    var template = Array("\(parent)/conclave-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw ReviewFailure(
        .change, "no private directory can be made in \(parent): \(SystemError.last)",
        hints: ["set TMPDIR to a directory that you can write to"])
    }
    // A umask such as 0177 leaves one that can't be entered (reliability.md, DK-12).
    unsafe chmod(template, 0o700)
    let name = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = PrivateDirectory.resolved(name) ?? name
  }

  deinit { remove() }

  /// Removes it before its owners go; for a program that is about to exit, where nobody waits for the last of them.
  package func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// Makes a directory inside and returns its path.
  package func directory(_ name: String) throws(ReviewFailure) -> String {
    let path = "\(path)/\(name)"
    guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST, unsafe chmod(path, 0o700) == 0 else {
      throw ReviewFailure(.change, "\(path) can't be made: \(SystemError.last)")
    }
    return path
  }

  /// The path without symbolic links, or nil where nothing is there.
  static func resolved(_ path: String) -> String? {
    guard let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
}
