/// Decides when a frame is drawn: at once after a key, else at most so often, and never without a change. A value; time is
/// passed in.
package struct FramePacer: Sendable, Hashable {
  /// 30 frames a second: measured as calm and cheap (tui.md B.3).
  package static let interval: Duration = .microseconds(33_333)
  /// How often what shows the time is drawn anew.
  package static let tick: Duration = .seconds(1)

  private var lastFrame: Duration?
  private var isChanged = true
  private var isUrgent = true

  package init() {}

  /// The state has changed; `urgently` where a person waits for the answer.
  package mutating func changed(urgently: Bool) {
    isChanged = true
    isUrgent = isUrgent || urgently
  }

  /// Whether to draw now; if so, the frame counts as drawn.
  package mutating func takeFrame(at now: Duration) -> Bool {
    guard isChanged else { return false }
    if !isUrgent, let lastFrame, now - lastFrame < Self.interval { return false }
    lastFrame = now
    isChanged = false
    isUrgent = false
    return true
  }

  /// When to look again although nothing happens; nil for never. `showsTime` says whether the picture ages by itself.
  package func deadline(showsTime: Bool) -> Duration? {
    guard let lastFrame else { return .zero }
    if isChanged { return lastFrame + Self.interval }
    return showsTime ? lastFrame + Self.tick : nil
  }
}
