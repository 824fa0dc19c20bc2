/// A finding of which the opening tag has been read.
struct FindingDraft: Sendable {
  struct Unusable: Error {
    var reason: String
  }

  private var attributes: [String: String]
  private var parts: [FindingPart: String] = [:]

  init(attributes: [String: String] = [:]) { self.attributes = attributes }

  func has(_ part: FindingPart) -> Bool { parts[part] != nil }

  /// The first text of a part counts.
  mutating func set(_ part: FindingPart, _ bytes: [UInt8]) {
    guard parts[part] == nil else { return }
    parts[part] = part == .title ? PartTidying.line(bytes) : PartTidying.block(bytes, part)
  }

  /// Makes the finding; a complete one needs a file and something to say.
  func finish(isTruncated: Bool) -> Result<RawFinding, Unusable> {
    let file = ["file", "path", "filename"].lazy.compactMap { attributes[$0] }.first { !$0.isEmpty } ?? ""
    if file.isEmpty { return .failure(Unusable(reason: "a finding names no file")) }
    let (evidence, body) = (text(.evidence) ?? "", text(.body) ?? "")
    var title = text(.title) ?? ""
    if title.isEmpty, !isTruncated { title = PartTidying.line(Array((body.isEmpty ? evidence : body).utf8)) }
    if title.isEmpty, !isTruncated { return .failure(Unusable(reason: "a finding in \(file) says nothing")) }
    return .success(
      RawFinding(
        severity: SeverityWord.severity(attributes["severity"] ?? attributes["level"] ?? ""),
        category: PartTidying.short(attributes["category"] ?? attributes["section"] ?? ""),
        rule: attributes["rule"].map(PartTidying.short).flatMap { $0.isEmpty ? nil : $0 },
        file: PartTidying.path(file), line: AttributeNumber.line(attributes["line"] ?? attributes["lines"] ?? ""),
        confidence: AttributeNumber.confidence(attributes["confidence"] ?? ""), title: title, evidence: evidence,
        body: body, suggestion: text(.suggestion), isTruncated: isTruncated))
  }

  /// Some agents write a part as an attribute.
  private func text(_ part: FindingPart) -> String? {
    if let text = parts[part], !text.isEmpty { return text }
    guard let text = attributes[part.rawValue], !text.isEmpty else { return nil }
    return part == .title ? PartTidying.line(Array(text.utf8)) : PartTidying.block(Array(text.utf8), part)
  }
}

extension RawFinding {
  /// Whether `other`, which was written later, says this cut-off finding again.
  func isRepeated(by other: RawFinding) -> Bool {
    guard file == other.file, category == other.category else { return false }
    return title.isEmpty || other.title.hasPrefix(title) || (line != nil && line == other.line)
  }
}
