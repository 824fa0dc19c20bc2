/// Notices that the wall clock and the monotonic one part: somebody set the clock, or the machine slept (reliability.md, 2.7).
package struct ClockWatch: Sendable, Hashable {
  /// What is still taken for the slow correction of a clock.
  private static let tolerance: Int64 = 2000

  private var offset: Int64

  package init(monotonic: Duration, wallMilliseconds: Int64) {
    offset = wallMilliseconds - monotonic.wholeMilliseconds
  }

  /// The milliseconds by which the wall clock has jumped since the last look, forwards or backwards; nil for none.
  package mutating func look(monotonic: Duration, wallMilliseconds: Int64) -> Int64? {
    let now = wallMilliseconds - monotonic.wholeMilliseconds
    let jump = now - offset
    guard abs(jump) > Self.tolerance else { return nil }
    offset = now
    return jump
  }
}
