internal import Engine

/// The one table of exit statuses (system.md, section 12).
struct ExitStatus: Hashable, Sendable, CustomStringConvertible {
  let code: Int32

  /// Reviewed, nothing at or above the threshold.
  static let clean = ExitStatus(code: 0)
  /// Reviewed, findings at or above the threshold.
  static let findings = ExitStatus(code: 1)
  /// A wrong flag, argument, input, configuration or recording.
  static let usage = ExitStatus(code: 2)
  /// Some reviewer that should have run did not prove that it finished, or part of the input could not be read.
  static let incomplete = ExitStatus(code: 3)
  /// Reviewed, but the result could not be written or posted.
  static let undelivered = ExitStatus(code: 4)
  static let refused = ExitStatus(code: 5)
  /// A recording was required and is impossible.
  static let unrecorded = ExitStatus(code: 6)
  /// Whoever read the output went away: the status of a program that SIGPIPE ended, 128 + 13.
  static let readerGone = ExitStatus(code: 141)

  /// 128 + the number of the signal.
  static func signal(_ number: Int32) -> ExitStatus { ExitStatus(code: 128 &+ number) }

  /// One that was decided elsewhere: by an agent of ours, or by a recorded review.
  static func given(_ code: Int32) -> ExitStatus { ExitStatus(code: code) }

  private init(code: Int32) { self.code = code }

  /// The status of a command that could not do its work.
  init(_ failure: ReviewFailure.Code) {
    switch failure {
    case .usage, .configuration, .change, .plugin: self = .usage
    case .agent: self = .incomplete
    case .delivery: self = .undelivered
    case .refused: self = .refused
    case .recording: self = .unrecorded
    // SIGINT; a signal that is known has its own status.
    case .cancelled: self = .signal(2)
    }
  }

  /// The status of a review that ended, by what is accepted or still open in its report. What is missing counts before what
  /// was found, since the findings may not be all.
  static func of(_ report: Report, failOn: FailureThreshold) -> ExitStatus {
    let standing = report.findings.filter { $0.state != .suppressed }
    return ExitStatus(
      code: ReviewVerdict.exitStatus(
        severities: standing.map(\.severity), complete: report.complete, failOn: failOn))
  }

  /// In words, for reports and `conclave --help`.
  var description: String {
    switch code {
    case 0: "reviewed, nothing at or above --fail-on"
    case 1: "reviewed, findings at or above --fail-on"
    case 2: "usage or configuration"
    case 3: "incomplete: a reviewer that should have run did not prove that it finished"
    case 4: "reviewed, but the result could not be delivered; it is kept"
    case 5: "refused for safety"
    case 6: "a recording was required and is impossible"
    case 141: "the reader of the output went away"
    case 129...: "stopped by signal \(code - 128)"
    default: "unknown"
    }
  }

  /// What `--help` lists.
  static let documented: [ExitStatus] = [
    .clean, .findings, .usage, .incomplete, .undelivered, .refused, .unrecorded,
  ]
}
