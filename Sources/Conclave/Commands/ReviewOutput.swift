internal import Engine

/// The forms in which a review's result is written.
enum ReviewOutput {
  /// The bytes of a result.
  static func bytes(
    of report: Report, events: some Sequence<ReviewEvent>, format: OutputFormat, status: ExitStatus, recording: String?
  ) throws(ReviewFailure) -> [UInt8] {
    switch format {
    case .text:
      Array(
        TextReport(report, exitStatus: status.code, exitReason: status.description, recording: recording).render().utf8)
    case .markdown: Array(CommentRenderer(report, allOpen: true).render().utf8)
    case .json: try report.json()
    case .jsonl: events.flatMap(Wire.line)
    }
  }

  /// Writes to a file, or to standard output where `path` is nil.
  static func write(_ bytes: [UInt8], to path: String?) throws(OutputFailure) {
    if let path {
      try OutputSink(path: path).write(bytes)
    } else {
      try OutputSink(descriptor: 1).write(bytes)
    }
  }
}
