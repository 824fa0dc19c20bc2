/// The values of `retry-after` and `retry-after-ms` (RFC 9110, 10.2.3).
enum RetryAfter {
  /// 24.8 days, the longest delay that OpenCode itself accepts (opencode.md, 1.5).
  private static let longest = 2_147_483_647.0

  /// A number of units; nil for what is negative or no number.
  static func milliseconds(_ text: String, unit: Double) -> Int? {
    guard text.utf8.count <= 32, let value = Double(text), value.isFinite, value >= 0 else { return nil }
    return Int(min(value * unit, longest))
  }

  /// The time from `now`, in milliseconds since 1970, to a date such as `Sun, 06 Nov 1994 08:49:37 GMT`; 0 where it
  /// is past.
  static func milliseconds(date text: String, now: Int?) -> Int? {
    let words = text.split(separator: " ")
    guard let now, text.utf8.count <= 40, words.count == 6, words[5] == "GMT",
      let day = Int(words[1]), (1...31).contains(day), let month = months[String(words[2])],
      let year = Int(words[3]), (1970...9999).contains(year)
    else { return nil }
    let clock = words[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2]) else {
      return nil
    }
    let seconds = (days(year, month, day) * 24 + clock[0]) * 3600 + clock[1] * 60 + clock[2]
    return min(max(0, seconds * 1000 - now), Int(longest))
  }

  private static let months: [String: Int] = [
    "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6, "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11,
    "Dec": 12,
  ]

  /// Days from 1970-01-01 in the Gregorian calendar. Years are counted from March, so that a leap day is a year's last.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month > 2 ? year : year - 1
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }
}
