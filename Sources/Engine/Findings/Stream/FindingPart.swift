/// A child element of a finding, with the most of its text that is kept (reliability.md, MO-04).
enum FindingPart: String, CaseIterable, Sendable {
  case title, evidence, body, suggestion

  /// Bytes of UTF-8.
  var limit: Int { self == .title ? 300 : 8192 }
}

/// The tags that mean something in an answer. Everything else that looks like a tag is text: evidence is often markup.
enum AnswerTagName: Hashable, Sendable {
  case finding, done, verdict, reason
  case part(FindingPart)

  typealias Spelled = (spelling: [UInt8], name: AnswerTagName)

  /// In a reviewer's answer.
  static let findings: [Spelled] =
    [(Array("finding".utf8), .finding), (Array("done".utf8), .done)]
    + FindingPart.allCases.map { (Array($0.rawValue.utf8), .part($0)) }
  /// In a coordinator's.
  static let verdicts: [Spelled] = [("finding", finding), ("done", done), ("verdict", verdict), ("reason", reason)]
    .map { (Array($0.0.utf8), $0.1) }
}
