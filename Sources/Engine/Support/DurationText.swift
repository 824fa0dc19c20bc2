/// Durations as people write them: `90s`, `1h30m`, `500ms`, `30d`.
package enum DurationText {
  private static let units: [(name: String, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
  ]

  /// Digits that a number may have: more than anybody needs, and no sum of five such overflows.
  private static let digits = 9

  /// Reads numbers with units, larger units first, each at most once; nil for anything else.
  package static func parse(_ text: String) -> Duration? {
    var rest = Array(text.utf8)[...]
    var remaining = units[...]
    var total: Int64 = 0
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let number = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
      let unit = rest.dropFirst(number.count).prefix { $0 < 0x30 || $0 > 0x39 }
      guard number.count <= digits, let count = Int64(String(decoding: number, as: UTF8.self)),
        let index = remaining.firstIndex(where: { Array($0.name.utf8) == Array(unit) })
      else { return nil }
      total += count * units[index].milliseconds
      remaining = remaining[(index + 1)...]
      rest = rest.dropFirst(number.count + unit.count)
    }
    return .milliseconds(total)
  }

  /// Writes what `parse` reads; cut to whole milliseconds, negative as zero.
  package static func format(_ duration: Duration) -> String {
    let parts = duration.components
    guard parts.seconds >= 0, parts.attoseconds >= 0, duration > .zero else { return "0s" }
    let (product, overflow) = parts.seconds.multipliedReportingOverflow(by: 1_000)
    guard !overflow else { return format(.seconds(Int64.max / 1_000)) }
    var rest = product.addingReportingOverflow(parts.attoseconds / 1_000_000_000_000_000).partialValue
    guard rest > 0 else { return "0s" }
    var text = ""
    for unit in units where rest >= unit.milliseconds {
      text += "\(rest / unit.milliseconds)\(unit.name)"
      rest %= unit.milliseconds
    }
    return text
  }
}
