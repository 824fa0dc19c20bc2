/// What the review says about the change as a whole (system.md, section 4); computed in code, never read from prose.
public enum Decision: String, Sendable, Hashable, Codable {
  /// Nothing, or nothing that needs a comment.
  case approved
  /// Suggestions, or some warnings without production risk.
  case approvedWithComments = "approved_with_comments"
  /// Three or more warnings: a risk pattern.
  case minorIssues = "minor_issues"
  /// Something critical: blocks the merge.
  case significantConcerns = "significant_concerns"
}
