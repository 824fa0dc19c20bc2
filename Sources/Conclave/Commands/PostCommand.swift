internal import Engine

/// `conclave post`: delivers a run's comment.
enum PostCommand {
  static func run(_ options: PostOptions, _ around: Surroundings) async throws -> ExitStatus {
    let recording = try await Recording.open(options.run, withTranscripts: false, around)
    let report = try recording.report()
    let comment = Posting.comment(report, includesOpen: options.includesOpen)
    if options.isDryRun {
      try OutputSink(descriptor: 1).write(lines: plan(report, options, bytes: comment.count).map(PlainText.escape))
      return .clean
    }
    switch options.target {
    case .standardOutput: try ReviewOutput.write(comment, to: nil)
    case .file(let path):
      try ReviewOutput.write(comment, to: around.absolute(path))
      Messages.say("wrote \(path)")
    }
    return .clean
  }

  /// What would be delivered, and what not and why.
  private static func plan(_ report: Report, _ options: PostOptions, bytes: Int) -> [String] {
    let target = if case .file(let path) = options.target { path } else { "standard output" }
    let posted = report.findings.filter { $0.state == .accepted || options.includesOpen && $0.state == .open }
    let open = report.findings.count { $0.state == .open }
    let suppressed = report.findings.count { $0.state == .suppressed }
    return [
      "would write \(bytes) bytes to \(target): \(posted.count) of \(report.findings.count) findings",
      options.includesOpen
        ? "open findings are included" : "\(open) open findings are left out; --all-open takes them in",
      "\(suppressed) suppressed findings are left out",
    ]
  }
}
