/// Runs line rules over files: all patterns of a language in one pass a line, conditions only for candidates.
package final class RuleMatcher {
  private let rules: [Rule]
  private let patterns: PatternCache
  private var sets: [Language: [CompiledView]] = [:]

  package init(rules: [Rule], patterns: PatternCache) {
    self.rules = rules
    self.patterns = patterns
  }

  /// Hits by rule, in the order of lines. Compiles the patterns of the file's language when they are first needed.
  package func hits(in file: SourceFile) throws(PatternError) -> [(rule: Rule, hit: RuleHit)] {
    let views = try compiled(file.language)
    guard !views.isEmpty else { return [] }
    var hits: [(rule: Rule, hit: RuleHit)] = []
    for index in file.lines.indices where file.lines[index].isAdded {
      var seen: Set<Int> = []
      for view in views {
        for candidate in view.candidates(in: file.lines[index], patterns) where !seen.contains(candidate.rule) {
          let rule = rules[candidate.rule]
          guard !rule.skips.contains(file.role) else { continue }
          var check = ConditionCheck(file: file, index: index, candidate: candidate, patterns: patterns)
          guard rule.conditions.allSatisfy({ check.holds($0) }) else { continue }
          seen.insert(candidate.rule)
          hits.append((rule, check.hit))
        }
      }
    }
    return hits
  }

  private func compiled(_ language: Language) throws(PatternError) -> [CompiledView] {
    if let known = sets[language] { return known }
    var views: [CompiledView] = []
    for view in LineView.allCases {
      let members = rules.indices.flatMap { rule in
        rules[rule].patterns.filter { $0.view == view && $0.languages.contains(language) }
          .map { PatternCandidate(rule: rule, pattern: $0.pattern, view: view) }
      }
      if !members.isEmpty { views.append(try CompiledView(view, members)) }
    }
    sets[language] = views
    return views
  }
}

/// A rule's pattern that matched a line.
struct PatternCandidate: Sendable {
  var rule: Int
  var pattern: String
  var view: LineView
}

/// The patterns of one language and view.
private final class CompiledView {
  private let view: LineView
  private let members: [PatternCandidate]
  private let set: PatternSet

  init(_ view: LineView, _ members: [PatternCandidate]) throws(PatternError) {
    self.view = view
    self.members = members
    set = try PatternSet(members.map(\.pattern))
  }

  /// Falls back to one pattern after the other for a line on which the set's automaton outgrows its memory.
  func candidates(in line: SourceLine, _ patterns: PatternCache) -> [PatternCandidate] {
    let text = line.view(view)
    guard let numbers = set.matches(in: text) else { return members.filter { patterns.matches($0.pattern, text) } }
    return numbers.map { members[$0] }
  }
}
