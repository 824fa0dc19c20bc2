internal import FoundationEssentials
internal import Glibc

/// Follows `objects/info/alternates`: git reads relative and chained entries only from the repository's own place.
enum GitAlternates {
  /// The object directory and everything behind it, absolute. A missing one is an error, since objects would seem gone.
  static func all(of objects: String) throws(ReviewFailure) -> [String] {
    var found: [String] = []
    var waiting = [objects]
    while let next = waiting.popLast() {
      guard !found.contains(next) else { continue }
      var status = stat()
      guard unsafe stat(next, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw ReviewFailure(
          .change, "an object directory of the repository is missing: \(next)",
          hints: ["bring it back, or run git repack -a -d where it is still there"])
      }
      found.append(next)
      // Git itself stops at a depth of 5.
      guard found.count <= 32 else { throw ReviewFailure(.change, "too many alternate object directories: \(objects)") }
      guard let text = try? String(contentsOfFile: "\(next)/info/alternates", encoding: .utf8) else { continue }
      for line in text.utf8.split(separator: 0x0A) where line.first != 0x23 {
        let entry = String(decoding: line, as: UTF8.self)
        waiting.append(entry.hasPrefix("/") ? entry : "\(next)/\(entry)")
      }
    }
    return found
  }
}
