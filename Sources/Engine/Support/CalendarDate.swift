/// A day, written `2026-04-30`.
package struct CalendarDate: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let description: String

  /// Nil unless `text` is four, two and two digits with hyphens, and such a day exists.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
      bytes.indices.allSatisfy({ $0 == 4 || $0 == 7 || ASCII.isDigit(bytes[$0]) }),
      let year = Int(text.prefix(4)), let month = Int(text.dropFirst(5).prefix(2)), let day = Int(text.suffix(2)),
      (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year)
    else { return nil }
    description = text
  }

  /// The day in UTC at so many milliseconds since 1970; days outside of the years 1970 to 9999 become the nearest
  /// inside.
  package init(wallMilliseconds: Int64) {
    var days = max(0, min(wallMilliseconds / 86_400_000, 2_932_896))
    var (year, month) = (1970, 1)
    while days >= (Self.isLeap(year) ? 366 : 365) {
      days -= Self.isLeap(year) ? 366 : 365
      year += 1
    }
    while days >= Self.days(in: month, of: year) {
      days -= Int64(Self.days(in: month, of: year))
      month += 1
    }
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    description = "\(year)-\(two(month))-\(two(Int(days) + 1))"
  }

  package static func < (left: CalendarDate, right: CalendarDate) -> Bool { left.description < right.description }

  private static func isLeap(_ year: Int) -> Bool {
    (year.isMultiple(of: 4) && !year.isMultiple(of: 100)) || year.isMultiple(of: 400)
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
