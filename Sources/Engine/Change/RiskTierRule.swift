/// Decides how much review a change gets, with the rule and the path that decided (system.md, section 2).
package struct RiskTierRule: Sendable, Hashable {
  /// More files than this are always reviewed fully.
  package var manyFiles = 50
  /// Most files of a trivial or lite change.
  package var fewFiles = 20
  package var trivialLines = 10
  package var liteLines = 100
  package var sensitiveWords = SensitivePath.defaultWords

  package init() {}

  /// The tier of the files that the filter left.
  package func tier(of files: [FileDiff]) -> TierExplanation {
    let lines = files.reduce(0) { $0 + $1.added + $1.removed }
    let size = "\(lines) \(lines == 1 ? "line" : "lines") in \(files.count) \(files.count == 1 ? "file" : "files")"
    if files.count > manyFiles {
      return TierExplanation(tier: .full, rule: "\(files.count) files, more than \(manyFiles)")
    }
    for file in files {
      for path in [file.path] + (file.oldPath.map { [$0] } ?? []) {
        if let word = SensitivePath.word(in: path, words: sensitiveWords) {
          return TierExplanation(tier: .full, rule: "sensitive path (\(word))", path: path)
        }
      }
    }
    if files.count <= fewFiles {
      if lines <= trivialLines {
        return TierExplanation(tier: .trivial, rule: "\(size), at most \(trivialLines)")
      }
      if lines <= liteLines { return TierExplanation(tier: .lite, rule: "\(size), at most \(liteLines)") }
      return TierExplanation(tier: .full, rule: "\(size), more than \(liteLines) lines")
    }
    return TierExplanation(tier: .full, rule: "\(size), more than \(fewFiles) files")
  }
}
