/// The number of a finding within one review, in order of arrival from 1; written `f1`.
package struct FindingID: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
  package let number: Int

  package init(_ number: Int) { self.number = number }

  package var description: String { "f\(number)" }
  package static func < (left: FindingID, right: FindingID) -> Bool { left.number < right.number }

  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard text.first == "f", let number = Int(text.dropFirst()), number > 0 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a finding: \(text)"))
    }
    self.number = number
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// A line of code around a finding, for readers; secrets are already masked.
package struct ContextLine: Sendable, Hashable, Codable {
  package var number: Int
  package var kind: DiffLine.Kind
  package var text: String

  package init(number: Int, kind: DiffLine.Kind, text: String) {
    self.number = number
    self.kind = kind
    self.text = text
  }
}

/// A finding that was looked up in the change; secrets in it are masked.
package struct Finding: Sendable, Hashable, Codable, Identifiable {
  package var id: FindingID
  /// 16 hexadecimal digits over rule or section and the quoted code, then its ordinal in the file; see `Fingerprint`.
  package var fingerprint: String
  package var severity: Severity
  /// The section in which it is listed.
  package var category: SpecialistID
  package var rule: String?
  package var file: RepoPath
  /// The first line of the evidence on `side`; nil where it is ungrounded.
  package var line: Int?
  package var endLine: Int?
  package var side: DiffSide
  package var title: String
  package var body: String
  package var suggestion: String?
  package var evidence: String
  package var confidence: Double?
  package var reportedBy: [SpecialistID]
  /// Whether the evidence was found in the change; an ungrounded finding is never posted inline.
  package var isAnchored: Bool
  /// Up to three lines before and after the evidence, of the changed file's hunk.
  package var context: [ContextLine]
  /// Whether a person changed its words or severity.
  package var isEdited: Bool

  package init(
    id: FindingID, fingerprint: String, severity: Severity, category: SpecialistID, rule: String? = nil,
    file: RepoPath, line: Int? = nil, endLine: Int? = nil, side: DiffSide = .new, title: String, body: String,
    suggestion: String? = nil, evidence: String, confidence: Double? = nil, reportedBy: [SpecialistID],
    isAnchored: Bool, context: [ContextLine] = [], isEdited: Bool = false
  ) {
    self.id = id
    self.fingerprint = fingerprint
    self.severity = severity
    self.category = category
    self.rule = rule
    self.file = file
    self.line = line
    self.endLine = endLine
    self.side = side
    self.title = title
    self.body = body
    self.suggestion = suggestion
    self.evidence = evidence
    self.confidence = confidence
    self.reportedBy = reportedBy
    self.isAnchored = isAnchored
    self.context = context
    self.isEdited = isEdited
  }
}
