extension ReviewedChange {
  /// A hit on a line of the new side.
  func hit(
    _ file: RepoPath, _ line: SourceLine, title: String? = nil, body: String? = nil, suggestion: String? = nil
  ) -> RuleHit {
    RuleHit(
      file: file, line: line.number, evidence: line.text.trimmedEnd, title: title, body: body, suggestion: suggestion)
  }

  /// A hit on a removed line.
  func hit(
    _ file: RepoPath, removed line: DiffLine, title: String? = nil, body: String? = nil, suggestion: String? = nil
  ) -> RuleHit {
    RuleHit(
      file: file, line: line.oldNumber, evidence: line.text.trimmedEnd, title: title, body: body,
      suggestion: suggestion)
  }

  /// Where a document first holds `text` as a word: for words in a finding.
  func mention(of text: String, in documents: [Document]) -> (document: Document, line: Int)? {
    for document in documents where !document.isChangelog {
      if let line = document.lines.firstIndex(where: { Words.contains(text, in: $0) }) { return (document, line + 1) }
    }
    return nil
  }
}

extension [UInt8] {
  /// Without spaces, tabs and carriage returns at the end.
  var trimmedEnd: [UInt8] {
    let end = lastIndex { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
    return Array(self[..<(end.map { $0 + 1 } ?? 0)])
  }

  var text: String { String(decoding: self, as: UTF8.self) }
}

extension StringProtocol {
  /// Without white space at both ends.
  var trimmed: String {
    let start = drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
