internal import Engine

/// Numbers as the screen writes them. Unknown is a dash and never a zero (system.md, section 12).
package enum Figures {
  /// `950`, `12.4k`, `3.1M`.
  package static func count(_ value: Int?) -> String {
    guard let value else { return unknown }
    switch value {
    case ..<0: return unknown
    case ..<1_000: return String(value)
    case ..<999_950: return tenths(value, per: 1_000) + "k"
    case ..<999_950_000: return tenths(value, per: 1_000_000) + "M"
    default: return "1000M+"
    }
  }

  /// US dollars with cents; a smaller sum that is not nothing as `<$0.01`.
  package static func cost(_ dollars: Double?) -> String {
    guard let dollars, dollars.isFinite, dollars >= 0 else { return unknown }
    guard dollars < 1_000_000 else { return "$1M+" }
    if dollars > 0, dollars < 0.005 { return "<$0.01" }
    let cents = Int((dollars * 100).rounded())
    return "$\(cents / 100)." + (cents % 100 < 10 ? "0" : "") + "\(cents % 100)"
  }

  /// A share as `71%`.
  package static func percent(_ share: Double?) -> String {
    guard let share, share.isFinite, (0...1).contains(share) else { return unknown }
    return "\(Int((share * 100).rounded()))%"
  }

  /// `0.3 s`.
  package static func seconds(milliseconds: Int) -> String {
    let value = max(0, milliseconds)
    return value < 9_950 ? tenths(value, per: 1_000) + " s" : "\(value / 1_000) s"
  }

  /// How long something took: `0.3 s`, `12 s`, `1:12`.
  package static func span(milliseconds: Int) -> String {
    milliseconds < 60_000 ? seconds(milliseconds: milliseconds) : Duration.milliseconds(milliseconds).clock
  }

  /// `1 finding`, `2 findings`, `no findings`.
  package static func counted(_ count: Int, _ one: String, _ many: String) -> String {
    count == 1 ? "1 " + one : (count == 0 ? "no" : String(count)) + " " + many
  }

  private static let unknown = "–"

  private static func tenths(_ value: Int, per unit: Int) -> String {
    let tenths = value / (unit / 10) + (value % (unit / 10) * 2 >= unit / 10 ? 1 : 0)
    return "\(tenths / 10).\(tenths % 10)"
  }
}

extension Figures {
  /// A number between 0 and 1 with two digits at most, such as `0.9`.
  package static func share(_ value: Double) -> String {
    guard value.isFinite else { return unknown }
    let hundredths = Int((min(1, max(0, value)) * 100).rounded())
    let digits = hundredths % 100
    return "\(hundredths / 100)." + (digits % 10 == 0 ? "\(digits / 10)" : (digits < 10 ? "0" : "") + "\(digits)")
  }
}
