internal import Glibc

/// A recording that is open for reading: the segments of a file, or a stream that somebody else has opened.
package final class JournalSource: Sendable {
  /// For messages.
  package let name: String
  let descriptor: Int32
  /// Nil for a stream, which has no segments.
  private let path: String?

  /// So many segments in a row may be lost without hiding those behind them.
  private static let lostSegments = 8

  /// Opens the recording whose first file is `path`.
  package init(path: String) throws(ReviewFailure) {
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    name = path
    self.path = path
    guard descriptor >= 0 else { throw ReviewFailure(.usage, "can't read \(path): \(SystemError.last)") }
  }

  /// A stream, such as standard input, which stays open.
  package init(stream: Int32, name: String) {
    descriptor = stream
    self.name = name
    path = nil
  }

  deinit { if path != nil, descriptor >= 0 { close(descriptor) } }

  /// The first segment behind `number` that is there. A file that is no regular one is none.
  func segment(after number: Int) -> JournalSegmentFile? {
    guard let path else { return nil }
    for next in number + 1...number + Self.lostSegments {
      let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
      let descriptor = unsafe open(JournalSegment.path(path, next), flags)
      guard descriptor >= 0 else { continue }
      let file = OpenFile(descriptor)
      if file.isRegular { return JournalSegmentFile(number: next, file: file) }
    }
    return nil
  }
}

/// A later segment of a recording, open.
final class JournalSegmentFile: Sendable {
  let number: Int
  let file: OpenFile

  init(number: Int, file: consuming OpenFile) {
    self.number = number
    self.file = file
  }
}

/// The place at which a recording is read: goes from one segment to the next.
struct JournalCursor {
  enum Step {
    /// There may be more in this segment.
    case again
    case began(segment: Int)
    case last
  }

  private let source: JournalSource
  /// The segment that is being read; nil in the first, which is the source's.
  private var current: JournalSegmentFile?
  private var next: JournalSegmentFile?

  init(_ source: JournalSource) { self.source = source }

  var descriptor: Int32 { current?.file.descriptor ?? source.descriptor }

  /// What to do at the end of a segment. A writer begins the next one when it is through with this one, so that what was
  /// written to this one before the next was seen is read first.
  mutating func advance() -> Step {
    if let segment = next.take() {
      current = segment
      return .began(segment: segment.number)
    }
    next = source.segment(after: current?.number ?? 0)
    return next == nil ? .last : .again
  }
}
