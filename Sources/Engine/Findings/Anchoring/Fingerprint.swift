/// What a finding is recognised by when the code around it moves (system.md, sections 9 and 12): 13 hexadecimal digits
/// for what it says about which code, then 3 for which of several equal places in its file it is.
///
/// The first part is over the rule, or the section of a finding without one, and the code it is anchored to, space
/// evened out; line numbers and the path are not in it, so it is the same anywhere in the repository. Titles are not in
/// it either: a model words them anew each time. The section is, so that a suppressed remark about a line never hides
/// another reviewer's finding there.
package struct Fingerprint: Sendable, Hashable {
  package static let contentDigits = 13
  private static let mostOrdinals = 0xFFF

  /// 16 lower-case hexadecimal digits.
  package let text: String

  /// `code` is the lines in the form of `SqueezedText`.
  init(kind: String, code: ArraySlice<[UInt8]>, ordinal: Int) {
    let bytes = Array(kind.utf8) + [0] + Array(code.joined(separator: [0x0A]))
    let place = String(min(max(0, ordinal), Self.mostOrdinals), radix: 16)
    let padding = String(repeating: "0", count: 3 - place.count)
    text = StableHash.sha256(bytes).prefix(Self.contentDigits) + padding + place
  }

  /// The part of a finding's fingerprint that is the same for equal code anywhere.
  package static func content(_ text: String) -> Substring { text.prefix(contentDigits) }

  /// Whether `text` has the form of a fingerprint.
  package static func isValid(_ text: String) -> Bool {
    text.utf8.count == 16 && text.utf8.allSatisfy { ASCII.isDigit($0) || (0x61...0x66).contains($0) }
  }
}
