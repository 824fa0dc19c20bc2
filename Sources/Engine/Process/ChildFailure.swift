internal import Glibc

/// Why a child could not be run.
struct ChildFailure: Error {
  var failure: ReviewFailure
  /// The system was short of something that it may have again in a moment; nothing of the child has run.
  var isShortage = false

  init(_ failure: ReviewFailure) { self.failure = failure }

  /// `error` came from a call that starts something.
  init(starting failure: ReviewFailure, _ error: SystemError) {
    self.failure = failure
    isShortage = [EMFILE, ENFILE, EAGAIN, ENOMEM].contains(error.number)
  }

  /// What to say once waiting has not helped.
  var afterRetries: ReviewFailure {
    guard isShortage else { return failure }
    return ReviewFailure(
      failure.code, "\(failure.message), and waiting did not help",
      hints: ["end other programs, or allow more: see ulimit -n and ulimit -u"])
  }
}
