/// Writes verdicts as the XML that coordinators report, for the agents of our own.
package enum VerdictXML {
  package static func text(_ attributes: [(name: String, value: String)], reason: String) -> String {
    let head = attributes.map { " \($0.name)=\"\(XMLText.encode($0.value))\"" }.joined()
    return "<verdict\(head)><reason>\(XMLText.encode(reason))</reason></verdict>\n"
  }

  /// The proof that the answer is whole.
  package static func done(_ verdicts: Int) -> String { "<done verdicts=\"\(verdicts)\"/>\n" }
}
