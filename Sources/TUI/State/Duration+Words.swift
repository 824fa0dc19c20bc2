extension Duration {
  /// Whole seconds passed.
  package var wholeSeconds: Int64 { components.seconds }

  /// Seconds, the begun one counted, for what is still to come.
  package var secondsUp: Int64 {
    components.attoseconds > 0 ? components.seconds &+ 1 : components.seconds
  }

  /// `1:12`; hours only where there are some.
  package var clock: String {
    let seconds = max(0, components.seconds)
    let head = seconds >= 3600 ? "\(seconds / 3600):" + Duration.twoDigits(seconds / 60 % 60) : "\(seconds / 60)"
    return head + ":" + Duration.twoDigits(seconds % 60)
  }

  /// `02:41`: a clock of fixed width below an hour.
  package var wideClock: String {
    let seconds = max(0, components.seconds)
    return seconds >= 3600 ? clock : Duration.twoDigits(seconds / 60) + ":" + Duration.twoDigits(seconds % 60)
  }

  private static func twoDigits(_ value: Int64) -> String { (value < 10 ? "0" : "") + String(value) }
}
