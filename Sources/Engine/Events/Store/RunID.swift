/// The name of a run: the UTC time of its start and a random suffix, such as `20261125-142233-7f3a`; sorts by time.
package enum RunID {
  package static func make(wallMilliseconds: Int64, suffix: UInt16) -> String {
    let milliseconds = max(0, wallMilliseconds)
    let day = CalendarDate(wallMilliseconds: milliseconds).description.filter { $0 != "-" }
    let seconds = Int(milliseconds / 1000 % 86_400)
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { ($0 < 10 ? "0" : "") + String($0) }.joined()
    let hex = String(suffix, radix: 16)
    return "\(day)-\(clock)-" + String(repeating: "0", count: 4 - hex.count) + hex
  }

  /// Whether `name` has that form; other directories beside runs are left alone.
  package static func isValid(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    return bytes.count == 20 && bytes[8] == 0x2D && bytes[15] == 0x2D
      && (bytes[..<8] + bytes[9..<15]).allSatisfy(ASCII.isDigit)
      && bytes[16...].allSatisfy { ASCII.isDigit($0) || (0x61...0x66).contains($0) }
  }
}
