/// A coordinator's verdict as it was written: bounded in size, not yet believed.
package struct RawVerdict: Sendable, Hashable {
  package enum Action: String, Sendable, Hashable, CaseIterable { case keep, merge, move, severity, drop }

  /// Nil where it is no single number.
  package var candidate: Int?
  /// Nil where it is none of the five.
  package var action: Action?
  package var into: Int?
  /// As written; empty where there is none.
  package var section: String
  package var severity: String
  package var reason: String

  package init(
    candidate: Int?, action: Action?, into: Int? = nil, section: String = "", severity: String = "", reason: String = ""
  ) {
    self.candidate = candidate
    self.action = action
    self.into = into
    self.section = section
    self.severity = severity
    self.reason = reason
  }

  init(attributes: [String: String], reason: String) {
    self.init(
      candidate: Self.number(attributes["candidate"]), action: Action(rawValue: Self.word(attributes["action"])),
      into: Self.number(attributes["into"]), section: Self.word(attributes["section"]),
      severity: Self.word(attributes["severity"]), reason: reason)
  }

  /// A number and nothing else, but for space and a number sign: `1 and 2` is no candidate.
  private static func number(_ text: String?) -> Int? {
    let mark = (text ?? "").utf8.drop { ASCII.isSpace($0) || $0 == 0x23 }
    let digits = mark.prefix(while: ASCII.isDigit)
    guard digits.count <= 6, mark.dropFirst(digits.count).allSatisfy(ASCII.isSpace) else { return nil }
    return Int(Substring(digits))
  }

  private static func word(_ text: String?) -> String {
    let bytes = (text ?? "").utf8.prefix(40).filter { !ASCII.isSpace($0) }.map(ASCII.lowercased)
    return String(decoding: bytes, as: UTF8.self)
  }
}
