/// Runs the marked examples of rules: `conclave rules test`, and this program's own tests.
package enum RuleSelfTest {
  /// What became of one example.
  package struct Outcome: Sendable, Hashable {
    package var rule: String
    /// From 1, in the order of the rule's examples.
    package var number: Int
    package var isHit: Bool
    /// The example as a reader recognises it.
    package var example: String
    /// Why it failed; nil where it passed.
    package var failure: String?
  }

  package static func run() -> [Outcome] {
    let patterns = PatternCache()
    return RulePacks.lineRules.flatMap { outcomes(of: $0, patterns) }
      + RulePacks.wholeChangeRules.flatMap { outcomes(of: $0, patterns) }
  }

  package static func outcomes(of rule: Rule, _ patterns: PatternCache = PatternCache()) -> [Outcome] {
    let matcher = RuleMatcher(rules: [rule], patterns: patterns)
    return rule.examples.enumerated().map { number, example in
      var outcome = Outcome(
        rule: rule.card.id, number: number + 1, isHit: example.isHit, example: "\(example.path): \(example.source)")
      do throws(PatternError) {
        let hits = try matcher.hits(in: SourceFile(diff(of: example)))
        outcome.failure = failure(isHit: example.isHit, count: hits.count)
      } catch {
        outcome.failure = "the pattern \(error.pattern) is wrong: \(error.message)"
      }
      return outcome
    }
  }

  package static func outcomes(of rule: WholeChangeRule, _ patterns: PatternCache = PatternCache()) -> [Outcome] {
    rule.examples.enumerated().map { number, example in
      let hits = rule.find(change(of: example, patterns))
      let names = example.files.map { "\($0.path): \($0.lines)" }
      return Outcome(
        rule: rule.card.id, number: number + 1, isHit: example.isHit, example: names.joined(separator: "\n"),
        failure: failure(isHit: example.isHit, count: hits.count))
    }
  }

  private static func failure(isHit: Bool, count: Int) -> String? {
    if isHit && count == 0 { return "should be reported and is not" }
    return !isHit && count > 0 ? "should be left alone and is reported" : nil
  }

  /// The example as an added file.
  package static func diff(of example: RuleExample) -> FileDiff {
    let texts = Array(example.source.utf8).split(separator: 0x0A, omittingEmptySubsequences: false)
    let lines = texts.enumerated().map { number, text in
      DiffLine(kind: .added, text: Array(text), oldNumber: nil, newNumber: number + 1)
    }
    let hunk = Hunk(oldStart: 0, oldCount: 0, newStart: 1, newCount: lines.count, lines: lines)
    return FileDiff(path: RepoPath(example.path), status: .added, hunks: [hunk])
  }

  package static func change(of example: ChangeExample, _ patterns: PatternCache) -> ReviewedChange {
    let files = example.files.map(diff)
    let present = files.filter { $0.status != .deleted }.map(\.path)
    let documents = example.documents.map { (path: RepoPath($0.key), bytes: Array($0.value.utf8)) }
      .sorted { $0.path < $1.path }
    return ReviewedChange(
      files: files, documents: documents,
      tree: present + documents.map(\.path) + example.tree.map { RepoPath($0) }, patterns: patterns)
  }

  private static func diff(of file: ChangeExample.File) -> FileDiff {
    var lines: [DiffLine] = []
    var old = 0
    var new = 0
    for text in Array(file.lines.utf8).split(separator: 0x0A) {
      let kind: DiffLine.Kind =
        switch text.first {
        case UInt8(ascii: "+"): .added
        case UInt8(ascii: "-"): .removed
        default: .context
        }
      if kind != .added { old += 1 }
      if kind != .removed { new += 1 }
      lines.append(
        DiffLine(
          kind: kind, text: Array(text.dropFirst()), oldNumber: kind == .added ? nil : old,
          newNumber: kind == .removed ? nil : new))
    }
    let hunk = Hunk(oldStart: 1, oldCount: old, newStart: 1, newCount: new, lines: lines)
    return FileDiff(
      path: RepoPath(file.path), oldPath: file.oldPath.map { RepoPath($0) }, status: file.status,
      hunks: lines.isEmpty ? [] : [hunk])
  }
}
