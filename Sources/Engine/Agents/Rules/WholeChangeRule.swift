/// A rule that needs more than a line: several files of the change, the documents, the tree.
package struct WholeChangeRule: Sendable {
  package var card: RuleCard
  package var examples: [ChangeExample]
  package let find: @Sendable (ReviewedChange) -> [RuleHit]

  package init(
    _ card: RuleCard, examples: [ChangeExample], find: @escaping @Sendable (ReviewedChange) -> [RuleHit]
  ) {
    self.card = card
    self.examples = examples
    self.find = find
  }
}

/// A marked example of a whole change: documentation and test at once.
package struct ChangeExample: Sendable {
  /// One changed file; each line starts with `+`, `-` or a space, as in a diff.
  package struct File: Sendable {
    package var path: String
    package var oldPath: String?
    package var status: FileDiff.Status
    package var lines: String

    package init(
      _ path: String, _ lines: String, status: FileDiff.Status = .modified, from oldPath: String? = nil
    ) {
      self.path = path
      self.oldPath = oldPath
      self.status = status
      self.lines = lines
    }
  }

  package var isHit: Bool
  package var files: [File]
  /// Documents of the new side by path.
  package var documents: [String: String]
  /// Further paths of the new side.
  package var tree: [String]

  package static func hit(_ files: [File], documents: [String: String] = [:], tree: [String] = []) -> ChangeExample {
    ChangeExample(isHit: true, files: files, documents: documents, tree: tree)
  }

  package static func miss(_ files: [File], documents: [String: String] = [:], tree: [String] = []) -> ChangeExample {
    ChangeExample(isHit: false, files: files, documents: documents, tree: tree)
  }
}
