/// Writes findings as the XML that agents report (system.md, section 3).
package enum FindingXML {
  package static func text(_ finding: RuleFinding) -> String {
    let card = finding.card
    var text = "<finding severity=\"\(card.severity.rawValue)\" category=\"\(card.specialist.rawValue)\""
    text += " rule=\"\(escaped(card.id))\" file=\"\(escaped(finding.hit.file.description))\""
    if let line = finding.hit.line { text += " line=\"\(line)\"" }
    text += " confidence=\"\(card.confidence)\">\n"
    text += element("title", finding.title)
    text += element("evidence", finding.hit.evidence.text)
    text += element("body", finding.body)
    if let suggestion = finding.suggestion { text += element("suggestion", suggestion) }
    return text + "</finding>\n"
  }

  package static func done(_ findings: Int) -> String { "<done findings=\"\(findings)\"/>\n" }

  private static func element(_ name: String, _ text: String) -> String { "  <\(name)>\(escaped(text))</\(name)>\n" }

  /// Line feeds stay in elements; in attributes, where only hostile paths have them, they are escaped like the rest.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
