/// The findings that a coordinator judges, numbered, as material of its prompt. Models wrote them, so that they are fenced and
/// encoded like any other text of others.
package struct CandidateList: Sendable {
  /// Bytes of all candidates together; those beyond are not shown and stay as they are.
  private static let longest = 96 << 10
  private static let excerpt = 700

  /// How many are shown: the first ones.
  package let count: Int
  private let elements: String
  private let all: Int

  package init(_ findings: [Finding]) {
    var text = ""
    var count = 0
    for (index, finding) in findings.enumerated() {
      let element = Self.element(finding, number: index + 1)
      guard text.utf8.count + element.utf8.count <= Self.longest else { break }
      text += element
      count += 1
    }
    (elements, self.count, all) = (text, count, findings.count)
  }

  /// What `conclave prompts show coordinator` prints in the place of candidates.
  package static func placeholder(_ fence: PromptFence) -> String {
    "# The candidates\n\nThere are COUNT, numbered from 1.\n\n" + fence.wrap("CANDIDATES", in: .candidates)
  }

  package func text(_ fence: PromptFence) -> String {
    let rest = all > count ? " \(all - count) more are not shown and stay as they are." : ""
    return "# The candidates\n\nThere are \(count), numbered from 1.\(rest)\n\n"
      + fence.wrap(elements.isEmpty ? "none" : elements, in: .candidates, limit: 2 * Self.longest)
  }

  private static func element(_ finding: Finding, number: Int) -> String {
    var head = "<candidate number=\"\(number)\" severity=\"\(finding.severity.rawValue)\""
    head += " section=\"\(line(finding.category.rawValue))\" file=\"\(line(PatchWriter.line(of: finding.file)))\""
    if let line = finding.line { head += " line=\"\(line)\"" }
    if finding.side == .old { head += " side=\"old\"" }
    if let rule = finding.rule { head += " rule=\"\(line(rule))\"" }
    if let confidence = finding.confidence { head += " confidence=\"\(confidence)\"" }
    head += " reported_by=\"\(finding.reportedBy.map { line($0.rawValue) }.joined(separator: ", "))\">\n"
    var text = head + "  <title>\(line(finding.title))</title>\n"
    for (name, part) in [
      ("evidence", finding.evidence), ("body", finding.body), ("suggestion", finding.suggestion ?? ""),
    ]
    where !part.isEmpty {
      text += "  <\(name)>\(XMLText.encode(PromptFence.clean(part, limit: excerpt)))</\(name)>\n"
    }
    return text + "</candidate>\n"
  }

  private static func line(_ text: String) -> String { XMLText.encode(PromptFence.line(text)) }
}
