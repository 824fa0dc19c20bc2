@testable import Engine

/// A changed file from lines as a diff shows them; a line `@@` begins a hunk ten lines further on.
func smallDiff(_ path: String, _ text: String, oldPath: String? = nil, start: Int = 1) -> FileDiff {
  var hunks: [Hunk] = []
  var (old, new) = (start, start)
  var lines: [DiffLine] = []
  func close() {
    guard !lines.isEmpty else { return }
    hunks.append(Hunk(oldStart: start, oldCount: 0, newStart: start, newCount: 0, lines: lines))
    lines = []
  }
  for row in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
    let code = Array(row.dropFirst())
    switch row.first.map({ Character(Unicode.Scalar($0)) }) {
    case "@":
      close()
      (old, new) = (old + 10, new + 10)
    case "+":
      lines.append(DiffLine(kind: .added, text: code, oldNumber: nil, newNumber: new))
      new += 1
    case "-":
      lines.append(DiffLine(kind: .removed, text: code, oldNumber: old, newNumber: nil))
      old += 1
    default:
      lines.append(DiffLine(kind: .context, text: code, oldNumber: old, newNumber: new))
      (old, new) = (old + 1, new + 1)
    }
  }
  close()
  return FileDiff(path: RepoPath(path), oldPath: oldPath.map { RepoPath($0) }, hunks: hunks)
}

/// A finding as the anchoring leaves it, for judging.
func finding(
  _ number: Int, _ severity: Severity = .warning, _ category: SpecialistID = .security, by: SpecialistID? = nil,
  _ title: String = "Something", file: String = "src/a.swift", line: Int? = 10, endLine: Int? = nil,
  rule: String? = nil, confidence: Double? = nil, evidence: String = "let a = b", anchored: Bool = true,
  fingerprint: String? = nil
) -> Finding {
  let print = Fingerprint(kind: rule ?? category.rawValue, code: [Array("\(evidence)\(line ?? 0)".utf8)], ordinal: 0)
    .text
  return Finding(
    id: FindingID(number), fingerprint: fingerprint ?? print, severity: severity, category: category, rule: rule,
    file: RepoPath(file), line: line, endLine: endLine, title: title, body: "", evidence: evidence,
    confidence: confidence, reportedBy: [by ?? category], isAnchored: anchored)
}
