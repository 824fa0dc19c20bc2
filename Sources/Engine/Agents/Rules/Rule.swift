/// A rule about single added lines and their surroundings.
package struct Rule: Sendable {
  package var card: RuleCard
  /// A line is a candidate when one of these matches it.
  package var patterns: [Pattern]
  /// All must hold for a candidate.
  package var conditions: [RuleCondition]
  /// Roles of files in which the subject is harmless.
  package var skips: Set<FileRole>
  package var examples: [RuleExample]

  /// A pattern with the languages and the view of the line that it is for.
  package struct Pattern: Sendable {
    package var languages: Set<Language>
    package var view: LineView
    package var pattern: String

    package init(_ languages: Set<Language>, _ view: LineView = .code, _ pattern: String) {
      self.languages = languages
      self.view = view
      self.pattern = pattern
    }
  }

  package init(
    _ card: RuleCard, matches patterns: [Pattern], when conditions: [RuleCondition] = [],
    skips: Set<FileRole> = [.test, .documentation, .example], examples: [RuleExample]
  ) {
    self.card = card
    self.patterns = patterns
    self.conditions = conditions
    self.skips = skips
    self.examples = examples
  }
}

/// What must hold around a candidate line. Patterns see the text of lines with comments blanked, but for `.text`.
package indirect enum RuleCondition: Sendable {
  /// The line itself.
  case line(String)
  /// The line itself, comments included.
  case text(String)
  /// The next line of code; it becomes part of the evidence.
  case next(String)
  /// The text of the very next line, comments included.
  case nextText(String)
  /// The line of code before.
  case previous(String)
  /// A line around it that is indented less, up to a line that matches `stop`.
  case inside(String, stop: String)
  /// A line of the same hunk at most so many lines away, itself included.
  case near(String, lines: Int)
  /// Any visible line of the file's new side, itself included.
  case file(String)
  case path(String)
  /// One of the globs fits the path.
  case globs([Glob])
  /// Bits of Shannon entropy for each character of the match, at least: real keys have more than placeholders.
  case entropy(Double)
  case not(RuleCondition)
  case any([RuleCondition])
}

/// A marked example: documentation and test at once. All its lines are added lines.
package struct RuleExample: Sendable {
  package var isHit: Bool
  /// The whole path; rules see languages and roles through it.
  package var path: String
  package var source: String

  /// `file` is a suffix such as `py`, a name such as `Dockerfile`, or a path.
  package static func hit(_ file: String, _ source: String) -> RuleExample {
    RuleExample(isHit: true, path: path(file), source: source)
  }

  package static func miss(_ file: String, _ source: String) -> RuleExample {
    RuleExample(isHit: false, path: path(file), source: source)
  }

  private static func path(_ file: String) -> String {
    let isName = file.contains("/") || file.contains(".") || file.first?.isUppercase == true
    return isName ? file : "src/service.\(file)"
  }
}
