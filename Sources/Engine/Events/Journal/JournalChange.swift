/// A change of whether the recording goes on; the reader of the screen has to know.
package enum JournalChange: Sendable, Hashable {
  /// Events from number `from` on are not on the disk; `reason` in the system's words. The review goes on.
  case stopped(from: Int, reason: String)
  /// Recording goes on; so many events are missing for good.
  case resumed(lost: Int)

  /// Whether events reach the disk from now on.
  package var isWorking: Bool { if case .resumed = self { true } else { false } }

  package var notice: Notice {
    switch self {
    case .stopped(let from, let reason):
      Notice(.warning, "recording stopped at event \(from): \(reason); the review goes on")
    case .resumed(lost: 0):
      Notice(.note, "recording goes on, nothing was lost")
    case .resumed(let lost):
      Notice(.warning, "recording goes on, \(lost) events are missing in it")
    }
  }
}
