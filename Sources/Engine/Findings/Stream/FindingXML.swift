/// Writes findings as the XML that agents report, for the agents of our own (system.md, section 3).
package enum FindingXML {
  package static func text(_ finding: RawFinding) -> String {
    var head = "<finding severity=\"\(finding.severity.rawValue)\" category=\"\(XMLText.encode(finding.category))\""
    if let rule = finding.rule { head += " rule=\"\(XMLText.encode(rule))\"" }
    head += " file=\"\(XMLText.encode(finding.file))\""
    if let line = finding.line { head += " line=\"\(line)\"" }
    if let confidence = finding.confidence { head += " confidence=\"\(confidence)\"" }
    var text = head + ">\n"
    let parts = [("title", finding.title), ("evidence", finding.evidence), ("body", finding.body)]
    for (name, part) in parts + [("suggestion", finding.suggestion ?? "")] where !part.isEmpty {
      text += "  <\(name)>\(XMLText.encode(part))</\(name)>\n"
    }
    return text + "</finding>\n"
  }

  /// The proof that the answer is whole.
  package static func done(_ findings: Int) -> String { "<done findings=\"\(findings)\"/>\n" }
}
