/// A day of the Gregorian calendar, written `2027-01-31`.
package struct CalendarDate: Sendable, Hashable, Comparable {
  package let year: Int
  package let month: Int
  package let day: Int

  /// Reads `yyyy-mm-dd`; nil for anything else and for days that do not exist.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
      let year = CalendarDate.number(bytes[0..<4]), let month = CalendarDate.number(bytes[5..<7]),
      let day = CalendarDate.number(bytes[8..<10]),
      (1...12).contains(month), day >= 1, day <= CalendarDate.days(of: month, in: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The UTC day of a time since 1970; nil for times that no clock of ours shows.
  package init?(wallMilliseconds: Int64) {
    guard wallMilliseconds >= 0, wallMilliseconds < 253_402_300_800_000 else { return nil }
    var days = Int(wallMilliseconds / 86_400_000)
    var year = 1970
    while days >= CalendarDate.days(in: year) {
      days -= CalendarDate.days(in: year)
      year += 1
    }
    var month = 1
    while days >= CalendarDate.days(of: month, in: year) {
      days -= CalendarDate.days(of: month, in: year)
      month += 1
    }
    self.year = year
    self.month = month
    day = days + 1
  }

  package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      value = value * 10 + Int(digit - 0x30)
    }
    return value
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func days(in year: Int) -> Int { isLeap(year) ? 366 : 365 }

  private static func days(of month: Int, in year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
