internal import Engine

/// Delivers a run's comment; so far to files and standard output.
enum Posting {
  /// The comment exactly as a forge would get it, its size limit included (system.md, section 12).
  static func comment(_ report: Report, includesOpen: Bool) -> [UInt8] {
    Array(CommentRenderer(report, allOpen: includesOpen).render().utf8)
  }

  /// Writes a comment to `target` (`file:PATH`), and says where it went.
  static func post(_ comment: String, to target: String, _ around: Surroundings) throws(ReviewFailure) -> String {
    guard target.hasPrefix("file:"), target.utf8.count > 5 else {
      throw ReviewFailure(.usage, "can't post to \(target)", hints: ["use file:PATH"])
    }
    let path = around.absolute(String(target.dropFirst(5)))
    do throws(OutputFailure) {
      try OutputSink(path: path).write(Array(comment.utf8))
      return path
    } catch {
      switch error {
      case .readerGone: throw ReviewFailure(.delivery, "nobody reads \(path)")
      case .failed(let failure): throw failure
      }
    }
  }
}
